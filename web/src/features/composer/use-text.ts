import { useStore } from "@nanostores/react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { draftKey } from "../../core/client";
import { useClient } from "../../shared/client";

export type Editing = { messageId: string; text: string };

type Place = { roomId: string; threadId?: string; replyTo?: string; editing?: Editing };

/**
 * The text in the box. It is the draft of this place, kept at every keystroke; while a sent message is edited the
 * draft rests and comes back afterwards.
 */
export function useText({ roomId, threadId, replyTo, editing }: Place) {
  const client = useClient();
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = useStore(client.$drafts).get(draftKey(roomId, threadId))?.text ?? "";
  const [own, setOwn] = useState(draft);
  const [edited, setEdited] = useState("");
  const [failure, setFailure] = useState<unknown>();
  const touched = useRef(false);
  const text = editing ? edited : own;

  useEffect(() => {
    if (!editing) return;
    setEdited(editing.text);
    box.current?.focus();
  }, [editing]);

  // A draft of another device comes in, unless somebody is writing here. The focus alone, which a room gives to its
  // box when it opens, is no writing.
  useEffect(() => {
    if (!touched.current || document.activeElement !== box.current) setOwn(draft);
  }, [draft]);

  const keep = (next: string) =>
    client.rooms
      .setDraft(roomId, { text: next, thread_id: threadId, reply_to: replyTo })
      .catch((e: unknown) => setFailure(e));

  const setText = (next: string, caret?: number) => {
    setFailure(undefined);
    touched.current = true;
    if (editing) setEdited(next);
    else {
      setOwn(next);
      keep(next);
      if (next) client.rooms.sendTyping(roomId, threadId);
    }
    if (caret !== undefined) requestAnimationFrame(() => box.current?.setSelectionRange(caret, caret));
  };

  // The box grows with its text, to a third of the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    el.style.height = "auto";
    el.style.height = `${Math.min(el.scrollHeight, window.innerHeight / 3)}px`;
  }, [text]);

  return { box, text, setText, failure, setFailure };
}
