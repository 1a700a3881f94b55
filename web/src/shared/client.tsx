import { useStore } from "@nanostores/react";
import { createContext, use, useEffect, useState } from "react";
import type { Client } from "../core/client";
import type { Me, User } from "../core/types";

const Context = createContext<Client | null>(null);

export const ClientProvider = Context;

export function useClient(): Client {
  const client = use(Context);
  if (!client) throw new Error("there is no ClientProvider above this component");
  return client;
}

/** Who is signed in. Only for screens that exist after sign-in. */
export function useMe(): Me {
  const session = useStore(useClient().$session);
  if (session.state !== "signed_in") throw new Error("nobody is signed in");
  return session.me;
}

export function useUsers(): ReadonlyMap<string, User> {
  return useStore(useClient().$users);
}

export function useUser(id: string | undefined): User | undefined {
  const users = useUsers();
  return id ? users.get(id) : undefined;
}

/** The time, renewed every so often, for "5 min ago". */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export const isAdmin = (user: User) => user.role === "admin" || user.role === "super_admin";
