-- What should have been predicted, as it became known later, for each row of a request of a log. The request
-- may not be written yet, or not be kept: they meet when quality is asked for.
CREATE TABLE serving_ground_truth (
  log_id     bigint  NOT NULL,
  request_id text    NOT NULL,
  row_index  integer NOT NULL,
  -- A text, a number or a boolean.
  value      jsonb   NOT NULL,
  posted_at  bigint  NOT NULL,
  PRIMARY KEY (log_id, request_id, row_index)
);

CREATE INDEX serving_ground_truth_by_age ON serving_ground_truth (posted_at);

-- Whether something became known since the quality of versions was written down last.
ALTER TABLE serving_request_log ADD COLUMN quality_due boolean NOT NULL DEFAULT false;
