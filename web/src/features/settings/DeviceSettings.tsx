import { useStore } from "@nanostores/react";
import { useState } from "react";
import { t } from "../../locales/t";
import { $prefs, type Prefs, setPrefs } from "../../shared/prefs";
import { Section } from "../../ui/Surface";
import { Switch } from "../../ui/Switch";
import { Segmented } from "../../ui/Tabs";
import styles from "./settings.module.css";

const permission = () => (typeof Notification === "undefined" ? "missing" : Notification.permission);

/** What is kept on this device only. */
export function DeviceSettings() {
  const prefs = useStore($prefs);
  const [allowed, setAllowed] = useState(permission);
  const wantDesktop = async (on: boolean) => {
    if (on && allowed === "default") setAllowed(await Notification.requestPermission());
    setPrefs({ desktop: on && permission() === "granted" });
  };
  return (
    <Section title={t("you.thisDevice")}>
      <div className={styles.pad}>
        <div className={styles.group}>
          <span className={styles.label}>{t("you.theme")}</span>
          <Segmented<Prefs["theme"]>
            label={t("you.theme")}
            value={prefs.theme}
            onChange={(theme) => setPrefs({ theme })}
            tabs={[
              { id: "system", label: t("you.themeSystem") },
              { id: "light", label: t("you.themeLight") },
              { id: "dark", label: t("you.themeDark") },
            ]}
          />
        </div>
        <Switch
          label={t("you.sound")}
          hint={t("you.soundHint")}
          checked={prefs.sound}
          onChange={(sound) => setPrefs({ sound })}
        />
        <Switch
          label={t("you.desktop")}
          hint={
            allowed === "missing"
              ? t("you.desktopMissing")
              : allowed === "denied"
                ? t("you.desktopDenied")
                : t("you.desktopHint")
          }
          checked={prefs.desktop && allowed === "granted"}
          disabled={allowed === "missing" || allowed === "denied"}
          onChange={wantDesktop}
        />
        <Switch
          label={t("you.position")}
          hint={window.isSecureContext ? t("you.positionHint") : t("place.problem.insecure")}
          checked={prefs.sharePosition && window.isSecureContext}
          disabled={!window.isSecureContext}
          onChange={(sharePosition) => setPrefs({ sharePosition })}
        />
      </div>
    </Section>
  );
}
