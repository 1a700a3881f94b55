import { t } from "../../locales/t";
import type { Loaded } from "../../shared/use-loaded";
import { problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import type { IconName } from "../../ui/Icon";
import { Skeleton } from "../../ui/Progress";
import { EmptyState } from "../../ui/Surface";

type Props = { asked: Loaded<unknown>; icon: IconName; title: string; lead: string };

/** An empty list says that there is nothing only when the server has said so. */
export function NothingListed({ asked, icon, title, lead }: Props) {
  if (asked.error !== undefined)
    return (
      <EmptyState icon="offline" title={problemText(asked.error)}>
        <Button onClick={asked.reload}>{t("ui.tryAgain")}</Button>
      </EmptyState>
    );
  if (asked.loading) return <Skeleton rows={4} label={t("ui.loading")} />;
  return (
    <EmptyState icon={icon} title={title}>
      <p>{lead}</p>
    </EmptyState>
  );
}
