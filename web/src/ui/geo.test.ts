import "../locales/later";
import { expect, test } from "vitest";
import { bearing, distance, formatCoords, formatDistance, fromMe, mapLink } from "./geo";

const oslo = { lat: 59.9139, long: 10.7522 };
const bergen = { lat: 60.3913, long: 5.3221 };

test("distance and bearing between two cities", () => {
  expect(distance(oslo, bergen) / 1000).toBeCloseTo(305, 0);
  expect(bearing(oslo, bergen)).toBeGreaterThan(270);
  expect(bearing(oslo, bergen)).toBeLessThan(300);
  expect(fromMe(oslo, bergen)).toMatch(/305 km W/);
});

test("across the date line and at the equator", () => {
  expect(distance({ lat: 0, long: 179.9 }, { lat: 0, long: -179.9 })).toBeCloseTo(22_239, -2);
  expect(bearing({ lat: 0, long: 179.9 }, { lat: 0, long: -179.9 })).toBeCloseTo(90, 5);
});

test("zero is a place", () => {
  expect(formatCoords({ lat: 0, long: 0 })).toBe("0.00000, 0.00000");
});

test("metres near, kilometres far, and here when here", () => {
  expect(formatDistance(431.4)).toBe("431 m");
  expect(formatDistance(2440)).toBe("2.4 km");
  expect(formatDistance(25_400)).toBe("25 km");
  expect(fromMe(oslo, oslo)).toBe("Here, where you are");
});

test("the phone's own map app opens", () => {
  expect(mapLink(oslo, "Android 14")).toMatch(/^geo:59.9139,10.7522/);
  expect(mapLink(oslo, "iPhone")).toContain("maps.apple.com");
  expect(mapLink(oslo, "X11; Linux")).toContain("openstreetmap.org");
});
