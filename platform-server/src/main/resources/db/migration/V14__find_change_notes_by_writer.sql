-- A transaction that changes a hundred thousand runs notes each of them. Once a server has followed
-- it, the notes are of no use to it, and were yet read by every search until their window was over.
-- With the writer before the window, a search reads those of later transactions only.
ALTER TABLE run_change_notes
    DROP CONSTRAINT run_change_notes_pkey,
    ADD PRIMARY KEY (experiment_id, writer, change_window, run_key);
