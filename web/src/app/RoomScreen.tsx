import { useStore } from "@nanostores/react";
import { useCallback, useEffect, useState } from "react";
import type { RoomView } from "../core/client";
import { Composer } from "../features/composer/Composer";
import { Timeline } from "../features/timeline/Timeline";
import { t } from "../locales/t";
import { useClient, useMe } from "../shared/client";
import { paths } from "../shared/paths";
import { useLocation, useSearch } from "../shared/router";
import { useTitle } from "../shared/title";
import { useTouch, useTwoPanes } from "../shared/use-media";
import { Skeleton } from "../ui/Progress";
import { Preview } from "./Preview";
import { RoomHeader } from "./RoomHeader";
import { useComposing } from "./use-composing";

export function RoomScreen({ roomId }: { roomId: string }) {
  const client = useClient();
  const view = useStore(client.room(roomId));
  const loading = useStore(client.$loading);
  if (view) return <OpenRoom view={view} />;
  if (loading) return <Skeleton rows={8} label={t("timeline.loading")} />;
  return <Preview roomId={roomId} />;
}

/** With a keyboard one writes at once; on a phone the keyboard would cover what one came to read. */
function useComposerFocus() {
  const wide = useTwoPanes();
  const touch = useTouch();
  const desk = wide && !touch;
  useEffect(() => {
    const box = document.querySelector<HTMLTextAreaElement>("main textarea");
    if (!desk || !box) return;
    box.focus({ preventScroll: true });
    box.setSelectionRange(box.value.length, box.value.length);
  }, [desk]);
}

function OpenRoom({ view }: { view: RoomView }) {
  const client = useClient();
  const me = useMe().user.id;
  const [, go] = useLocation();
  const target = new URLSearchParams(useSearch()).get("m") ?? undefined;
  const { reply, editing, startReply, startEdit, end } = useComposing(view.id);
  const [pickingDate, setPickingDate] = useState(false);
  const openThread = useCallback((id: string) => go(paths.thread(view.id, id)), [go, view.id]);
  useTitle(view.title);
  useComposerFocus();
  const editLast = () => {
    const { items } = client.timeline(view.id).$state.get();
    const last = items.findLast(
      (i) => i.kind === "message" && i.message.author_id === me && i.message.text && !i.message.deleted_ms,
    );
    if (last?.kind === "message") startEdit(last.message.message_id, last.message.text ?? "");
  };
  return (
    <>
      <RoomHeader view={view} onPickDate={() => setPickingDate(true)} />
      <Timeline
        view={view}
        target={target}
        onReply={view.can_post ? startReply : undefined}
        onEdit={startEdit}
        onThread={openThread}
        pickingDate={pickingDate}
        onPickDate={setPickingDate}
      />
      <Composer view={view} reply={reply} editing={editing} onEnd={end} onEditLast={editLast} />
    </>
  );
}
