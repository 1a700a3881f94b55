// The answers of the administration routes (docs/PROTOCOL.md, "Administration").
import type { Contact, Message, Role, Room, Session, User } from "./types";

export interface AdminStats {
  people: number;
  guests: number;
  online_now: number;
  rooms: number;
  messages_total: number;
  messages_today: number;
  deliveries_total: number;
  open_streams: number;
  storage_bytes: number;
  uptime_ms: number;
  reports_open: number;
  days: { day_ms: number; messages: number; people: number }[];
}

export interface HealthPart {
  name: string;
  state: "ok" | "degraded" | "down" | "off";
  detail?: string;
}

export interface AdminUser {
  user: User;
  contact?: Contact;
  sessions: number;
  last_seen_ms?: number;
}

/** Private rooms that the admin is not in come without a name. */
export type AdminRoom = Room & { member_count: number; message_count: number; last_ts_ms?: number };

export interface AuditEntry {
  id: string;
  ts_ms: number;
  actor_id: string;
  action: string;
  target_type?: string;
  target_id?: string;
  data?: unknown;
  ip?: string;
}

export interface Report {
  id: string;
  message_id: string;
  room_id: string;
  message?: Message;
  reporter_id: string;
  reason: string;
  created_ms: number;
  resolved_ms?: number;
  resolved_by?: string;
  resolution?: string;
}

export interface UserPatch {
  role?: Role;
  deactivated?: boolean;
  guest_until_ms?: number;
}

export interface AdminSessions {
  sessions: Session[];
}
