-- What an object is compared with on its way out; the SHA-256 where it is not known.
ALTER TABLE artifact_objects ADD COLUMN crc32c integer;
