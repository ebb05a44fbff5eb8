-- The lineage is walked in both directions, from any kind of thing, over tables of a million rows:
-- each step is one range of an index. All are small next to their tables, or partial.

-- Runs of a dataset, latest first.
CREATE INDEX run_datasets_by_dataset_and_run ON run_datasets (dataset_id, run_key);
DROP INDEX run_datasets_by_dataset;

-- A dataset by the whole hash of its content, of which MLflow's digest holds a part at most.
CREATE INDEX run_dataset_tags_by_sha256 ON run_dataset_tags (value, dataset_id)
    WHERE key = 'millrace.dataset.sha256';

-- What was measured on a dataset, and on what a run and a model were measured. Series without a
-- dataset, nearly all, are in none of these.
CREATE INDEX metric_series_by_dataset_and_run ON metric_series (dataset_digest, run_key)
    WHERE dataset_digest IS NOT NULL;
CREATE INDEX metric_series_by_dataset_and_model ON metric_series (dataset_digest, model_id)
    WHERE dataset_digest IS NOT NULL AND model_id IS NOT NULL;
CREATE INDEX metric_series_by_run_and_dataset ON metric_series (run_key, dataset_digest)
    WHERE dataset_digest IS NOT NULL;

-- Runs that read a model.
CREATE INDEX run_model_inputs_by_model ON run_model_inputs (model_id, run_key);

-- Endpoints that follow an alias, and those that a version served behind.
CREATE INDEX serving_endpoint_by_alias ON serving_endpoint (model_name, alias);
CREATE INDEX serving_swap_by_version ON serving_swap (endpoint_id, to_version, swap_id);
