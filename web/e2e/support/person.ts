// A person in front of a browser: what he does and sees, in the words of the app.
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  errors,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import type { Me } from "../../src/core/types";
import { Account } from "./company";
import { Complaints } from "./complaints";

export class Person {
  readonly context: BrowserContext;
  /** What the browser complained about: errors in the console, violations of the content security policy. */
  readonly complaints: Complaints;
  page: Page;
  #account: Account | undefined;
  readonly #base: string;

  private constructor(context: BrowserContext, page: Page, complaints: Complaints, base: string) {
    this.context = context;
    this.page = page;
    this.complaints = complaints;
    this.#base = base;
  }

  static async create(
    browser: Browser,
    options: BrowserContextOptions & { baseURL: string },
  ): Promise<Person> {
    const context = await browser.newContext(options);
    const complaints = new Complaints();
    complaints.watch(context);
    return new Person(context, await context.newPage(), complaints, options.baseURL);
  }

  get account(): Account {
    if (!this.#account) throw new Error("nobody is signed in here");
    return this.#account;
  }

  /** Registers or signs in over the API; the session cookie is the browser's. */
  async enter(path: string, data: object, email: string): Promise<void> {
    const request = this.context.request;
    const answer = await request.post(`${this.#base}/api/v1${path}`, { data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    const me = (await (await request.get(`${this.#base}/api/v1/me`)).json()) as Me;
    this.#account = new Account(email, me, request, this.#base);
  }

  async signIn(email: string, password: string, device: string): Promise<void> {
    await this.enter("/auth/login", { email, password, device }, email);
  }

  /* ------------------------------------------------------------ where he is */

  get main(): Locator {
    return this.page.locator("#main");
  }

  get thread(): Locator {
    return this.page.getByRole("complementary", { name: "Details" });
  }

  roomRow(name: string): Locator {
    return this.page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name });
  }

  async open(path = "/"): Promise<void> {
    await this.page.goto(path);
  }

  async openRoom(id: string): Promise<void> {
    await this.open(`/rooms/${id}`);
    await expect(this.box()).toBeVisible();
  }

  /** The page is gone as if the browser had been killed, and nothing is asked. What is on the device stays. */
  async killPage(): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
  }

  async newPage(path = "/"): Promise<void> {
    this.page = await this.context.newPage();
    await this.open(path);
  }

  /* ------------------------------------------------------------ what he does */

  box(within: Locator = this.main): Locator {
    return within.locator("textarea"); // a combobox while names are offered, a text box otherwise
  }

  async say(text: string, within: Locator = this.main): Promise<void> {
    await this.box(within).fill(text);
    await this.box(within).press("Enter");
    await expect(this.box(within)).toHaveValue("");
  }

  message(text: string | RegExp, within: Locator = this.main): Locator {
    return within.getByRole("article").filter({ hasText: text });
  }

  async sees(text: string | RegExp, within: Locator = this.main): Promise<void> {
    await expect(this.message(text, within)).toBeVisible();
  }

  /** Chooses an entry in the menu of a message. */
  async choose(text: string, entry: string, within: Locator = this.main): Promise<void> {
    const row = this.message(text, within);
    await row.hover();
    await row.getByRole("button", { name: "More actions" }).click();
    await this.page.getByRole("menuitem", { name: entry, exact: true }).click();
  }

  /** Nothing waits any more: all was acknowledged. */
  async sentAll(): Promise<void> {
    await expect(this.page.getByRole("article", { name: "You, waits on this phone" })).toHaveCount(0);
  }

  /** The texts of the open room from top to bottom, of those that hold a word of this pattern. */
  async order(pattern: RegExp): Promise<string[]> {
    const all = await this.main.getByRole("article").allInnerTexts();
    return all.flatMap((text) => text.match(pattern)?.[0] ?? []);
  }

  /** Skips the wait before the next attempt. The button goes by itself once the server is heard: then nothing waits. */
  async tryNow(): Promise<void> {
    const button = this.page.getByRole("button", { name: "Try now" });
    await button.click({ timeout: 2_000 }).catch((e: unknown) => {
      if (!(e instanceof errors.TimeoutError)) throw e;
    });
  }

  async offline(yes: boolean): Promise<void> {
    this.complaints.expectOutage();
    await this.context.setOffline(yes);
  }
}
