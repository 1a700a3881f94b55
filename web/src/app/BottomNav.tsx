import { useStore } from "@nanostores/react";
import { t } from "../locales/t";
import { useClient } from "../shared/client";
import { paths } from "../shared/paths";
import { Badge, Dot } from "../ui/Badge";
import { Icon, type IconName } from "../ui/Icon";
import styles from "./BottomNav.module.css";

const ITEMS = [
  { name: "chats", href: paths.chats, icon: "chat", label: "nav.chats" },
  { name: "search", href: paths.search, icon: "search", label: "nav.search" },
  { name: "you", href: paths.you, icon: "person", label: "nav.you" },
] as const satisfies { name: string; href: string; icon: IconName; label: string }[];

export function BottomNav({ current }: { current: string }) {
  const rooms = useStore(useClient().$rooms);
  const mentions = rooms.reduce((n, r) => n + r.mention_count, 0);
  const unread = rooms.some((r) => r.has_unread && !r.muted);
  return (
    <nav className={styles.nav} aria-label={t("nav.main")}>
      {ITEMS.map((i) => (
        <a
          key={i.name}
          href={i.href}
          className={styles.item}
          aria-current={i.name === current ? "page" : undefined}
        >
          <span className={styles.icon}>
            <Icon name={i.icon} size={24} />
            {i.name === "chats" && mentions > 0 && (
              <Badge tone="now" label={t("rooms.mentions", { n: mentions })}>
                {mentions}
              </Badge>
            )}
            {i.name === "chats" && mentions === 0 && unread && <Dot label={t("nav.unread")} />}
          </span>
          {t(i.label)}
        </a>
      ))}
    </nav>
  );
}
