-- The trash lists them by the time of their deletion; a purge takes no other runs.
CREATE INDEX runs_deleted ON runs ((coalesce(deleted_time, 0)) DESC, run_key DESC) WHERE lifecycle_stage = 'deleted';
