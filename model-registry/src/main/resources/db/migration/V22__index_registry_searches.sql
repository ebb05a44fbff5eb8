-- The latest version of each stage, for every page of registered models: one step of an index each.
CREATE INDEX model_versions_stage ON model_versions (registered_model_id, stage, version);

-- What has a tag of a value, where few have it. Hashed: a value may be longer than a page.
CREATE INDEX model_version_tags_value ON model_version_tags USING hash (value);
CREATE INDEX registered_model_tags_value ON registered_model_tags USING hash (value);
