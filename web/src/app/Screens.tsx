import { useStore } from "@nanostores/react";
import { Suspense, useEffect } from "react";
import type { Me } from "../core/types";
import { t } from "../locales/t";
import { isAdmin, useClient } from "../shared/client";
import { paths } from "../shared/paths";
import { useLocation } from "../shared/router";
import { useTwoPanes } from "../shared/use-media";
import { Skeleton } from "../ui/Progress";
import { EmptyState } from "../ui/Surface";
import { Failure } from "./Failure";
import {
  Account,
  Admin,
  BrowseRooms,
  CreateChannel,
  Devices,
  Invites,
  NewDirect,
  NoticeList,
  PeopleList,
  PersonCard,
  Profile,
  RoomDetails,
  RoomScreen,
  SavedList,
  Search,
  ThreadList,
  ThreadScreen,
  Welcome,
  You,
} from "./lazy-screens";
import { Page } from "./Page";
import type { Pane } from "./panes";

/** Which screen stands in which pane. */
export function Screens({ pane, me, part }: { pane: Pane; me: Me; part: "main" | "details" }) {
  if (pane.name === "room" && pane.roomId) {
    return (
      <Failure key={`${pane.roomId}/${pane.id}`}>
        <Suspense fallback={<Skeleton rows={8} label={t("timeline.loading")} />}>
          <RoomPart pane={pane} roomId={pane.roomId} part={part} />
        </Suspense>
      </Failure>
    );
  }
  return <MainScreen pane={pane} me={me} />;
}

function RoomPart({ pane, roomId, part }: { pane: Pane; roomId: string; part: "main" | "details" }) {
  if (part === "main") return <RoomScreen key={roomId} roomId={roomId} />;
  if (pane.details === "thread" && pane.id)
    return <ThreadScreen key={pane.id} roomId={roomId} messageId={pane.id} />;
  return (
    <Page title={t("rooms.details")} back={paths.room(roomId)} close>
      <RoomDetails roomId={roomId} />
    </Page>
  );
}

function MainScreen({ pane, me }: { pane: Pane; me: Me }) {
  switch (pane.name) {
    case "chats":
      return <NothingOpen />;
    case "general":
      return <ToGeneral />;
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
          <Admin page={pane.id} />
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

/** Waits for the rooms of a fresh device. Guests have no General. */
function ToGeneral() {
  const client = useClient();
  const rooms = useStore(client.$rooms);
  const loading = useStore(client.$loading);
  const [, go] = useLocation();
  const general = rooms.find((r) => r.room.is_general);
  useEffect(() => {
    if (general) go(paths.room(general.id), { replace: true });
    else if (!loading) go(paths.chats, { replace: true });
  }, [general, loading, go]);
  return <Skeleton rows={8} label={t("timeline.loading")} />;
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
