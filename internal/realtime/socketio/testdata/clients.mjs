// Real Socket.IO clients on a leash: commands come in as lines of JSON, what
// the clients see goes out as lines of JSON.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.env.WEB}/package.json`);
const libraries = {};
const sockets = {};
const out = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function open({ id, version, url, options, auth }) {
  libraries[version] ??= require(version);
  const opts = { forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100, timeout: 10_000, ...options };
  // Asked at each connect, as a real client answers with where it stands.
  const state = { auth: auth && { ...auth } };
  if (auth) opts.auth = (give) => give(state.auth);
  const socket = libraries[version](url, opts);
  sockets[id] = { socket, state };
  for (const name of ["connect", "disconnect", "connect_error", "error"]) {
    socket.on(name, (arg) =>
      out({ id, event: name, args: [name === "connect_error" && arg?.data ? { ...arg.data } : (arg?.message ?? arg ?? null)] }),
    );
  }
  for (const name of ["hello", "message", "room", "member", "gone", "typing", "presence", "cursor", "resync", "bye", "problem", "session"]) {
    socket.on(name, (...args) => {
      if (state.auth && args.length > 1) state.auth.since = args[1];
      if (state.auth && name === "hello") {
        state.auth.epoch = args[0].epoch;
        state.auth.since ??= args[0].seq;
      }
      out({ id, event: name, args });
    });
  }
}

const commands = {
  open,
  emit: ({ id, ack, event, data }) =>
    sockets[id].socket.emit(event, data, (answer) => out({ id, event: `ack ${ack}`, args: [answer] })),
  transport: ({ id }) => {
    const manager = sockets[id].socket.io;
    out({ id, event: "transport", args: [manager.engine?.transport?.name ?? ""] });
  },
  cut: ({ id }) => sockets[id].socket.io.engine.close(),
  offline: ({ id }) => {
    sockets[id].socket.io.reconnection(false);
    sockets[id].socket.io.engine.close();
  },
  connect: ({ id, auth }) => {
    if (auth) sockets[id].state.auth = { ...sockets[id].state.auth, ...auth };
    sockets[id].socket.connect();
  },
  close: ({ id }) => sockets[id].socket.close(),
};

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const command = JSON.parse(line);
    commands[command.cmd](command);
  })
  .on("close", () => process.exit(0));
