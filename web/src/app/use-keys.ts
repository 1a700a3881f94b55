import { useCallback, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useClient, useMe } from "../shared/client";
import { useAction } from "../shared/use-action";
import { COMMANDS, type CommandContext, pressed } from "./commands";
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
  useEffect(() => {
    const down = (e: KeyboardEvent) => {
      if (pressed("mod+k", e)) {
        e.preventDefault();
        setPalette((open) => !open);
        return;
      }
      const command = COMMANDS.find((c) => c.key && pressed(c.key, e) && (c.when?.(context) ?? true));
      if (!command) return;
      e.preventDefault();
      run(async () => command.perform(context));
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  });
  return { palette, closePalette: useCallback(() => setPalette(false), []) };
}
