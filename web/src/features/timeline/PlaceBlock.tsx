import { useStore } from "@nanostores/react";
import { t } from "../../locales/t";
import { useNow } from "../../shared/client";
import { $myPosition } from "../../shared/position";
import { setPrefs } from "../../shared/prefs";
import { copyText } from "../../shared/share";
import { formatCoords, fromMe, mapLink } from "../../ui/geo";
import { Icon } from "../../ui/Icon";
import { useToast } from "../../ui/Toast";
import { formatMoment } from "../../ui/time";
import styles from "./PlaceBlock.module.css";

type Placed = {
  lat?: number;
  long?: number;
  accuracy_m?: number;
  altitude_m?: number;
  captured_ms?: number;
};

/** A position: what was measured, when, and what can be done with it. An old one never looks live. */
export function PlaceBlock({ of, own }: { of: Placed; own?: boolean }) {
  const toast = useToast();
  const now = useNow(60_000);
  const mine = useStore($myPosition);
  const point = { lat: of.lat ?? 0, long: of.long ?? 0 };
  const coords = formatCoords(point);
  const facts = [
    of.accuracy_m ? t("place.accuracy", { n: Math.round(of.accuracy_m) }) : "",
    of.altitude_m !== undefined ? t("place.altitude", { n: Math.round(of.altitude_m) }) : "",
    of.captured_ms ? t("place.measured", { time: formatMoment(of.captured_ms, now) }) : "",
  ].filter(Boolean);
  const copy = async () => {
    const done = await copyText(coords);
    toast({ text: done ? t("place.copied") : t("ui.copyFailed"), tone: done ? "plain" : "danger" });
  };
  return (
    <div className={styles.place}>
      <div className={styles.coords}>
        <Icon name="place" size={20} />
        <span>{coords}</span>
      </div>
      {facts.length > 0 && <p className={styles.facts}>{facts.join(" · ")}</p>}
      {mine && !own && <p className={styles.fromMe}>{fromMe(mine, point)}</p>}
      <div className={styles.buttons}>
        <button type="button" onClick={copy}>
          <Icon name="copy" size={18} />
          {t("ui.copy")}
        </button>
        <a href={mapLink(point, navigator.userAgent)} target="_blank" rel="noopener noreferrer">
          <Icon name="external" size={18} />
          {t("place.openMap")}
        </a>
        {!mine && !own && window.isSecureContext && (
          <button type="button" onClick={() => setPrefs({ sharePosition: true })}>
            <Icon name="compass" size={18} />
            {t("place.howFar")}
          </button>
        )}
      </div>
    </div>
  );
}
