import { type ReactNode, useState } from "react";
import { t } from "../../locales/t";
import { type Fix, locate, type PositionProblem } from "../../shared/position";
import { IconButton } from "../../ui/Button";
import { formatCoords } from "../../ui/geo";
import { Icon } from "../../ui/Icon";
import { Spinner } from "../../ui/Spinner";
import { useToast } from "../../ui/Toast";
import styles from "./Composer.module.css";

/** Measures where this phone is and puts it into the message. */
export function PositionButton({
  active,
  onFix,
}: {
  active: boolean;
  onFix: (fix: Fix | undefined) => void;
}) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const measure = async () => {
    if (active) return onFix(undefined);
    setBusy(true);
    try {
      onFix(await locate());
    } catch (problem) {
      toast({ text: t(`place.problem.${problem as PositionProblem}`), tone: "danger" });
    } finally {
      setBusy(false);
    }
  };
  if (busy)
    return (
      <IconButtonBusy>
        <Spinner size={20} label={t("place.measuring")} />
      </IconButtonBusy>
    );
  return <IconButton icon="place" label={t("composer.position")} pressed={active} onClick={measure} />;
}

function IconButtonBusy({ children }: { children: ReactNode }) {
  return <span className={styles.busy}>{children}</span>;
}

export function PositionChip({ fix, onRemove }: { fix: Fix; onRemove: () => void }) {
  return (
    <div className={styles.chip}>
      <Icon name="place" size={18} />
      <span>
        {formatCoords(fix)}
        {fix.accuracy_m ? ` ${t("place.accuracy", { n: Math.round(fix.accuracy_m) })}` : ""}
      </span>
      <IconButton icon="close" label={t("composer.removePosition")} onClick={onRemove} />
    </div>
  );
}
