-- Signs of life and the text output of runs. Each in narrow tables of its own: neither a beat nor a
-- line of output touches the row of the run.

CREATE TABLE run_heartbeats (
    run_key         bigint      PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    beat_at         timestamptz NOT NULL,
    interval_millis bigint      NOT NULL CHECK (interval_millis > 0),
    -- Since when the run is known to be stalled; null while it beats.
    stalled_at      timestamptz
) WITH (fillfactor = 50);

-- One row per run that has a log: locked while something is appended, so that chunks have no gaps.
CREATE TABLE run_logs (
    run_key     bigint PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    size_bytes  bigint NOT NULL,
    chunk_count bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE run_log_chunks (
    run_key      bigint NOT NULL REFERENCES run_logs ON DELETE CASCADE,
    start_offset bigint NOT NULL,
    content      bytea  NOT NULL,
    -- Who sent it, and as the how manieth of its own: a chunk that is sent again is known by them.
    writer       text   COLLATE "C",
    sequence     bigint,
    PRIMARY KEY (run_key, start_offset)
);

CREATE UNIQUE INDEX run_log_chunks_by_writer ON run_log_chunks (run_key, writer, sequence)
    WHERE writer IS NOT NULL;
