// The answers of the administration routes.
import type { components } from "./schema.gen";
import type { Role } from "./types";

type Schemas = components["schemas"];

export type AdminStats = Schemas["Stats"];
export type HealthPart = Schemas["Part"];
export type AdminUser = Schemas["AdminUser"];
/** Private rooms that the admin is not in come without a name. */
export type AdminRoom = Schemas["AdminRoom"];
export type AuditEntry = Schemas["AuditEntry"];
export type Report = Schemas["ReportItem"];
/** Any role can be asked for; the server says which may be given. */
export type UserPatch = Omit<Schemas["PatchPersonInputBody"], "role"> & { role?: Role };
