// Two people write, read, edit and delete over a network that fails in every way it can. In the end nothing is
// missing, nothing is there twice, everybody's words are in the order in which he wrote them, and all agree.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Client } from "./client";
import { company, device, eventually, stopAll, until } from "./testing/device";
import { type FakeServer, problem } from "./testing/fake-server";
import { Random } from "./testing/random";

const SEED = Number(process.env.SEED ?? 20261123);
const STEPS = 60;

let server: FakeServer;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = company();
});
afterEach(stopAll);

const breath = () => new Promise((resolve) => setImmediate(resolve));

/** The network does something else now. */
function weather(random: Random): void {
  const dice = random.below(10);
  server.offline = dice < 2;
  if (dice < 4) server.cut();
  server.intercept = () => undefined;
  if (dice === 5) server.intercept = (r) => (r.method !== "GET" && random.chance(0.5) ? "lost" : undefined);
  if (dice === 6) server.intercept = () => (random.chance(0.3) ? problem(503, "busy") : undefined);
  if (dice === 7) server.intercept = () => (random.chance(0.3) ? { status: 502, body: {} } : undefined);
  if (dice === 8 && random.chance(0.3)) server.world.newEpoch();
}

/** One person does one thing. What he wrote is noted; what needs a network may fail. */
async function act(client: Client, random: Random, wrote: Map<string, string | null>): Promise<void> {
  const dice = random.below(10);
  const mine = [...wrote.keys()];
  const attempt = (work: Promise<unknown>) => work.catch(() => "refused");
  if (dice < 6) {
    const text = `t${wrote.size}`;
    wrote.set((await client.messages.send("1", { text })).message_id, text);
  } else if (dice === 6 && mine.length > 0) {
    const id = random.pick(mine);
    if (wrote.get(id) === null) return;
    const text = `${wrote.get(id)}!`;
    if ((await attempt(client.messages.edit(id, text))) !== "refused") wrote.set(id, text);
  } else if (dice === 7 && mine.length > 0 && random.chance(0.3)) {
    const id = random.pick(mine);
    if ((await attempt(client.messages.delete(id))) !== "refused") wrote.set(id, null);
  } else {
    await client.rooms.markRead("1", server.world.seq);
  }
}

for (const seed of [SEED, SEED + 1, SEED + 2]) {
  test(`whatever the network does, all arrives once and in order (SEED=${seed})`, async () => {
    const random = new Random(seed);
    const people = ["1", "2"].map((id) => ({
      id,
      client: device(server, id, `phone-${id}`),
      wrote: new Map<string, string | null>(),
    }));
    for (const p of people) await until(p.client.$connection, (c) => c.state === "online");
    for (let i = 0; i < STEPS; i++) {
      if (random.chance(0.3)) weather(random);
      const p = random.pick(people);
      await act(p.client, random, p.wrote);
      if (random.chance(0.3)) p.client.retryNow();
      await breath();
    }
    server.offline = false;
    server.intercept = () => undefined;
    for (const p of people) {
      p.client.retryNow();
      await until(p.client.$outbox, (items) => items.length === 0);
    }

    const stored = server.world.visible("1", "1");
    for (const p of people) {
      const his = stored.filter((m) => m.author_id === p.id);
      const kept = [...p.wrote].filter(([id, text]) => text !== null || his.some((m) => m.message_id === id));
      expect(his.map((m) => m.message_id)).toEqual(kept.map(([id]) => id));
    }
    for (const p of people) {
      const { $state } = p.client.timeline("1");
      const stop = $state.listen(() => {});
      const shown = () => $state.get().items.map((i) => i.kind === "message" && i.message);
      await until(
        $state,
        () => JSON.stringify(shown()) === JSON.stringify(stored.map((m) => structuredClone(m))),
      );
      // Reading offline is told a moment later; then the server counts as the phone did all along.
      const agreed = () =>
        p.client.room("1").get()?.unread === server.world.countedState("1", p.id).unread_count;
      await eventually(agreed, "the server and the phone count the same");
      stop();
    }
  });
}
