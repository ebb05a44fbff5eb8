-- Objects of the store by what is in them: files with the same content share one object. A file
-- refers to its content, so the object of a content can be another one without touching any file.
CREATE TABLE artifact_objects (
  sha256       bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
  object_key   text   NOT NULL UNIQUE,
  size_bytes   bigint NOT NULL CHECK (size_bytes >= 0),
  -- Until when someone may read the object straight from the store by a URL that was given out.
  leased_until timestamptz
);

INSERT INTO artifact_objects (sha256, object_key, size_bytes)
SELECT DISTINCT ON (sha256) sha256, object_key, size_bytes
FROM artifacts
ORDER BY sha256, object_key;

-- What is stored twice is collected.
INSERT INTO unreferenced_objects (object_key)
SELECT object_key FROM artifacts
EXCEPT
SELECT object_key FROM artifact_objects
ON CONFLICT DO NOTHING;

ALTER TABLE artifacts
  DROP COLUMN object_key,
  ADD CONSTRAINT artifacts_object FOREIGN KEY (sha256) REFERENCES artifact_objects;

-- Does any file still refer to this content?
CREATE INDEX artifacts_by_content ON artifacts (sha256);

-- An object is noted as unreferenced before its first byte is stored, and noted again, before it is
-- removed, when a file that referred to it is gone; whether another file does is seen then.
COMMENT ON TABLE unreferenced_objects IS 'Objects that no file refers to, or perhaps none';

-- Uploads whose parts callers send to the object store themselves. The object is noted as
-- unreferenced meanwhile. A completed one stays for a while: the answer may be lost, and the caller
-- asks again.
CREATE TABLE multipart_uploads (
  upload_id  text PRIMARY KEY,
  object_key text        NOT NULL UNIQUE,
  path       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  completed  boolean     NOT NULL DEFAULT false
);

CREATE INDEX multipart_uploads_by_age ON multipart_uploads (created_at);
