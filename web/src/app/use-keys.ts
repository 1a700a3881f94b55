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
    // Phones without a keyboard never need them, so they are not in the first load.
    const down = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey || e.altKey)) return;
      const known = commands.current;
      if (!known) {
        import("./commands").then((m) => {
          commands.current = m;
        });
        return;
      }
      if (known.pressed("mod+k", e)) {
        e.preventDefault();
        setPalette((open) => !open);
        return;
      }
      const command = known.COMMANDS.find(
        (c) => c.key && known.pressed(c.key, e) && (c.when?.(context) ?? true),
      );
      if (!command) return;
      e.preventDefault();
      run(async () => command.perform(context));
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  });
  return { palette, closePalette: useCallback(() => setPalette(false), []) };
}
