import { useStore } from "@nanostores/react";
import { type KeyboardEvent, useMemo, useState } from "react";
import type { RoomView } from "../../core/client";
import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe } from "../../shared/client";
import type { Fix } from "../../shared/position";
import { useTouch } from "../../shared/use-media";
import { personName, problemText } from "../../shared/words";
import { IconButton } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { EditBanner, ReplyBanner } from "./Banners";
import styles from "./Composer.module.css";
import { EmojiButton } from "./EmojiButton";
import { MentionList, useMentionList } from "./MentionList";
import { toggleMark } from "./marks";
import { type Candidate, EVERYBODY, mentionsIn } from "./mentions";
import { PositionButton, PositionChip } from "./Position";
import { type Editing, useText } from "./use-text";

const MAX_TEXT = 10_000;
const NEAR_MAX = 9_500;

type Props = {
  view: RoomView;
  threadId?: string;
  reply?: Message;
  editing?: Editing;
  /** Ends answering or editing. */
  onEnd: () => void;
  onEditLast?: () => void;
};

export function Composer(props: Props) {
  const { view } = props;
  if (view.can_post || props.editing)
    return <Writing key={`${view.id}/${props.threadId ?? ""}`} {...props} />;
  return (
    <p className={styles.closed}>
      <Icon name={view.room.archived_ms ? "archive" : "megaphone"} size={20} />
      {view.room.archived_ms ? t("composer.archived") : t("composer.announcement")}
    </p>
  );
}

function useCandidates(view: RoomView): Candidate[] {
  const members = useStore(useClient().members(view.id));
  const me = useMe().user.id;
  return useMemo(() => {
    const people = members
      .filter((m) => m.user.id !== me && !m.user.deactivated_ms)
      .map((m) => ({ id: m.user.id, name: personName(m.user), hint: m.user.title }));
    if (people.length < 2) return people;
    return [
      ...people,
      { id: EVERYBODY, name: EVERYBODY, hint: t("composer.everybody", { n: members.length }) },
    ];
  }, [members, me]);
}

function Writing({ view, threadId, reply, editing, onEnd, onEditLast }: Props) {
  const client = useClient();
  const touch = useTouch();
  const candidates = useCandidates(view);
  const [position, setPosition] = useState<Fix>();
  const [busy, setBusy] = useState(false);
  const { box, text, setText, failure, setFailure } = useText({
    roomId: view.id,
    threadId,
    replyTo: reply?.message_id,
    editing,
  });
  const list = useMentionList({ box, text, candidates, setText });
  const tooLong = [...text].length > MAX_TEXT;
  const sendable = !tooLong && (text.trim() !== "" || (position !== undefined && !editing));

  const send = async () => {
    if (!sendable || busy) return;
    setBusy(true);
    const body = text.trim();
    const mentions = mentionsIn(body, candidates);
    try {
      if (editing) await client.messages.edit(editing.messageId, body, mentions);
      else {
        await client.messages.send(view.id, {
          text: body,
          thread_id: threadId,
          reply_to: reply?.message_id,
          mentions: mentions.length > 0 ? mentions : undefined,
          position,
        });
        setText("");
        setPosition(undefined);
      }
      onEnd();
    } catch (e) {
      setFailure(e); // the text stays in the box
    } finally {
      setBusy(false);
      box.current?.focus();
    }
  };

  const keys = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    if (e.nativeEvent.isComposing || list.onKey(e)) return;
    const { selectionStart: start, selectionEnd: end } = e.currentTarget;
    const mark = (e.ctrlKey || e.metaKey) && { b: "**", i: "_" }[e.key];
    if (mark) {
      const next = toggleMark(text, start, end, mark);
      setText(next.text);
      requestAnimationFrame(() => box.current?.setSelectionRange(next.start, next.end));
    } else if (e.key === "Enter" && !e.shiftKey && (!touch || e.ctrlKey || e.metaKey)) send();
    else if (e.key === "Escape" && (reply || editing)) onEnd();
    else if (e.key === "ArrowUp" && !text && onEditLast) onEditLast();
    else return;
    e.preventDefault();
  };

  return (
    <div className={styles.composer}>
      {list.open && <MentionList {...list} />}
      {editing ? <EditBanner onEnd={onEnd} /> : reply && <ReplyBanner message={reply} onEnd={onEnd} />}
      {position && !editing && <PositionChip fix={position} onRemove={() => setPosition(undefined)} />}
      {failure !== undefined && (
        <p className={styles.failure} role="alert">
          {problemText(failure)}
        </p>
      )}
      {text.length > NEAR_MAX && (
        <p className={styles.count} role="status">
          {t("composer.left", { n: MAX_TEXT - [...text].length })}
        </p>
      )}
      <div className={styles.bar}>
        <EmojiButton onPick={(emoji) => insertAtCaret(box.current, text, emoji, setText)} />
        <textarea
          ref={box}
          className={styles.box}
          rows={1}
          value={text}
          placeholder={threadId ? t("composer.inThread") : t("composer.placeholder", { room: view.title })}
          aria-label={threadId ? t("composer.inThread") : t("composer.placeholder", { room: view.title })}
          enterKeyHint={touch ? "enter" : "send"}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={keys}
          onSelect={list.onSelect}
          onBlur={list.onBlur}
          {...list.aria}
        />
        {!editing && <PositionButton active={position !== undefined} onFix={setPosition} />}
        <IconButton
          icon={editing ? "check" : "send"}
          label={editing ? t("composer.saveEdit") : t("composer.send")}
          kind="primary"
          className={styles.send}
          disabled={!sendable}
          // The keyboard must not close between two messages.
          onPointerDown={(e) => e.preventDefault()}
          onClick={send}
        />
      </div>
    </div>
  );
}

function insertAtCaret(
  el: HTMLTextAreaElement | null,
  text: string,
  piece: string,
  setText: (text: string, caret?: number) => void,
) {
  const at = el?.selectionStart ?? text.length;
  setText(text.slice(0, at) + piece + text.slice(el?.selectionEnd ?? at), at + piece.length);
  el?.focus();
}
