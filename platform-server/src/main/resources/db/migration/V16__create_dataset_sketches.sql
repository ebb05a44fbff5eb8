-- What the client that hashed a dataset found out about its rows and columns. It belongs to the
-- content, so the first that is told stays.
CREATE TABLE dataset_sketches (
    dataset_id bigint PRIMARY KEY REFERENCES datasets ON DELETE CASCADE,
    row_count  bigint NOT NULL,
    row_sketch bytea  NOT NULL,
    -- JSON; read whole or not at all.
    columns    text   NOT NULL
);

-- The tags of an input keep the first context only, and a run that is evaluated on what it was
-- trained on uses a dataset in two.
CREATE TABLE run_dataset_contexts (
    run_key    bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    dataset_id bigint NOT NULL REFERENCES datasets ON DELETE CASCADE,
    context    text   NOT NULL COLLATE "C",
    PRIMARY KEY (run_key, dataset_id, context)
);

CREATE INDEX run_dataset_contexts_by_dataset ON run_dataset_contexts (dataset_id);
