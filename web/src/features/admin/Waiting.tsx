import { t } from "../../locales/t";
import type { Loaded } from "../../shared/use-loaded";
import { problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Progress";
import { Banner } from "../../ui/Surface";

/** What stands above a list that is on its way, or did not come. */
export function Waiting({ of }: { of: Loaded<unknown> }) {
  if (of.error !== undefined)
    return (
      <Banner tone="danger" icon="alert" action={<Button onClick={of.reload}>{t("ui.tryAgain")}</Button>}>
        {problemText(of.error)}
      </Banner>
    );
  if (of.value === undefined && of.loading) return <Skeleton rows={5} label={t("ui.loading")} />;
  return null;
}
