-- The manifest: a file is visible exactly when it has a row here. The row is written in one
-- transaction after all its bytes are stored, so a listing never shows half a file.
-- Paths compare byte by byte: a folder is then one range, from 'folder/' to before 'folder0'.
CREATE TABLE artifacts (
  path         text COLLATE "C" PRIMARY KEY,
  object_key   text   NOT NULL UNIQUE,
  size_bytes   bigint NOT NULL CHECK (size_bytes >= 0),
  sha256       bytea  NOT NULL CHECK (octet_length(sha256) = 32),
  content_type text   NOT NULL,
  created_at   bigint NOT NULL
);

-- Objects of the store that no row of the manifest names: uploads under way, and what an overwrite
-- or a deletion left behind. A key is written here before its first byte is stored and taken out in
-- the transaction that publishes it, so a crash at any point leaves a trace that can be collected.
CREATE TABLE unreferenced_objects (
  object_key text PRIMARY KEY,
  since      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX unreferenced_objects_since ON unreferenced_objects (since);
