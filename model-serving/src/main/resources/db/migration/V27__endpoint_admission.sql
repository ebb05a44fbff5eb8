-- How an endpoint lets requests in; what is absent is as the server is configured.
ALTER TABLE serving_endpoint ADD COLUMN options jsonb NOT NULL DEFAULT '{}';

-- The keys that an endpoint can be asked with: of their secrets, SHA-256 in hex.
CREATE TABLE serving_key (
  endpoint_id         bigint NOT NULL REFERENCES serving_endpoint ON DELETE CASCADE,
  name                text   NOT NULL,
  hash                text   NOT NULL UNIQUE,
  -- How the secret begins.
  prefix              text   NOT NULL,
  requests_per_second double precision,
  created_at          bigint NOT NULL,
  expires_at          bigint,
  PRIMARY KEY (endpoint_id, name)
);
