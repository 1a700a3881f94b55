import { type KeyboardEvent, lazy, memo, Suspense, useRef, useState } from "react";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe, useUser, useUsers } from "../../shared/client";
import { MessageText } from "../../shared/MessageText";
import { PersonAvatar } from "../../shared/PersonAvatar";
import { paths } from "../../shared/paths";
import { useAction } from "../../shared/use-action";
import { infoText, personName } from "../../shared/words";
import { IconButton } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Popover } from "../../ui/Popover";
import { Skeleton } from "../../ui/Progress";
import { formatTime } from "../../ui/time";
import { useLongPress } from "../../ui/use-long-press";
import { useSwipe } from "../../ui/use-swipe";
import { useDeeds } from "./context";
import { MessageMenu, type Opened } from "./MessageMenu";
import styles from "./MessageRow.module.css";
import { Meta } from "./Meta";
import { PlaceBlock } from "./PlaceBlock";
import { Quote } from "./Quote";
import { Reactions } from "./Reactions";
import { ThreadLink } from "./ThreadLink";

const EmojiPicker = lazy(() => import("../../ui/EmojiPicker"));

type Props = { message: Message; head: boolean; marked: boolean; readBy?: readonly string[] };

export const MessageRow = memo(function MessageRow({ message: m, head, marked, readBy }: Props) {
  if (m.kind === "info") return <InfoRow message={m} />;
  return <Said message={m} head={head} marked={marked} readBy={readBy} />;
});

function InfoRow({ message: m }: { message: Message }) {
  const users = useUsers();
  return (
    <p className={styles.info} data-message={m.message_id} tabIndex={-1}>
      {infoText(m, (id) => personName(users.get(id)))}{" "}
      <time dateTime={new Date(m.ts_ms).toISOString()}>{formatTime(m.ts_ms)}</time>
    </p>
  );
}

function Said({ message: m, head, marked, readBy }: Props) {
  const me = useMe().user.id;
  const author = useUser(m.author_id);
  const deeds = useDeeds();
  const mine = m.author_id === me;
  const [opened, setOpened] = useState<Opened>();
  const row = useRef<HTMLElement>(null);
  const anchor = () => row.current?.querySelector("[data-more]") ?? row.current;
  const press = useLongPress((at) => setOpened({ what: "menu", anchor: () => at }));
  const swipe = useSwipe(row, deeds.reply && !m.deleted_ms ? () => deeds.reply?.(m) : undefined);
  const menu = () => setOpened({ what: "menu", anchor });
  return (
    <article
      ref={row}
      className={cx(styles.row, mine && styles.mine, head && styles.head, marked && styles.marked)}
      data-message={m.message_id}
      tabIndex={-1}
      aria-label={t("message.label", {
        who: mine ? t("person.you") : personName(author),
        time: formatTime(m.ts_ms),
      })}
      onKeyDown={(e) =>
        shortcut(e, { reply: () => deeds.reply?.(m), menu, thread: () => deeds.openThread?.(m.message_id) })
      }
      {...swipe}
    >
      {!mine && <span className={styles.face}>{head && <PersonAvatar user={author} size={36} />}</span>}
      <div className={styles.column}>
        <div className={styles.line}>
          <div className={styles.bubble} {...press}>
            {!mine && head && (
              <a className={styles.author} href={paths.person(m.author_id)}>
                {personName(author)}
              </a>
            )}
            {m.reply_to && !m.deleted_ms && <Quote messageId={m.reply_to} />}
            {m.lat !== undefined && m.long !== undefined && !m.deleted_ms && <PlaceBlock of={m} own={mine} />}
            <div className={styles.say}>
              {m.deleted_ms ? (
                <Tombstone message={m} />
              ) : (
                m.text && <MessageText text={m.text} mentions={m.mentions} />
              )}
              <Meta message={m} mine={mine} readBy={readBy} />
            </div>
          </div>
          {!m.deleted_ms && (
            <Tools onReact={() => setOpened({ what: "emoji", anchor })} onMenu={menu} message={m} />
          )}
        </div>
        {!m.deleted_ms && <Reactions message={m} onAdd={() => setOpened({ what: "emoji", anchor })} />}
        {m.reply_count ? <ThreadLink message={m} /> : null}
      </div>
      {opened?.what === "emoji" && (
        <ReactPopover message={m} opened={opened} onClose={() => setOpened(undefined)} />
      )}
      {opened && opened.what !== "emoji" && (
        <MessageMenu message={m} opened={opened} onOpen={setOpened} onClose={() => setOpened(undefined)} />
      )}
    </article>
  );
}

function Tombstone({ message: m }: { message: Message }) {
  const by = useUser(m.deleted_by);
  const other = m.deleted_by && m.deleted_by !== m.author_id;
  return (
    <p className={styles.tombstone}>
      {other ? t("message.deletedBy", { who: personName(by) }) : t("message.deleted")}
    </p>
  );
}

/** What a swipe and a long press do, to be seen and clicked. */
function Tools({
  message: m,
  onReact,
  onMenu,
}: {
  message: Message;
  onReact: () => void;
  onMenu: () => void;
}) {
  const deeds = useDeeds();
  return (
    <div className={styles.tools}>
      <span className={styles.wide}>
        {!deeds.outsider && (
          <IconButton icon="reaction" size={20} label={t("message.react")} onClick={onReact} />
        )}
        {deeds.reply && (
          <IconButton icon="reply" size={20} label={t("message.reply")} onClick={() => deeds.reply?.(m)} />
        )}
        {deeds.openThread && (
          <IconButton
            icon="thread"
            size={20}
            label={t("message.thread")}
            onClick={() => deeds.openThread?.(m.message_id)}
          />
        )}
      </span>
      <IconButton
        icon="more"
        size={20}
        label={t("message.more")}
        aria-haspopup="menu"
        data-more
        onClick={onMenu}
      />
    </div>
  );
}

function ReactPopover({
  message: m,
  opened,
  onClose,
}: {
  message: Message;
  opened: Opened;
  onClose: () => void;
}) {
  const client = useClient();
  const { run } = useAction();
  return (
    <Popover label={t("message.react")} anchor={() => opened.anchor() as Element | null} onClose={onClose}>
      <Suspense fallback={<Skeleton rows={4} label={t("ui.loading")} />}>
        <EmojiPicker
          onPick={(emoji) => {
            onClose();
            run(() => client.messages.react(m.message_id, emoji, true));
          }}
        />
      </Suspense>
    </Popover>
  );
}

function shortcut(
  e: KeyboardEvent<HTMLElement>,
  act: { reply: () => void; menu: () => void; thread: () => void },
) {
  if (e.target !== e.currentTarget || e.ctrlKey || e.metaKey || e.altKey) return;
  const deed = { r: act.reply, t: act.thread, Enter: act.menu }[e.key];
  if (!deed) return;
  e.preventDefault();
  deed();
}
