-- When the drift behind an endpoint that alerts was looked at last, and which versions drifted then.
CREATE TABLE serving_drift_watch (
  endpoint_id bigint PRIMARY KEY REFERENCES serving_endpoint ON DELETE CASCADE,
  looked_at   bigint NOT NULL,
  drifting    integer[] NOT NULL
);
