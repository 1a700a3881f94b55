import { lazy } from "react";

// What is not in the first load. Each is a name for an import, so that all of them can be fetched ahead.
const load = {
  RoomScreen: () => import("./RoomScreen").then((m) => ({ default: m.RoomScreen })),
  ThreadScreen: () => import("./ThreadScreen").then((m) => ({ default: m.ThreadScreen })),
  Alerts: () => import("./Alerts").then((m) => ({ default: m.Alerts })),
  CommandPalette: () => import("./CommandPalette"),
  Account: () => import("../features/settings/Account").then((m) => ({ default: m.Account })),
  BrowseRooms: () => import("../features/rooms/BrowseRooms").then((m) => ({ default: m.BrowseRooms })),
  CreateChannel: () => import("../features/rooms/CreateChannel").then((m) => ({ default: m.CreateChannel })),
  Devices: () => import("../features/settings/Devices").then((m) => ({ default: m.Devices })),
  Invites: () => import("../features/invites/Invites").then((m) => ({ default: m.Invites })),
  NewDirect: () => import("../features/rooms/NewDirect").then((m) => ({ default: m.NewDirect })),
  NoticeList: () => import("../features/notices/NoticeList").then((m) => ({ default: m.NoticeList })),
  PeopleList: () => import("../features/people/PeopleList").then((m) => ({ default: m.PeopleList })),
  PersonCard: () => import("../features/people/PersonCard").then((m) => ({ default: m.PersonCard })),
  Profile: () => import("../features/settings/Profile").then((m) => ({ default: m.Profile })),
  RoomDetails: () => import("../features/rooms/RoomDetails").then((m) => ({ default: m.RoomDetails })),
  SavedList: () => import("../features/timeline/SavedList").then((m) => ({ default: m.SavedList })),
  Search: () => import("../features/search/Search").then((m) => ({ default: m.Search })),
  ThreadList: () => import("../features/timeline/ThreadList").then((m) => ({ default: m.ThreadList })),
  Welcome: () => import("../features/invites/Welcome").then((m) => ({ default: m.Welcome })),
  You: () => import("../features/settings/You").then((m) => ({ default: m.You })),
};

export const RoomScreen = lazy(load.RoomScreen);
export const ThreadScreen = lazy(load.ThreadScreen);
export const Alerts = lazy(load.Alerts);
export const CommandPalette = lazy(load.CommandPalette);
export const Account = lazy(load.Account);
export const BrowseRooms = lazy(load.BrowseRooms);
export const CreateChannel = lazy(load.CreateChannel);
export const Devices = lazy(load.Devices);
export const Invites = lazy(load.Invites);
export const NewDirect = lazy(load.NewDirect);
export const NoticeList = lazy(load.NoticeList);
export const PeopleList = lazy(load.PeopleList);
export const PersonCard = lazy(load.PersonCard);
export const Profile = lazy(load.Profile);
export const RoomDetails = lazy(load.RoomDetails);
export const SavedList = lazy(load.SavedList);
export const Search = lazy(load.Search);
export const ThreadList = lazy(load.ThreadList);
export const Welcome = lazy(load.Welcome);
export const You = lazy(load.You);

// Not fetched ahead: most people never see them.
export const Admin = lazy(() => import("../features/admin/Admin"));
export const SignedOut = lazy(() => import("./SignedOut"));

/** Fetches what is missing while the signal is good, the timeline first, so that every screen opens without it. */
export function fetchAhead(): () => void {
  const go = async () => {
    // A failure here is repeated, and said, when the screen is opened.
    for (const get of Object.values(load)) await get().catch(() => undefined);
  };
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(go, 1000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(go, { timeout: 5000 });
  return () => cancelIdleCallback(handle);
}
