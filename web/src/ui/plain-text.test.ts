import { expect, test } from "vitest";
import { plainText } from "./plain-text";

test.each([
  ["**Wind** 60\n\n- gusts\n- *snow*", "Wind 60 gusts snow"],
  ["> said\nno `x` ~~y~~", "said no x y"],
  ["[plan](https://a.b/c_d) snake_case_name 2 * 3 * 4", "plan snake_case_name 2 * 3 * 4"],
  ["```\na < b\n```", "a < b"],
  ["1. up\n2. down", "up down"],
])("%j reads %j", (source, want) => expect(plainText(source)).toBe(want));

test("hostile input is read in bounded time", () => {
  for (const unit of ["**a", "_a", "`", "[a](", "> "]) {
    const started = performance.now();
    plainText(unit.repeat(5000));
    expect(performance.now() - started, unit).toBeLessThan(500);
  }
});
