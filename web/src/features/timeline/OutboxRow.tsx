import { useStore } from "@nanostores/react";
import { memo } from "react";
import type { OutboxItem } from "../../core/client";
import { isMessage, t } from "../../locales/t";
import { useClient, useNow } from "../../shared/client";
import { MessageText } from "../../shared/MessageText";
import { copyText } from "../../shared/share";
import { smsLink, smsText } from "../../shared/sms";
import { useAction } from "../../shared/use-action";
import { IconButton } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { Spinner } from "../../ui/Spinner";
import { useToast } from "../../ui/Toast";
import { formatMoment } from "../../ui/time";
import { useDeeds } from "./context";
import row from "./MessageRow.module.css";
import styles from "./OutboxRow.module.css";
import { PlaceBlock } from "./PlaceBlock";
import { Quote } from "./Quote";

/** A message that is on this phone only: it says so, and what can be done. */
export const OutboxRow = memo(function OutboxRow({ item, head }: { item: OutboxItem; head: boolean }) {
  return (
    <article
      className={cx(row.row, row.mine, head && row.head)}
      data-message={item.message_id}
      tabIndex={-1}
      aria-label={t("message.waitingLabel")}
    >
      <div className={row.column}>
        <div className={row.line}>
          <div className={cx(row.bubble, styles.bubble, item.state === "parked" && styles.parked)}>
            {item.reply_to && <Quote messageId={item.reply_to} />}
            {item.lat !== undefined && <PlaceBlock of={item} own />}
            <div className={row.say}>
              {item.text && <MessageText text={item.text} mentions={item.mentions} />}
              <Standing item={item} />
            </div>
          </div>
          <ItemMenu item={item} />
        </div>
        {item.state === "parked" && <Parked item={item} />}
      </div>
    </article>
  );
});

function Standing({ item }: { item: OutboxItem }) {
  const now = useNow();
  if (item.state === "parked") return null;
  return (
    <p className={styles.standing} role="status">
      {item.state === "sending" ? <Spinner size={14} /> : <Icon name="device" size={14} />}
      {item.state === "sending"
        ? t("message.sending")
        : item.old
          ? t("message.onPhoneOld", { time: formatMoment(item.composed_ms, now) })
          : t("message.onPhone", { time: formatMoment(item.composed_ms, now) })}
    </p>
  );
}

function useItemDeeds(item: OutboxItem) {
  const client = useClient();
  const toast = useToast();
  const { run } = useAction();
  return {
    retry: () => run(() => client.messages.retry(item.message_id)),
    discard: () => run(() => client.messages.discard(item.message_id)),
    copy: async () => {
      const done = await copyText(smsText(item));
      toast({ text: done ? t("ui.copied") : t("ui.copyFailed"), tone: done ? "plain" : "danger" });
    },
  };
}

function ItemMenu({ item }: { item: OutboxItem }) {
  const { view, edit } = useDeeds();
  const phone = useStore(useClient().$contacts).get(
    view.others.length === 1 ? (view.others[0]?.id ?? "") : "",
  )?.phone;
  const deeds = useItemDeeds(item);
  return (
    <div className={styles.tools}>
      <Menu
        label={t("message.more")}
        trigger={(p) => <IconButton icon="more" size={20} label={t("message.more")} {...p} />}
        items={[
          {
            label: t("message.sendSms"),
            icon: "sms",
            hint: t("message.sendSmsHint"),
            onSelect: () => window.location.assign(smsLink(phone, smsText(item))),
          },
          { label: t("message.copy"), icon: "copy", onSelect: deeds.copy },
          { label: t("message.edit"), icon: "edit", onSelect: () => edit(item.message_id, item.text) },
          { label: t("message.discard"), icon: "trash", danger: true, onSelect: deeds.discard },
        ]}
      />
    </div>
  );
}

/** The server refused it for good: why, and the next step. */
function Parked({ item }: { item: OutboxItem }) {
  const deeds = useItemDeeds(item);
  const id = `error.${item.problem?.code}`;
  const why = isMessage(id) ? t(id) : (item.problem?.detail ?? t("error.unknown"));
  return (
    <div className={styles.problem} role="alert">
      <p>
        <b>{t("message.notSent")}</b> {why}
      </p>
      <div className={styles.steps}>
        <button type="button" onClick={deeds.retry}>
          <Icon name="refresh" size={18} />
          {t("ui.tryAgain")}
        </button>
        <button type="button" onClick={deeds.copy}>
          <Icon name="copy" size={18} />
          {t("ui.copy")}
        </button>
        <button type="button" onClick={deeds.discard}>
          <Icon name="trash" size={18} />
          {t("message.discard")}
        </button>
      </div>
    </div>
  );
}
