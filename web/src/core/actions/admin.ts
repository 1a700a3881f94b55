import type { AdminActions } from "../client";
import type { Desk } from "../desk";
import type { Session, User, Workspace } from "../types";
import type { AdminRoom, AdminUser, HealthPart, Report } from "../types-admin";

/** Nothing of this is kept on the device: it is looked at, online. */
export function adminActions(desk: () => Desk): AdminActions {
  const api = () => desk().api;
  return {
    stats: async () => api().get("/admin/stats"),
    health: async () => (await api().get<{ parts: HealthPart[] }>("/admin/health")).parts,
    users: async (filter) => (await api().get<{ users: AdminUser[] }>("/admin/users", filter)).users,
    async updateUser(id, patch) {
      const user = await api().write<User>("PATCH", `/admin/users/${id}`, patch);
      await desk().device.take({ user });
      return user;
    },
    userSessions: async (id) =>
      (await api().get<{ sessions: Session[] }>(`/admin/users/${id}/sessions`)).sessions,
    endUserSessions: async (id) => api().write("DELETE", `/admin/users/${id}/sessions`),
    resetLink: async (id) => api().write("POST", `/admin/users/${id}/reset-link`),
    rooms: async (q) =>
      (await api().get<{ rooms: AdminRoom[] }>("/admin/rooms", { q: q || undefined })).rooms,
    audit: async (filter) => api().get("/admin/audit", filter),
    reports: async (state) => (await api().get<{ reports: Report[] }>("/admin/reports", { state })).reports,
    resolveReport: async (id, resolution) =>
      api().write("POST", `/admin/reports/${id}/resolve`, { resolution }),
    updateWorkspace: async (patch) => api().write<Workspace>("PATCH", "/admin/workspace", patch),
    handOver: async (user_id, password) => api().write("POST", "/admin/ownership", { user_id, password }),
  };
}
