-- What was logged and is not yet in metric_series and metric_points: one row for each call, moved
-- there by the hundred a moment later, or by whoever reads the run first.
--
-- No foreign key, which would be checked for every call: what is left of a run that was purged
-- meanwhile is dropped when it is moved.
CREATE TABLE metric_inbox (
    run_key           bigint NOT NULL,
    batch_id          bigint GENERATED ALWAYS AS IDENTITY,
    experiment_id     bigint NOT NULL,
    -- The points, column by column. The last three are null where no point of the call has one.
    point_count       integer NOT NULL,
    metric_keys       text[] NOT NULL,
    metric_steps      bigint[] NOT NULL,
    metric_timestamps bigint[] NOT NULL,
    metric_values     double precision[] NOT NULL,
    model_ids         text[],
    dataset_names     text[],
    dataset_digests   text[],
    PRIMARY KEY (run_key, batch_id)
) WITH (
    -- Rows live for a moment, so however few the table has, there are soon many dead ones.
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_analyze_threshold = 1000000000,
    autovacuum_vacuum_insert_threshold = -1
);
