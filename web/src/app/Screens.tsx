import { useStore } from "@nanostores/react";
import { lazy, Suspense } from "react";
import type { Me } from "../core/types";
import { Invites } from "../features/invites/Invites";
import { Welcome } from "../features/invites/Welcome";
import { NoticeList } from "../features/notices/NoticeList";
import { PeopleList } from "../features/people/PeopleList";
import { PersonCard } from "../features/people/PersonCard";
import { BrowseRooms } from "../features/rooms/BrowseRooms";
import { CreateChannel } from "../features/rooms/CreateChannel";
import { NewDirect } from "../features/rooms/NewDirect";
import { RoomDetails } from "../features/rooms/RoomDetails";
import { Search } from "../features/search/Search";
import { Account } from "../features/settings/Account";
import { Devices } from "../features/settings/Devices";
import { Profile } from "../features/settings/Profile";
import { You } from "../features/settings/You";
import { SavedList } from "../features/timeline/SavedList";
import { ThreadList } from "../features/timeline/ThreadList";
import { t } from "../locales/t";
import { isAdmin, useClient } from "../shared/client";
import { paths } from "../shared/paths";
import { useTwoPanes } from "../shared/use-media";
import { Skeleton } from "../ui/Progress";
import { EmptyState } from "../ui/Surface";
import { Page } from "./Page";
import type { Pane } from "./panes";
import { RoomScreen } from "./RoomScreen";
import { ThreadScreen } from "./ThreadScreen";

const Admin = lazy(() => import("../features/admin/Admin"));

/** Which screen stands in which pane. */
export function Screens({ pane, me, part }: { pane: Pane; me: Me; part: "main" | "details" }) {
  if (pane.name === "room" && pane.roomId) {
    if (part === "main") return <RoomScreen key={pane.roomId} roomId={pane.roomId} />;
    if (pane.details === "thread" && pane.id)
      return <ThreadScreen key={pane.id} roomId={pane.roomId} messageId={pane.id} />;
    return (
      <Page title={t("rooms.details")} back={paths.room(pane.roomId)} close>
        <RoomDetails roomId={pane.roomId} />
      </Page>
    );
  }
  return <MainScreen pane={pane} me={me} />;
}

function MainScreen({ pane, me }: { pane: Pane; me: Me }) {
  switch (pane.name) {
    case "chats":
      return <NothingOpen />;
    case "welcome":
      return <WelcomeScreen />;
    case "search":
      return (
        <Page title={t("nav.search")}>
          <Search />
        </Page>
      );
    case "you":
      return (
        <Page title={t("you.title")}>
          <You />
        </Page>
      );
    case "you/profile":
      return (
        <Page title={t("page.profile")} back={paths.you}>
          <Profile />
        </Page>
      );
    case "you/account":
      return (
        <Page title={t("you.mailAndPassword")} back={paths.you}>
          <Account />
        </Page>
      );
    case "you/devices":
      return (
        <Page title={t("you.devices")} back={paths.you}>
          <Devices />
        </Page>
      );
    case "new/channel":
      return (
        <Page title={t("rooms.newChannel")} back={paths.chats}>
          <CreateChannel />
        </Page>
      );
    case "new/message":
      return (
        <Page title={t("rooms.newMessage")} back={paths.chats}>
          <NewDirect />
        </Page>
      );
    case "browse":
      return (
        <Page title={t("rooms.browse")} back={paths.chats}>
          <BrowseRooms />
        </Page>
      );
    case "people":
      return (
        <Page title={t("you.people")} back={paths.chats}>
          <PeopleList />
        </Page>
      );
    case "person":
      return (
        <Page title={t("page.person")} back={paths.people}>
          <PersonCard key={pane.id} userId={pane.id ?? ""} />
        </Page>
      );
    case "threads":
      return (
        <Page title={t("nav.threads")} back={paths.chats}>
          <ThreadList />
        </Page>
      );
    case "saved":
      return (
        <Page title={t("nav.saved")} back={paths.chats}>
          <SavedList />
        </Page>
      );
    case "notices":
      return (
        <Page title={t("you.notices")} back={paths.chats}>
          <NoticeList />
        </Page>
      );
    case "invites":
      return (
        <Page title={t("you.invites")} back={paths.you}>
          <Invites />
        </Page>
      );
    case "admin":
      return isAdmin(me.user) ? (
        <Page title={t("you.admin")} back={pane.id ? paths.admin : paths.you}>
          <Suspense fallback={<Skeleton rows={6} label={t("ui.loading")} />}>
            <Admin page={pane.id} />
          </Suspense>
        </Page>
      ) : (
        <Missing />
      );
    default:
      return <Missing />;
  }
}

function WelcomeScreen() {
  const rooms = useStore(useClient().$rooms);
  const general = rooms.find((r) => r.room.is_general);
  return (
    <Page>
      <Welcome next={general ? paths.room(general.id) : paths.chats} />
    </Page>
  );
}

function NothingOpen() {
  return useTwoPanes() ? (
    <EmptyState icon="chat" title={t("shell.nothingOpen")}>
      <p>{t("shell.nothingOpenLead")}</p>
    </EmptyState>
  ) : null;
}

function Missing() {
  return (
    <Page title={t("page.missing")} back={paths.chats}>
      <EmptyState icon="compass" title={t("page.missing")}>
        <p>{t("page.missingLead")}</p>
      </EmptyState>
    </Page>
  );
}
