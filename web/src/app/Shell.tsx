import { Suspense, useEffect } from "react";
import type { Me } from "../core/types";
import { t } from "../locales/t";
import { useLocation } from "../shared/router";
import { useThreePanes, useTwoPanes } from "../shared/use-media";
import { cx } from "../ui/cx";
import { Banners } from "./Banners";
import { BottomNav } from "./BottomNav";
import { Alerts, CommandPalette, fetchAhead } from "./lazy-screens";
import { paneFor } from "./panes";
import { Screens } from "./Screens";
import styles from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { useKeys } from "./use-keys";

/** The frame: rooms, one screen, details. As many side by side as the window holds; the rest lie behind. */
export function Shell({ me, expired }: { me: Me; expired: boolean }) {
  const [location] = useLocation();
  const two = useTwoPanes();
  const three = useThreePanes();
  const pane = paneFor(location);
  const { palette, closePalette } = useKeys();
  useEffect(fetchAhead, []);
  const covered = pane.details && !three;
  const alone = pane.name === "welcome";
  return (
    <div className={styles.app}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById("main")?.focus()}>
        {t("shell.skip")}
      </button>
      <Banners expired={expired} />
      <div className={styles.panes}>
        {!alone && (
          <div
            className={cx(styles.sidebar, !two && pane.name !== "chats" && styles.behind)}
            inert={!two && pane.name !== "chats"}
          >
            <Sidebar current={pane.roomId} wide={two} />
          </div>
        )}
        {(two || pane.name !== "chats") && (
          <main id="main" tabIndex={-1} className={styles.main} inert={covered}>
            <Screens pane={pane} me={me} part="main" />
          </main>
        )}
        {pane.details && (
          <aside className={styles.details} aria-label={t("shell.details")}>
            <Screens pane={pane} me={me} part="details" />
          </aside>
        )}
      </div>
      {!two && pane.root && <BottomNav current={pane.name} />}
      <Suspense>
        <Alerts roomId={pane.roomId} />
      </Suspense>
      {palette && (
        <Suspense>
          <CommandPalette onClose={closePalette} />
        </Suspense>
      )}
    </div>
  );
}
