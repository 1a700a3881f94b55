import { useCallback, useEffect, useState } from "react";
import { draftKey } from "../core/client";
import type { Message } from "../core/types";
import { useClient } from "../shared/client";

/** What the composer of a place is about: answering a message, editing one, or neither. */
export function useComposing(roomId: string, threadId?: string) {
  const client = useClient();
  const [reply, setReply] = useState<Message>();
  const [editing, setEditing] = useState<{ messageId: string; text: string }>();

  // A draft may have been an answer.
  useEffect(() => {
    const to = client.$drafts.get().get(draftKey(roomId, threadId))?.reply_to;
    if (!to) return;
    return client.message(to).subscribe((m) => m && setReply((now) => now ?? m));
  }, [client, roomId, threadId]);

  const startReply = useCallback((m: Message) => {
    setEditing(undefined);
    setReply(m);
    focusComposer();
  }, []);
  const startEdit = useCallback((messageId: string, text: string) => {
    setReply(undefined);
    setEditing({ messageId, text });
  }, []);
  const end = useCallback(() => {
    setReply(undefined);
    setEditing(undefined);
  }, []);
  return { reply, editing, startReply, startEdit, end };
}

/** After the menu that asked for it has closed and given the focus back. */
function focusComposer() {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>("aside textarea, main:not([inert]) textarea")?.focus(),
  );
}
