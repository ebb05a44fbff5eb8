-- The files of a folder are summed up from the index of their paths alone.
ALTER TABLE artifacts
  DROP CONSTRAINT artifacts_pkey,
  ADD PRIMARY KEY (path) INCLUDE (size_bytes);

-- What was deleted last of an experiment. Runs that were deleted long ago have no time.
CREATE INDEX runs_deleted ON runs (experiment_id, coalesce(deleted_time, 0), run_key)
    WHERE lifecycle_stage = 'deleted';
