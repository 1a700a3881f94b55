import { t } from "../../locales/t";
import { useClient } from "../../shared/client";
import { MessageSummary } from "../../shared/MessageSummary";
import { useLoaded } from "../../shared/use-loaded";
import { problemText } from "../../shared/words";
import { Section } from "../../ui/Surface";
import styles from "./RoomDetails.module.css";

export function PinsSection({ roomId }: { roomId: string }) {
  const client = useClient();
  const pins = useLoaded(() => client.messages.pins(roomId), [roomId]);
  return (
    <Section title={t("rooms.pins")}>
      {pins.value?.map((m) => (
        <MessageSummary key={m.message_id} message={m} />
      ))}
      {!pins.value?.length && (
        <p className={styles.empty}>
          {pins.error ? problemText(pins.error) : pins.loading ? t("ui.loading") : t("rooms.noPins")}
        </p>
      )}
    </Section>
  );
}
