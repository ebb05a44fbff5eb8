-- The servers that serve, and what each of them serves. A server writes its own rows; one that has
-- not been seen for a while is gone, and its rows are removed by the next one that starts.
CREATE TABLE serving_replica (
    replica_id uuid PRIMARY KEY,
    name varchar(255) NOT NULL,
    started_at bigint NOT NULL,
    -- The database's clock: those of servers differ.
    seen_at timestamptz NOT NULL
);

CREATE TABLE serving_replica_endpoint (
    endpoint_id bigint NOT NULL REFERENCES serving_endpoint ON DELETE CASCADE,
    replica_id uuid NOT NULL REFERENCES serving_replica ON DELETE CASCADE,
    live_version varchar(32),
    deployments jsonb NOT NULL,
    PRIMARY KEY (endpoint_id, replica_id)
);

-- For the removal of a replica.
CREATE INDEX serving_replica_endpoint_replica ON serving_replica_endpoint (replica_id);

-- How many requests an endpoint had in a minute since the epoch, over all servers.
CREATE TABLE serving_traffic (
    endpoint_id bigint NOT NULL REFERENCES serving_endpoint ON DELETE CASCADE,
    minute bigint NOT NULL,
    requests bigint NOT NULL,
    PRIMARY KEY (endpoint_id, minute)
);
