import { useCallback, useEffect, useRef, useState } from "react";
import { useClient, useMe } from "../shared/client";
import { useLocation } from "../shared/router";
import { useAction } from "../shared/use-action";
import type { CommandContext } from "./commands";
import { paneFor } from "./panes";

/** What commands are about now: who asks, and in which room. */
export function useCommandContext(): CommandContext {
  const client = useClient();
  const me = useMe().user;
  const [location, go] = useLocation();
  const { roomId } = paneFor(location);
  return { client, me, go, room: roomId ? client.room(roomId).get() : undefined };
}

/** The keys of all commands, and Ctrl/Cmd-K for the palette. */
export function useKeys() {
  const [palette, setPalette] = useState(false);
  const context = useCommandContext();
  const { run } = useAction();
  const commands = useRef<typeof import("./commands")>(undefined);
  useEffect(() => {
    const obey = ({ COMMANDS, pressed }: typeof import("./commands"), e: KeyboardEvent) => {
      const command = COMMANDS.find((c) => c.key && pressed(c.key, e) && (c.when?.(context) ?? true));
      if (!command) return;
      e.preventDefault();
      run(async () => command.perform(context));
    };
    const down = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey || e.altKey)) return;
      if (opensPalette(e)) {
        e.preventDefault();
        setPalette((open) => !open);
      } else if (commands.current) obey(commands.current, e);
      // Phones without a keyboard never need them, so they are not in the first load.
      else
        import("./commands").then(
          (m) => {
            commands.current = m;
            obey(m, e);
          },
          () => undefined, // without a network; the next press asks again
        );
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  });
  return { palette, closePalette: useCallback(() => setPalette(false), []) };
}

/** Known from the start: what is pressed while the commands are still loading would go to the browser. */
const opensPalette = (e: KeyboardEvent) =>
  e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey;
