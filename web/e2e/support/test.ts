// The fixtures: a server of its own for each test, and the people who use it.
import { test as base, expect } from "@playwright/test";
import { Company } from "./company";
import { freePort, MailSink } from "./mail";
import { Postgres } from "./postgres";
import { Server } from "./server";

export interface Options {
  database: "sqlite" | "postgres";
}

interface Shape {
  /** Begins with the company of `guideops demo` instead of an empty server. */
  filled: boolean;
  /** The server has a mail server, and people get what it sends. */
  withMail: boolean;
}

interface Fixtures {
  mail: MailSink | undefined;
  server: Server;
  company: Company;
}

export const test = base.extend<Fixtures & Shape, Options & { postgres: Postgres | undefined }>({
  database: ["sqlite", { option: true, scope: "worker" }],

  postgres: [
    async ({ database }, use) => {
      const postgres = database === "postgres" ? await Postgres.start() : undefined;
      await use(postgres);
      await postgres?.stop();
    },
    { scope: "worker" },
  ],

  filled: [false, { option: true }],

  withMail: [false, { option: true }],

  mail: async ({ withMail }, use) => {
    const mail = withMail ? await MailSink.start() : undefined;
    await use(mail);
    await mail?.stop();
  },

  server: async ({ postgres, filled, mail }, use, info) => {
    const addr = mail && `127.0.0.1:${await freePort()}`; // links in mails name it
    const env = mail && { ...mail.settings, GUIDEOPS_URL: `http://${addr}` };
    const server = await Server.create({ databaseURL: await postgres?.database(), addr, env });
    if (filled) await server.run("demo");
    await server.start();
    await use(server);
    if (info.status !== info.expectedStatus)
      await info.attach("server.log", { body: server.log, contentType: "text/plain" });
    await server.remove();
  },

  // At the end of every test: nobody's browser complained about anything that the test did not bring about.
  company: async ({ server, browser }, use) => {
    const company = new Company(server, browser);
    await use(company);
    for (const person of company.people) {
      expect.soft(person.complaints.list(), "what the browser complained about").toEqual([]);
      await person.context.close();
    }
  },
});

export { expect };
