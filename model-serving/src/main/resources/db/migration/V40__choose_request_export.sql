-- NONE, JSONL or PARQUET; null where the endpoint says nothing of it and the server's setting decides.
ALTER TABLE serving_request_log ADD COLUMN export text;
