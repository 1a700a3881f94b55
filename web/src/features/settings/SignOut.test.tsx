// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { annaDevice, show } from "../../shared/testing";
import { SignOut } from "./SignOut";

test("signing out with unsent messages says how many stay behind, and asks", async () => {
  const { client, server } = await annaDevice();
  server.offline = true;
  await client.messages.send("1", { text: "Still here" });
  show(client, <SignOut />);
  fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
  expect(screen.getByText(/1 message has not been sent\. They stay on this device/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByText(/not been sent/)).toBeNull());
  expect(client.$session.get().state).toBe("signed_in");
});

test("with nothing waiting it says that nothing is lost", async () => {
  const { client } = await annaDevice();
  show(client, <SignOut />);
  fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
  expect(screen.getByText(/Nothing is lost/)).toBeTruthy();
});
