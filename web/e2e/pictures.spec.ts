// Pictures of every screen, to be looked at, and those of the README. Not part of the suite: `npm run pictures`.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Message, Room } from "../src/core/types";
import type { Person } from "./support/person";
import { SCREENS } from "./support/screens";
import { expect, test } from "./support/test";

const OUT = process.env.GUIDEOPS_PICTURES_DIR ?? mkdtempSync(join(tmpdir(), "guideops-pictures-"));
const README = fileURLToPath(new URL("../../docs/img/", import.meta.url));

test.use({ filled: true });

for (const [width, height] of [
  [390, 844],
  [820, 1180],
  [1440, 900],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`every screen at ${width}x${height}, ${colorScheme}`, async ({ company }) => {
      test.setTimeout(300_000);
      const anna = await company.demoPerson({
        viewport: { width, height },
        colorScheme,
        reducedMotion: "reduce",
      });
      for (const screen of SCREENS) {
        await screen.show(anna);
        await anna.page.screenshot({
          path: join(OUT, `${screen.name.replaceAll(" ", "-")}-${width}-${colorScheme}.png`),
        });
      }
    });
  }
}

/** The room that has most to show: a thread beside it, positions, reactions. */
async function liveliest(p: Person): Promise<Message> {
  const { rooms } = await p.account.get<{ rooms: Room[] }>("/rooms");
  const roots: Message[] = [];
  for (const { id } of rooms) {
    const { messages } = await p.account.get<{ messages: Message[] }>(`/rooms/${id}/messages?limit=60`);
    roots.push(...messages.filter((m) => (m.reply_count ?? 0) > 1));
  }
  const best = roots.sort((a, b) => (b.reply_count ?? 0) - (a.reply_count ?? 0))[0];
  if (!best) throw new Error("nobody answered in a thread");
  return best;
}

test("the pictures of the README", async ({ company }) => {
  const anna = await company.demoPerson({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
  const root = await liveliest(anna);
  await anna.open(`/rooms/${root.room_id}/thread/${root.message_id}`);
  await expect(anna.thread.getByRole("article").last()).toBeVisible();
  await expect(anna.main.getByRole("article").last()).toBeVisible();
  await expect(anna.main.locator("svg[aria-hidden]").first()).toBeVisible();
  await anna.page.screenshot({ path: join(README, "desktop.png") });

  const phone = await company.demoPerson({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await phone.openRoom(root.room_id);
  await expect(phone.main.getByRole("article").last()).toBeVisible();
  await phone.page.screenshot({ path: join(README, "phone.png") });
});
