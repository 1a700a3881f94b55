// The fixtures: a server of its own for each test, and the people who use it.
import { test as base, expect } from "@playwright/test";
import { Company } from "./company";
import { Postgres } from "./postgres";
import { Server } from "./server";

export interface Options {
  database: "sqlite" | "postgres";
}

interface Shape {
  /** Begins with the company of `guideops demo` instead of an empty server. */
  filled: boolean;
}

interface Fixtures {
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

  server: async ({ postgres, filled }, use, info) => {
    const server = await Server.create({ databaseURL: await postgres?.database() });
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
