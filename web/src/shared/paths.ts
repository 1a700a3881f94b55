/** Where the app lives: "" or, where the routes of older clients are at "/", "/app". The server writes it into the page. */
const BASE =
  globalThis.document
    ?.querySelector('meta[name="guideops-base"]')
    ?.getAttribute("content")
    ?.replace(/^\.\//, "/")
    .replace(/\/$/, "") ?? "";

const at = (path: string) => BASE + path;

/** The part of an address that says which screen of the app it is. */
export const within = (location: string) =>
  BASE && location.startsWith(`${BASE}/`) ? location.slice(BASE.length) : location;

/** Every address of the app in one place. */
export const paths = {
  chats: at("/"),
  /** Wherever General is: for who has just come in. */
  general: at("/general"),
  room: (id: string) => at(`/rooms/${id}`),
  message: (roomId: string, messageId: string) => at(`/rooms/${roomId}?m=${messageId}`),
  roomDetails: (id: string) => at(`/rooms/${id}/details`),
  thread: (roomId: string, messageId: string) => at(`/rooms/${roomId}/thread/${messageId}`),
  newChannel: at("/new/channel"),
  newDirect: at("/new/message"),
  browse: at("/browse"),
  search: at("/search"),
  people: at("/people"),
  person: (id: string) => at(`/people/${id}`),
  threads: at("/threads"),
  saved: at("/saved"),
  notices: at("/notices"),
  invites: at("/invites"),
  welcome: at("/welcome"),
  you: at("/you"),
  profile: at("/you/profile"),
  devices: at("/you/devices"),
  account: at("/you/account"),
  admin: at("/admin"),
  adminPage: (page: string) => at(`/admin/${page}`),
  register: (slug?: string) => at(slug ? `/register/${slug}` : "/register"),
  signIn: at("/signin"),
  forgot: at("/forgot"),
} as const;
