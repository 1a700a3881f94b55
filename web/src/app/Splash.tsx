import { t } from "../locales/t";
import { Logo } from "../ui/Logo";
import { Spinner } from "../ui/Spinner";
import styles from "./Splash.module.css";

export function Splash() {
  return (
    <div className={styles.splash}>
      <Logo size={56} title={t("app.name")} />
      <Spinner label={t("ui.loading")} />
    </div>
  );
}
