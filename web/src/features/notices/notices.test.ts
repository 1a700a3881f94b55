import { expect, test } from "vitest";
import "../../locales/later";
import { leadsTo, noticeText } from "./NoticeList";

test("a notice says what happened and leads to where something can be done", () => {
  expect(noticeText({ kind: "role_changed", data: { old: "user", role: "admin" } })).toBe(
    "Your role is now: Admin",
  );
  expect(leadsTo({ kind: "role_changed" })).toBeUndefined();
  expect(leadsTo({ kind: "report" })).toBe("/admin/reports");
  expect(noticeText({ kind: "job_failed", data: { kind: "send_mail", reason: "refused" } })).toBe(
    "Could not be done: send mail. refused",
  );
  expect(leadsTo({ kind: "report_resolved", data: { room_id: "3", message_id: "m" } })).toBe("/rooms/3?m=m");
});

test("a kind that this version does not know is said all the same, and damaged data harms nothing", () => {
  expect(noticeText({ kind: "moon_landing" })).toBe("Notice: moon landing");
  expect(leadsTo({ kind: "report_resolved", data: null })).toBeUndefined();
});
