-- An endpoint follows an alias, the newest version of a stage, or one version.
ALTER TABLE serving_endpoint
  ALTER COLUMN alias DROP NOT NULL,
  ADD COLUMN stage       text,
  ADD COLUMN version     text,
  ADD COLUMN owner       text,
  ADD COLUMN description text,
  ADD CONSTRAINT serving_endpoint_follows_one CHECK (num_nonnulls(alias, stage, version) = 1);
