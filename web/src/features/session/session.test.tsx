// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { createClient } from "../../core/client";
import { show } from "../../shared/testing";
import { Join } from "./Join";
import { FirstRun } from "./Register";
import { SignIn } from "./SignIn";

type Answer = { status: number; body: object };
type Asked = { path: string; body: Record<string, unknown> };

/** A signed-out device before a server that answers what the test says. */
function door(answer: (asked: Asked) => Answer) {
  const asked: Asked[] = [];
  const far: typeof fetch = async (input, init) => {
    const path = new URL(String(input), "http://x").pathname.replace("/api/v1", "");
    const a = { path, body: init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {} };
    asked.push(a);
    const { status, body } = answer(a);
    const type = status < 400 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
  };
  return { client: createClient({ fetch: far }), asked };
}

const problem = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: { type: "about:blank", title: code, status, code, detail: `Detail of ${code}.`, ...more },
});

const fill = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

test("an address of several companies asks which one, and signs in to that one", async () => {
  const { client, asked } = door(({ body, path }) =>
    path === "/auth/login" && !body.workspace
      ? problem(409, "choose_workspace", {
          workspaces: [
            { slug: "nord", name: "Nord" },
            { slug: "alp", name: "Alp" },
          ],
        })
      : problem(401, "unauthorized"),
  );
  show(client, <SignIn />);
  fill("Mail address or login", "anna@nord.example");
  fill("Password", "tindetur");
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  fireEvent.click(await screen.findByRole("button", { name: "Alp" }));
  await waitFor(() => expect(asked.some((a) => a.body.workspace === "alp")).toBe(true));
  await client.stop();
});

test("a wrong password is said in place, and what was typed stays", async () => {
  const { client } = door(() => problem(401, "wrong_credentials"));
  show(client, <SignIn />);
  fill("Mail address or login", "anna");
  fill("Password", "wrong");
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Detail of wrong_credentials.");
  expect(screen.getByLabelText<HTMLInputElement>("Mail address or login").value).toBe("anna");
  await client.stop();
});

test("a bad field is named at the field", async () => {
  const { client } = door(() => problem(422, "password_short", { field: "password" }));
  show(client, <FirstRun keyRequired={false} />);
  fireEvent.click(screen.getByRole("button", { name: "Create company" }));
  await waitFor(() => expect(screen.getByLabelText("Password").getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByLabelText("First name").getAttribute("aria-invalid")).toBeNull();
  await client.stop();
});

test("without the setup link a new server shows no form", async () => {
  const { client } = door(() => problem(401, "unauthorized"));
  show(client, <FirstRun keyRequired />);
  expect(screen.getByText("Open the setup link")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Create company" })).toBeNull();
  await client.stop();
});

test("an invite says who invites into what; one that is over says so and shows no form", async () => {
  const open = door(({ path }) =>
    path === "/join/abc"
      ? {
          status: 200,
          body: {
            workspace: { name: "Nord", slug: "nord" },
            invited_by: "Anna",
            role: "user",
            rooms: ["Ridge"],
          },
        }
      : problem(401, "unauthorized"),
  );
  const { unmount } = show(open.client, <Join code="abc" />);
  expect(await screen.findByText("Join Nord")).toBeTruthy();
  expect(screen.getByText("Anna invites you")).toBeTruthy();
  expect(screen.getByText("Rooms: Ridge")).toBeTruthy();
  unmount();
  await open.client.stop();
  const over = door(() => problem(410, "invite_over"));
  show(over.client, <Join code="abc" />);
  expect(await screen.findByText("This invite is over")).toBeTruthy();
  expect(screen.queryByLabelText("Password")).toBeNull();
  await over.client.stop();
});
