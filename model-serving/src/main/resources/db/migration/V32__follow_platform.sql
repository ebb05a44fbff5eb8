-- Serving replicas without a database report through the platform. Each may serve some of the endpoints only.
ALTER TABLE serving_replica
    -- Where it can be asked.
    ADD COLUMN address text,
    -- The names of those that it serves; NULL where it serves all.
    ADD COLUMN endpoints text[];

-- A replica numbers its swaps, so that what it tells twice is there once.
ALTER TABLE serving_swap
    ADD COLUMN replica_id uuid,
    ADD COLUMN replica_swap bigint,
    ADD UNIQUE (replica_id, replica_swap);
