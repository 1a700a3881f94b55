-- What history was imported, by the names that it had where it came from: so a
-- second run changes nothing, and an interrupted one goes on. target is the
-- person, the room, or in room_id the message's seq.
CREATE TABLE imports (
  workspace_id BIGINT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  external_id TEXT NOT NULL,
  room_id BIGINT NOT NULL,
  target BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, source, kind, external_id)
){{clustered}};
