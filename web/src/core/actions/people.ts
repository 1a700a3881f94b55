import type { PeopleActions } from "../client";
import type { Desk } from "../desk";
import { applyAnswer } from "../pages";
import type { Invite, Me, Notice, Session, User } from "../types";

export function peopleActions(desk: () => Desk): PeopleActions {
  const api = () => desk().api;
  const takeUser = (user: User) => desk().device.take({ user });
  const takeMe = (me: Me) =>
    desk().device.write(async (rows) => {
      await rows.setMeta("me", me);
      await applyAnswer(rows, { user: me.user });
      if (me.contact) await rows.putNewer("contacts", me.contact.user_id, me.contact);
    });
  return {
    updateMe: async (patch) => takeMe(await api().write<Me>("PATCH", "/me", patch)),
    setStatus: async (status) => takeUser(await api().write<User>("PUT", "/me/status", status)),
    setEmail: async (email, password) =>
      takeMe(await api().write<Me>("PUT", "/me/email", { email, password })),
    setPassword: async (current, next) => api().write("PUT", "/me/password", { current, new: next }),
    async setAvatar(picture) {
      const user = picture
        ? await api().write<User>("PUT", "/me/avatar", undefined, picture)
        : await api().write<User | undefined>("DELETE", "/me/avatar");
      if (user) await takeUser(user);
    },
    sessions: async () => (await api().get<{ sessions: Session[] }>("/me/sessions")).sessions,
    endSession: async (id) => api().write("DELETE", `/me/sessions/${id}`),
    endOtherSessions: async () => api().write("DELETE", "/me/sessions"),
    invites: async () => (await api().get<{ invites: Invite[] }>("/invites")).invites,
    createInvite: async (input) => api().write<Invite>("POST", "/invites", input),
    revokeInvite: async (id) => api().write("DELETE", `/invites/${id}`),
    async readNotice(id) {
      const notice = await api().write<Notice | undefined>("PUT", `/me/notices/${id}`);
      if (notice) await desk().device.take({ notice });
    },
  };
}
