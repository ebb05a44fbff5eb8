-- Which runs changed when, so that a server which keeps values of runs in its memory can ask what
-- became of them. Time is told in windows of 512 transaction ids: within one, a run is noted once,
-- however often it is written to.
--
-- A change and its note commit together. So a change that a snapshot does not show has a note, or
-- will have one, in a window that is not before that of the snapshot's oldest running transaction.
CREATE TABLE run_change_notes (
    experiment_id bigint NOT NULL,
    change_window bigint NOT NULL,
    run_key       bigint NOT NULL,
    -- 0 for the statement that logs, which is the hot path and is written so that it waits for
    -- nobody who waits for it; the transaction's own id for all others, whose notes thus never
    -- meet one that they would have to wait for.
    writer        bigint NOT NULL,
    -- No foreign keys: each would cost a look-up, and a note of what is gone does no harm.
    PRIMARY KEY (experiment_id, change_window, run_key, writer)
);
