-- The system of record. One text for SQLite and PostgreSQL: {{serial}} is the
-- auto-numbered primary key, {{clustered}} stores the table in primary-key order
-- where the engine can. Times are Unix milliseconds, booleans 0 or 1, UUIDs 16 bytes.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE workspaces (
  id {{serial}},
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}',
  epoch TEXT NOT NULL,
  floor_seq BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL,
  change_seq BIGINT NOT NULL DEFAULT 0
);

-- The end of each feed, a narrow hot row of its own.
CREATE TABLE heads (
  workspace_id BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL,
  ts_ms BIGINT NOT NULL
);

-- The groups committed lately, so that a COMMIT whose answer was lost can be
-- decided. Only PostgreSQL needs it: an SQLite commit has no network to lose it.
CREATE TABLE commit_groups (
  workspace_id BIGINT NOT NULL,
  group_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, group_id)
){{clustered}};

CREATE TABLE feed (
  workspace_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  type BIGINT NOT NULL,
  row_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, seq)
){{clustered}};

CREATE TABLE users (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  login TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  avatar TEXT NOT NULL DEFAULT '',
  locale TEXT NOT NULL DEFAULT '',
  time_zone TEXT NOT NULL DEFAULT '',
  status_emoji TEXT NOT NULL DEFAULT '',
  status_text TEXT NOT NULL DEFAULT '',
  status_until_ms BIGINT NOT NULL DEFAULT 0,
  guest_until_ms BIGINT NOT NULL DEFAULT 0,
  deactivated_ms BIGINT NOT NULL DEFAULT 0,
  last_seen_ms BIGINT NOT NULL DEFAULT 0,
  password_hash TEXT NOT NULL DEFAULT '',
  floor_seq BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL,
  change_seq BIGINT NOT NULL,
  UNIQUE (workspace_id, login)
);
-- Sign-in by login asks over all companies at once.
CREATE INDEX users_login ON users (login);

-- email_key is the lower-case address, NULL where there is none.
CREATE TABLE contacts (
  user_id BIGINT PRIMARY KEY,
  workspace_id BIGINT NOT NULL,
  phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  email_key TEXT,
  email_confirmed_ms BIGINT NOT NULL DEFAULT 0,
  change_seq BIGINT NOT NULL,
  UNIQUE (workspace_id, email_key)
);
CREATE INDEX contacts_email ON contacts (email_key);

CREATE TABLE avatars (
  hash TEXT PRIMARY KEY,
  workspace_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  mime TEXT NOT NULL,
  bytes BYTEA NOT NULL
);

CREATE TABLE rooms (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  visibility TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  name_key TEXT,
  topic TEXT NOT NULL DEFAULT '',
  is_general BIGINT NOT NULL DEFAULT 0,
  posting TEXT NOT NULL,
  history TEXT NOT NULL,
  archived_ms BIGINT NOT NULL DEFAULT 0,
  deleted_ms BIGINT NOT NULL DEFAULT 0,
  purged_before_seq BIGINT NOT NULL DEFAULT 0,
  direct_key TEXT,
  created_by BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL,
  change_seq BIGINT NOT NULL,
  UNIQUE (workspace_id, name_key),
  UNIQUE (workspace_id, direct_key)
);

CREATE TABLE members (
  room_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  workspace_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  joined_seq BIGINT NOT NULL,
  joined_ms BIGINT NOT NULL,
  left_ms BIGINT NOT NULL DEFAULT 0,
  change_seq BIGINT NOT NULL,
  PRIMARY KEY (room_id, user_id)
){{clustered}};
CREATE INDEX members_user ON members (user_id);

CREATE TABLE room_states (
  user_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  workspace_id BIGINT NOT NULL,
  read_seq BIGINT NOT NULL DEFAULT 0,
  unread_from_seq BIGINT NOT NULL DEFAULT 0,
  notify TEXT NOT NULL DEFAULT 'default',
  muted_until_ms BIGINT NOT NULL DEFAULT 0,
  favourite BIGINT NOT NULL DEFAULT 0,
  hidden BIGINT NOT NULL DEFAULT 0,
  change_seq BIGINT NOT NULL,
  PRIMARY KEY (user_id, room_id)
){{clustered}};
CREATE INDEX room_states_room ON room_states (room_id);

-- mentions: comma-separated; reactions and info: JSON. Both are shown with
-- every message, so they live in its row; the reactions table decides.
CREATE TABLE messages (
  room_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  workspace_id BIGINT NOT NULL,
  change_seq BIGINT NOT NULL,
  message_id BYTEA NOT NULL,
  author_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  body_hash BIGINT NOT NULL,
  ts_ms BIGINT NOT NULL,
  composed_ms BIGINT NOT NULL,
  device_ms BIGINT NOT NULL,
  lat DOUBLE PRECISION,
  long DOUBLE PRECISION,
  accuracy_m DOUBLE PRECISION NOT NULL,
  altitude_m DOUBLE PRECISION,
  captured_ms BIGINT NOT NULL,
  thread_id BYTEA,
  reply_to BYTEA,
  edited_ms BIGINT NOT NULL DEFAULT 0,
  deleted_ms BIGINT NOT NULL DEFAULT 0,
  deleted_by BIGINT NOT NULL DEFAULT 0,
  pinned_ms BIGINT NOT NULL DEFAULT 0,
  pinned_by BIGINT NOT NULL DEFAULT 0,
  mentions TEXT NOT NULL DEFAULT '',
  reactions TEXT NOT NULL DEFAULT '',
  reply_count BIGINT NOT NULL DEFAULT 0,
  last_reply_ms BIGINT NOT NULL DEFAULT 0,
  info TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (room_id, seq)
){{clustered}};
-- The id leads: a plan made while the table was empty would otherwise walk a whole
-- workspace and filter, and is kept with the prepared statement.
CREATE UNIQUE INDEX messages_id ON messages (message_id, workspace_id);
CREATE INDEX messages_thread ON messages (thread_id, seq) WHERE thread_id IS NOT NULL;
CREATE INDEX messages_pinned ON messages (room_id, pinned_ms) WHERE pinned_ms > 0;

-- What a message said before an edit, or before its deletion: then with its
-- position (JSON), which an edit never changes.
CREATE TABLE revisions (
  room_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  text TEXT NOT NULL,
  mentions TEXT NOT NULL DEFAULT '',
  position TEXT NOT NULL DEFAULT '',
  user_id BIGINT NOT NULL,
  ts_ms BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq, revision)
){{clustered}};

CREATE TABLE reactions (
  room_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  emoji TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq, emoji, user_id)
){{clustered}};

CREATE TABLE mentions (
  user_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (user_id, room_id, seq)
){{clustered}};
CREATE INDEX mentions_message ON mentions (room_id, seq);

CREATE TABLE thread_states (
  user_id BIGINT NOT NULL,
  thread_id BYTEA NOT NULL,
  workspace_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  root_seq BIGINT NOT NULL,
  read_seq BIGINT NOT NULL DEFAULT 0,
  following BIGINT NOT NULL DEFAULT 0,
  change_seq BIGINT NOT NULL,
  PRIMARY KEY (user_id, thread_id)
){{clustered}};

-- thread_id is 16 zero bytes for the room's own draft: keys hold no NULL.
CREATE TABLE drafts (
  id {{serial}},
  user_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  thread_id BYTEA NOT NULL,
  text TEXT NOT NULL,
  reply_to BYTEA,
  updated_ms BIGINT NOT NULL,
  change_seq BIGINT NOT NULL,
  UNIQUE (user_id, room_id, thread_id)
);

CREATE TABLE saved (
  user_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  message_id BYTEA NOT NULL,
  saved_ms BIGINT NOT NULL,
  removed_ms BIGINT NOT NULL DEFAULT 0,
  change_seq BIGINT NOT NULL,
  PRIMARY KEY (user_id, room_id, seq)
){{clustered}};

CREATE TABLE notices (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL DEFAULT '',
  created_ms BIGINT NOT NULL,
  read_ms BIGINT NOT NULL DEFAULT 0,
  change_seq BIGINT NOT NULL
);
CREATE INDEX notices_user ON notices (user_id, id);

-- The token itself is never stored, only its SHA-256.
CREATE TABLE sessions (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  device TEXT NOT NULL DEFAULT '',
  created_ms BIGINT NOT NULL,
  last_seen_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  ended_ms BIGINT NOT NULL DEFAULT 0,
  change_seq BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE invites (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  code_hash BYTEA NOT NULL UNIQUE,
  role TEXT NOT NULL,
  room_ids TEXT NOT NULL DEFAULT '',
  max_uses BIGINT NOT NULL DEFAULT 0,
  uses BIGINT NOT NULL DEFAULT 0,
  expires_ms BIGINT NOT NULL,
  revoked_ms BIGINT NOT NULL DEFAULT 0,
  guest_until_ms BIGINT NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  created_by BIGINT NOT NULL,
  created_ms BIGINT NOT NULL
);
CREATE INDEX invites_workspace ON invites (workspace_id, id);

-- Single-use links: purpose is reset, confirm_signup or confirm_email.
CREATE TABLE tokens (
  token_hash BYTEA PRIMARY KEY,
  workspace_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  data TEXT NOT NULL DEFAULT '',
  created_by BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  used_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX tokens_user ON tokens (user_id);

CREATE TABLE audit (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  target_type TEXT NOT NULL DEFAULT '',
  target_id TEXT NOT NULL DEFAULT '',
  data TEXT NOT NULL DEFAULT '',
  ip TEXT NOT NULL DEFAULT '',
  ts_ms BIGINT NOT NULL
);
CREATE INDEX audit_workspace ON audit (workspace_id, id);

CREATE TABLE reports (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  message_id BYTEA NOT NULL,
  reporter_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  resolved_ms BIGINT NOT NULL DEFAULT 0,
  resolved_by BIGINT NOT NULL DEFAULT 0,
  resolution TEXT NOT NULL DEFAULT ''
);
CREATE INDEX reports_workspace ON reports (workspace_id, resolved_ms, id);

-- The first answer to a write that carried an Idempotency-Key.
CREATE TABLE idempotency (
  user_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  fingerprint BIGINT NOT NULL,
  answer TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  PRIMARY KEY (user_id, name)
);
CREATE INDEX idempotency_age ON idempotency (created_ms);

CREATE TABLE jobs (
  id {{serial}},
  workspace_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  run_at_ms BIGINT NOT NULL,
  lease_until_ms BIGINT NOT NULL DEFAULT 0,
  attempts BIGINT NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  failed_ms BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (failed_ms, run_at_ms);

-- Messages by room and UTC day, for the admin's numbers.
CREATE TABLE daily_messages (
  workspace_id BIGINT NOT NULL,
  day_ms BIGINT NOT NULL,
  room_id BIGINT NOT NULL,
  messages BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, day_ms, room_id)
){{clustered}};

CREATE TABLE daily_people (
  workspace_id BIGINT NOT NULL,
  day_ms BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, day_ms, user_id)
){{clustered}};
