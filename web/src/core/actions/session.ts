import type { WritableAtom } from "nanostores";
import type { Api } from "../api";
import type { SessionActions } from "../client";
import type { JoinInfo, Setup, SignedIn } from "../types";

export interface SessionContext {
  api: Api;
  device: string | undefined;
  $setup: WritableAtom<Setup | undefined>;
  /** The server signed somebody in: open his databases and start. */
  enter: (signedIn: SignedIn) => Promise<void>;
  /** I signed out. */
  leave: () => Promise<void>;
}

/** Getting in and out. These are the only actions that need nobody to be signed in. */
export function sessionActions(c: SessionContext): SessionActions {
  const { api, device } = c;
  const enterIfSignedIn = async (answer: Partial<SignedIn>): Promise<boolean> => {
    if (!answer.user || !answer.workspace || !answer.session_id) return false;
    await c.enter(answer as SignedIn);
    return true;
  };
  return {
    async loadSetup() {
      const setup = await api.get<Setup>("/setup");
      c.$setup.set(setup);
      return setup;
    },
    async register(input) {
      const answer = await api.write<Partial<SignedIn>>("POST", "/auth/register", { ...input, device });
      return (await enterIfSignedIn(answer)) ? "signed_in" : "confirm";
    },
    async login(input) {
      await c.enter(await api.send<SignedIn>("/auth/login", { ...input, device }));
    },
    logout: async () => c.leave(),
    forgot: async (email, workspace) => api.send("/auth/forgot", { email, workspace }),
    resetInfo: async (token) => api.get(`/auth/reset/${encodeURIComponent(token)}`),
    async reset(token, password) {
      await c.enter(await api.send<SignedIn>("/auth/reset", { token, password, device }));
    },
    async confirm(token) {
      await enterIfSignedIn(await api.send<Partial<SignedIn>>("/auth/confirm", { token, device }));
    },
    joinInfo: async (code) => api.get<JoinInfo>(`/join/${encodeURIComponent(code)}`),
  };
}
