-- An endpoint follows an alias, the newest version of a stage, or one version.
ALTER TABLE serving_endpoint
  ALTER COLUMN alias DROP NOT NULL,
  ADD COLUMN stage       text,
  ADD COLUMN version     text,
  ADD COLUMN owner       text,
  ADD COLUMN description text,
  ADD CONSTRAINT serving_endpoint_follows_one CHECK (num_nonnulls(alias, stage, version) = 1);

-- Further versions behind an endpoint.
CREATE TABLE serving_variant (
  endpoint_id      bigint NOT NULL REFERENCES serving_endpoint ON DELETE CASCADE,
  name             text   NOT NULL,
  alias            text,
  stage            text,
  version          text,
  -- Of the requests, in percent; what is left over is answered by what the endpoint follows itself.
  weight           double precision NOT NULL,
  -- Of the requests, in percent, that are mirrored; NULL for a variant that is no shadow.
  shadow_sample    double precision,
  shadow_tolerance double precision,
  PRIMARY KEY (endpoint_id, name),
  CONSTRAINT serving_variant_follows_one CHECK (num_nonnulls(alias, stage, version) = 1)
);

-- Of which variant a swap was; NULL for what the endpoint follows itself.
ALTER TABLE serving_swap ADD COLUMN variant text;
