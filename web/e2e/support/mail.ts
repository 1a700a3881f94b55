// A real SMTP server that keeps what it is given.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";
import { SMTPServer } from "smtp-server";

interface Mail {
  to: string;
  body: string;
}

export class MailSink {
  readonly #mails: Mail[] = [];
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData: (stream, session, done) => {
        text(stream).then((raw) => {
          const to = session.envelope.rcptTo.map((r) => r.address).join();
          this.#mails.push({ to, body: plain(raw) });
          done();
        }, done);
      },
    });
  }

  static async start(): Promise<MailSink> {
    const sink = new MailSink();
    await once(sink.#server.listen(0, "127.0.0.1"), "listening");
    return sink;
  }

  /** What makes a GuideOps send its mail here. */
  get settings(): Record<string, string> {
    const { port } = this.#server.server.address() as AddressInfo;
    return { GUIDEOPS_SMTP_URL: `smtp://127.0.0.1:${port}`, GUIDEOPS_MAIL_FROM: "guideops@example.com" };
  }

  /** Waits for a mail to this address and gives the link in it. */
  async link(to: string, path: string): Promise<string> {
    const found = () => {
      const mail = this.#mails.findLast((m) => m.to === to && m.body.includes(path));
      return mail?.body.match(new RegExp(`http\\S+${path}\\S+`))?.[0];
    };
    await expect.poll(found, { message: `a mail to ${to} with ${path}` }).toBeTruthy();
    return found() as string;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}

/** Undoes quoted-printable, enough for links. */
function plain(raw: string): string {
  return raw
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** A port that was free a moment ago, for a server that must know its own address before it starts. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
