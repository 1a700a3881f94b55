import type { Message } from "../../core/types";
import { t } from "../../locales/t";
import { useClient, useMe, useUsers } from "../../shared/client";
import { useAction } from "../../shared/use-action";
import { personName } from "../../shared/words";
import { Icon } from "../../ui/Icon";
import { useDeeds } from "./context";
import styles from "./Reactions.module.css";

export function Reactions({ message: m, onAdd }: { message: Message; onAdd: () => void }) {
  const client = useClient();
  const users = useUsers();
  const me = useMe().user.id;
  const { run } = useAction();
  const { outsider } = useDeeds();
  if (!m.reactions?.length) return null;
  return (
    <ul className={styles.list} aria-label={t("message.reactions")}>
      {m.reactions.map(({ emoji, user_ids }) => {
        const mine = user_ids.includes(me);
        const who = user_ids
          .map((id) => (id === me ? t("person.you") : personName(users.get(id))))
          .join(", ");
        return (
          <li key={emoji}>
            <button
              type="button"
              className={styles.chip}
              aria-pressed={mine}
              disabled={outsider}
              title={who}
              aria-label={t("message.reaction", { emoji, n: user_ids.length, who })}
              onClick={() => run(() => client.messages.react(m.message_id, emoji, !mine))}
            >
              <span>{emoji}</span>
              <span>{user_ids.length}</span>
            </button>
          </li>
        );
      })}
      {!outsider && (
        <li>
          <button type="button" className={styles.chip} aria-label={t("message.react")} onClick={onAdd}>
            <Icon name="plus" size={16} />
          </button>
        </li>
      )}
    </ul>
  );
}
