import mlflow
import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def frame():
    return pd.DataFrame({"height": [1.5, 1.7, 1.9], "label": [0, 1, 1]})


def test_logged_input_is_read_back_with_digest_schema_and_context(client, experiment_id, frame):
    dataset = mlflow.data.from_pandas(frame, source="people.csv", name="people", targets="label")

    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"origin": "survey"})

    inputs = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert len(inputs) == 1
    logged = inputs[0].dataset
    assert (logged.name, logged.digest) == ("people", dataset.digest)
    assert logged.source_type == "local"
    assert "people.csv" in logged.source
    assert "height" in logged.schema
    assert "num_rows" in logged.profile
    tags = {tag.key: tag.value for tag in inputs[0].tags}
    assert tags == {"mlflow.data.context": "training", "origin": "survey"}


def test_one_dataset_may_be_used_by_many_runs_and_a_run_may_use_many(client, experiment_id, frame):
    train = mlflow.data.from_pandas(frame, name="train")
    test = mlflow.data.from_numpy(np.arange(6.0).reshape(3, 2), name="test")

    with mlflow.start_run() as first:
        mlflow.log_input(train, context="training")
        mlflow.log_input(test, context="testing")
    with mlflow.start_run() as second:
        mlflow.log_input(train, context="training")

    def datasets(run):
        return sorted(entry.dataset.name for entry in client.get_run(run.info.run_id).inputs.dataset_inputs)

    assert datasets(first) == ["test", "train"]
    assert datasets(second) == ["train"]


def test_input_logged_twice_is_one_input(client, experiment_id, frame):
    dataset = mlflow.data.from_pandas(frame, name="people")

    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training")
        mlflow.log_input(dataset, context="training")

    assert len(client.get_run(run.info.run_id).inputs.dataset_inputs) == 1


def test_runs_are_found_by_their_dataset(client, experiment_id, frame):
    dataset = mlflow.data.from_pandas(frame, name="people")
    with mlflow.start_run() as with_dataset:
        mlflow.log_input(dataset, context="evaluation")
    with mlflow.start_run():
        pass

    for filter_string in (
        "dataset.name = 'people'",
        f"dataset.digest = '{dataset.digest}'",
        "dataset.context = 'evaluation'",
        "dataset.name LIKE 'peo%' AND dataset.context = 'evaluation'",
    ):
        found = client.search_runs([experiment_id], filter_string=filter_string)
        assert [run.info.run_id for run in found] == [with_dataset.info.run_id], filter_string
    assert list(client.search_runs([experiment_id], filter_string="dataset.name = 'absent'")) == []


@pytest.mark.mlflow3
def test_metric_linked_to_a_dataset_is_kept(client, experiment_id, frame):
    dataset = mlflow.data.from_pandas(frame, name="people")

    with mlflow.start_run() as run:
        mlflow.log_metric("accuracy", 0.75, dataset=dataset)

    run = client.get_run(run.info.run_id)
    assert run.data.metrics == {"accuracy": 0.75}
