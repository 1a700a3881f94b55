import { useStore } from "@nanostores/react";
import { RoomList } from "../features/rooms/RoomList";
import { t } from "../locales/t";
import { useClient, useMe, useNow } from "../shared/client";
import { PersonAvatar } from "../shared/PersonAvatar";
import { paths } from "../shared/paths";
import { useLocation } from "../shared/router";
import { personName, statusOf } from "../shared/words";
import { Badge, Dot } from "../ui/Badge";
import { IconButton } from "../ui/Button";
import { cx } from "../ui/cx";
import { Icon, type IconName } from "../ui/Icon";
import { Logo } from "../ui/Logo";
import { Menu } from "../ui/Menu";
import styles from "./Sidebar.module.css";

/** The company, the ways in, and the rooms. */
export function Sidebar({ current, wide }: { current?: string; wide: boolean }) {
  return (
    <>
      <Head />
      <div className={styles.scroll}>
        <Ways wide={wide} />
        <nav aria-label={t("rooms.all")}>
          <RoomList current={current} />
        </nav>
      </div>
      {wide && (
        <nav aria-label={t("nav.you")}>
          <MeRow />
        </nav>
      )}
    </>
  );
}

function Head() {
  const client = useClient();
  const me = useMe();
  const workspace = useStore(client.$workspace) ?? me.workspace;
  const news = useStore(client.$notices).filter((n) => !n.read_ms).length;
  const [, go] = useLocation();
  const guest = me.user.role === "guest";
  return (
    <header className={styles.head}>
      <a className={styles.brand} href={paths.chats}>
        <Logo size={28} />
        <span>{workspace.name}</span>
      </a>
      <span className={styles.bell}>
        <IconButton icon="bell" label={t("you.notices")} onClick={() => go(paths.notices)} />
        {news > 0 && <Dot tone="now" label={t("nav.news", { n: news })} />}
      </span>
      {!guest && (
        <Menu
          label={t("nav.new")}
          trigger={(p) => <IconButton icon="plus" label={t("nav.new")} {...p} />}
          items={[
            { label: t("rooms.newMessage"), icon: "chat", onSelect: () => go(paths.newDirect) },
            { label: t("rooms.newChannel"), icon: "hash", onSelect: () => go(paths.newChannel) },
            { label: t("rooms.browse"), icon: "list", onSelect: () => go(paths.browse) },
            { label: t("you.invites"), icon: "personAdd", onSelect: () => go(paths.invites) },
          ]}
        />
      )}
    </header>
  );
}

/** Phones have Search below; there these are three wide keys, on a desktop a short list. */
function Ways({ wide }: { wide: boolean }) {
  const threads = useStore(useClient().$unreadThreads);
  return (
    <nav className={cx(styles.ways, wide && styles.waysWide)} aria-label={t("nav.ways")}>
      {wide && <Way href={paths.search} icon="search" label={t("nav.search")} />}
      <Way href={paths.threads} icon="thread" label={t("nav.threads")} count={threads} />
      <Way href={paths.saved} icon="bookmark" label={t("nav.saved")} />
      <Way href={paths.people} icon="people" label={t("you.people")} />
    </nav>
  );
}

function Way({ href, icon, label, count }: { href: string; icon: IconName; label: string; count?: number }) {
  const [location] = useLocation();
  return (
    <a className={styles.way} href={href} aria-current={location === href ? "page" : undefined}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
      {count ? <Badge tone="accent">{count}</Badge> : null}
    </a>
  );
}

function MeRow() {
  const me = useMe().user;
  const now = useNow();
  const status = statusOf(me, now);
  return (
    <a className={styles.me} href={paths.you}>
      <PersonAvatar user={me} size={36} presence />
      <span className={styles.meText}>
        <b>{personName(me)}</b>
        <small>{status ? `${status.emoji ?? ""} ${status.text ?? ""}` : t("nav.you")}</small>
      </span>
      <Icon name="settings" size={20} />
    </a>
  );
}
