import { atom, onMount } from "nanostores";
import type { Point } from "../ui/geo";
import { $prefs } from "./prefs";

export type Fix = Point & { accuracy_m?: number; altitude_m?: number; captured_ms: number };
export type PositionProblem = "insecure" | "denied" | "unavailable" | "timeout";

const GIVE_UP_MS = 30_000;

function toFix({ coords, timestamp }: GeolocationPosition): Fix {
  return {
    lat: coords.latitude,
    long: coords.longitude,
    accuracy_m: Math.round(coords.accuracy * 10) / 10,
    altitude_m: coords.altitude === null ? undefined : Math.round(coords.altitude),
    captured_ms: Math.round(timestamp),
  };
}

/** Where this device is, once. Rejects with a PositionProblem. */
export function locate(): Promise<Fix> {
  if (!window.isSecureContext || !navigator.geolocation)
    return Promise.reject("insecure" satisfies PositionProblem);
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      (p) => resolve(toFix(p)),
      (e) =>
        reject(e.code === e.PERMISSION_DENIED ? "denied" : e.code === e.TIMEOUT ? "timeout" : "unavailable"),
      { enableHighAccuracy: true, timeout: GIVE_UP_MS, maximumAge: 15_000 },
    );
  });
}

/**
 * My position, while somebody looks at places and I chose to compare them with mine. It stays on this device;
 * only the composer's button puts a position into a message.
 */
export const $myPosition = atom<Fix | undefined>(undefined);

onMount($myPosition, () => {
  let watch: number | undefined;
  const stop = () => watch !== undefined && navigator.geolocation.clearWatch(watch);
  const off = $prefs.subscribe(({ sharePosition }) => {
    stop();
    watch = undefined;
    if (!sharePosition || !window.isSecureContext) {
      $myPosition.set(undefined);
      return;
    }
    watch = navigator.geolocation?.watchPosition((p) => $myPosition.set(toFix(p)), undefined, {
      enableHighAccuracy: false,
      maximumAge: 60_000,
    });
  });
  return () => {
    off();
    stop();
  };
});
