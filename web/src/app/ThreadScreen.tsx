import { useStore } from "@nanostores/react";
import { useCallback } from "react";
import { Composer } from "../features/composer/Composer";
import { ThreadPane } from "../features/timeline/ThreadPane";
import { t } from "../locales/t";
import { useClient } from "../shared/client";
import { paths } from "../shared/paths";
import { useLocation } from "../shared/router";
import { EmptyState, PaneHeader } from "../ui/Surface";
import { Back } from "./Page";
import { useComposing } from "./use-composing";

export function ThreadScreen({ roomId, messageId }: { roomId: string; messageId: string }) {
  const view = useStore(useClient().room(roomId));
  const [, go] = useLocation();
  const { reply, editing, startReply, startEdit, end } = useComposing(roomId, messageId);
  const goTo = useCallback((id: string) => go(paths.message(roomId, id)), [go, roomId]);
  return (
    <>
      <PaneHeader
        title={t("thread.label")}
        subtitle={view?.title}
        back={<Back href={paths.room(roomId)} close />}
      />
      {view ? (
        <>
          <ThreadPane
            view={view}
            messageId={messageId}
            onReply={view.can_post ? startReply : undefined}
            onEdit={startEdit}
            onGoTo={goTo}
          />
          <Composer view={view} threadId={messageId} reply={reply} editing={editing} onEnd={end} />
        </>
      ) : (
        <EmptyState icon="thread" title={t("rooms.gone")} />
      )}
    </>
  );
}
