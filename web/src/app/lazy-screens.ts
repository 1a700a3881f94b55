import { lazy } from "react";

/** A part of the app together with the words it needs. */
const part =
  <T>(get: () => Promise<T>) =>
  () =>
    Promise.all([get(), import("../locales/later")]).then(([module]) => module);

// What is not in the first load. Each is a name for an import, so that all of them can be fetched ahead.
const load = {
  RoomScreen: part(() => import("./RoomScreen").then((m) => ({ default: m.RoomScreen }))),
  ThreadScreen: part(() => import("./ThreadScreen").then((m) => ({ default: m.ThreadScreen }))),
  Alerts: part(() => import("./Alerts").then((m) => ({ default: m.Alerts }))),
  CommandPalette: part(() => import("./CommandPalette")),
  Account: part(() => import("../features/settings/Account").then((m) => ({ default: m.Account }))),
  BrowseRooms: part(() => import("../features/rooms/BrowseRooms").then((m) => ({ default: m.BrowseRooms }))),
  CreateChannel: part(() =>
    import("../features/rooms/CreateChannel").then((m) => ({ default: m.CreateChannel })),
  ),
  Devices: part(() => import("../features/settings/Devices").then((m) => ({ default: m.Devices }))),
  Invites: part(() => import("../features/invites/Invites").then((m) => ({ default: m.Invites }))),
  NewDirect: part(() => import("../features/rooms/NewDirect").then((m) => ({ default: m.NewDirect }))),
  NoticeList: part(() => import("../features/notices/NoticeList").then((m) => ({ default: m.NoticeList }))),
  PeopleList: part(() => import("../features/people/PeopleList").then((m) => ({ default: m.PeopleList }))),
  PersonCard: part(() => import("../features/people/PersonCard").then((m) => ({ default: m.PersonCard }))),
  Profile: part(() => import("../features/settings/Profile").then((m) => ({ default: m.Profile }))),
  RoomDetails: part(() => import("../features/rooms/RoomDetails").then((m) => ({ default: m.RoomDetails }))),
  SavedList: part(() => import("../features/timeline/SavedList").then((m) => ({ default: m.SavedList }))),
  Search: part(() => import("../features/search/Search").then((m) => ({ default: m.Search }))),
  ThreadList: part(() => import("../features/timeline/ThreadList").then((m) => ({ default: m.ThreadList }))),
  Welcome: part(() => import("../features/invites/Welcome").then((m) => ({ default: m.Welcome }))),
  You: part(() => import("../features/settings/You").then((m) => ({ default: m.You }))),
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
export const Admin = lazy(part(() => import("../features/admin/Admin")));
export const SignedOut = lazy(part(() => import("./SignedOut")));

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
