// Shows a screen over a real client whose far end is the fake server of core/testing.
import "fake-indexeddb/auto";
import "../locales/later";
import { cleanup, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach } from "vitest";
import type { Client } from "../core/client";
import { company, device, stopAll, until } from "../core/testing/device";
import type { FakeServer } from "../core/testing/fake-server";
import { ToastProvider } from "../ui/Toast";
import { ClientProvider } from "./client";

afterEach(async () => {
  cleanup();
  await stopAll();
});

/** What happy-dom lacks of the browser: popovers. They are shown as soon as they are there. */
export function givePopovers(): void {
  const proto = HTMLElement.prototype as HTMLElement & { showPopover?: () => void; hidePopover?: () => void };
  proto.showPopover ??= () => undefined;
  proto.hidePopover ??= () => undefined;
}

const ANNA = "1";
let jars = 0;

/** Anna's device in the company of Anna and Ben, with its rooms loaded. */
export async function annaDevice(prepare: (server: FakeServer) => void = () => undefined) {
  const server = company();
  server.world.workspace.name = `Company ${++jars}`;
  server.world.workspace.slug = `company-${jars}`;
  server.world.workspace.id = String(1000 + jars);
  prepare(server);
  const client = device(server, ANNA, `screens-${jars}`);
  await until(client.$session, (s) => s.state === "signed_in");
  await until(client.$rooms, (r) => r.length > 0);
  return { server, client };
}

export function show(client: Client, screen: ReactNode) {
  givePopovers();
  return render(
    <ClientProvider value={client}>
      <ToastProvider>{screen}</ToastProvider>
    </ClientProvider>,
  );
}
