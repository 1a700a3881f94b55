import "../locales/later";
import { expect, test } from "vitest";
import { smsLink, smsText, telLink } from "./sms";

test("an SMS carries the text and the position", () => {
  expect(smsText({ text: "Down by 15", lat: 0, long: -123.1207 })).toBe(
    "Down by 15\nPosition 0.00000, -123.12070",
  );
  expect(smsText({ text: "Down" })).toBe("Down");
});

test("numbers are written as a dialer takes them", () => {
  expect(telLink("+47 (900) 12-345")).toBe("tel:+4790012345");
  expect(smsLink("090 1234", "a & b")).toBe("sms:0901234?&body=a%20%26%20b");
  expect(smsLink(undefined, "x")).toBe("sms:?&body=x");
});
