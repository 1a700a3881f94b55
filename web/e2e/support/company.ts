// A company made over the API, for tests whose claim begins where it exists already.
import type { APIRequestContext, Browser, BrowserContextOptions } from "@playwright/test";
import { expect } from "@playwright/test";
import type { Invite, Me, Message, Room, Session } from "../../src/core/types";
import { Person } from "./person";
import type { Server } from "./server";

export const PASSWORD = "under-the-cornice";
/** As `guideops demo` says. */
const DEMO = { email: "anna@fiveranges.example", password: "tindetur-i-februar" };

/** What one signed-in account does over the API. */
export class Account {
  readonly email: string;
  readonly me: Me;
  readonly #request: APIRequestContext;
  readonly #base: string;

  constructor(email: string, me: Me, request: APIRequestContext, base: string) {
    this.email = email;
    this.me = me;
    this.#request = request;
    this.#base = base;
  }

  get id(): string {
    return this.me.user.id;
  }

  get<T>(path: string): Promise<T> {
    return this.#call("GET", path);
  }

  post<T>(path: string, data: unknown = {}): Promise<T> {
    return this.#call("POST", path, data);
  }

  patch<T>(path: string, data: unknown): Promise<T> {
    return this.#call("PATCH", path, data);
  }

  delete(path: string): Promise<unknown> {
    return this.#call("DELETE", path);
  }

  send(roomId: string, text: string, more: object = {}): Promise<Message> {
    return this.post(`/rooms/${roomId}/messages`, { message_id: crypto.randomUUID(), text, ...more });
  }

  createRoom(name: string, visibility: Room["visibility"], userIds: string[] = []): Promise<Room> {
    return this.post("/rooms", { name, visibility, user_ids: userIds });
  }

  async general(): Promise<Room> {
    const { rooms } = await this.get<{ rooms: Room[] }>("/rooms");
    const room = rooms.find((r) => r.is_general);
    if (!room) throw new Error("there is no General");
    return room;
  }

  async sessions(): Promise<Session[]> {
    return (await this.get<{ sessions: Session[] }>("/me/sessions")).sessions;
  }

  async #call<T>(method: string, path: string, data?: unknown): Promise<T> {
    const answer = await this.#request.fetch(`${this.#base}/api/v1${path}`, {
      method,
      data,
      headers: { "Idempotency-Key": crypto.randomUUID() },
    });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (answer.status() === 204 ? undefined : await answer.json()) as T;
  }
}

/** The people of one test, each in a browser context of his own. */
export class Company {
  readonly server: Server;
  readonly people: Person[] = [];
  readonly #browser: Browser;

  constructor(server: Server, browser: Browser) {
    this.server = server;
    this.#browser = browser;
  }

  /** A browser in which nobody is signed in. */
  async visitor(options: BrowserContextOptions & { at?: string } = {}): Promise<Person> {
    const { at = this.server.url, ...context } = options;
    const person = await Person.create(this.#browser, { baseURL: at, ...context });
    // The session cookie is no script's to read, so a new browser has to ask who it is.
    person.complaints.expect(/status of 401 .*\/api\/v1\/me\)/);
    this.people.push(person);
    return person;
  }

  /** The first person: registers, makes the company and owns it. */
  async owner(firstName = "Anna", options: BrowserContextOptions & { at?: string } = {}): Promise<Person> {
    const person = await this.visitor(options);
    const key = new URL(this.server.setupLink).hash.replace("#key=", "");
    await this.register(person, firstName, { company: "Five Ranges", setup_key: decodeURIComponent(key) });
    return person;
  }

  /** A further person, by an invite of the owner. */
  async member(firstName: string, invite: object = {}, options: { at?: string } = {}): Promise<Person> {
    const owner = this.people[0];
    if (!owner) throw new Error("a company begins with its owner");
    const made = await owner.account.post<Invite>("/invites", { role: "user", max_uses: 1, ...invite });
    const person = await this.visitor(options);
    await this.register(person, firstName, { invite: made.code });
    return person;
  }

  /** The owner of the company that `guideops demo` made. */
  async demoPerson(options: BrowserContextOptions = {}): Promise<Person> {
    const person = await this.visitor(options);
    await person.signIn(DEMO.email, DEMO.password, "Office");
    return person;
  }

  /** Another browser of the same person. */
  async again(person: Person, device = "Phone"): Promise<Person> {
    const other = await this.visitor();
    await other.signIn(person.account.email, PASSWORD, device);
    return other;
  }

  private async register(person: Person, firstName: string, data: object): Promise<void> {
    const email = `${firstName.toLowerCase()}@example.com`;
    await person.enter(
      "/auth/register",
      { first_name: firstName, email, password: PASSWORD, ...data },
      email,
    );
  }
}
