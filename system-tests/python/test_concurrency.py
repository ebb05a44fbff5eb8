from concurrent.futures import ThreadPoolExecutor

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag


def together(call, arguments, threads=8):
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(call, arguments))


def test_threads_log_to_one_run_and_nothing_is_lost(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id
    threads, steps = 8, 25

    def write(worker):
        for step in range(steps):
            client.log_batch(
                run_id,
                metrics=[Metric("shared", worker + step / 100, 1000 + worker, step), Metric(f"own-{worker}", 1.0, 1000, step)],
                params=[Param(f"p-{worker}-{step}", "x")],
                tags=[RunTag("last-writer", str(worker))],
            )

    together(write, range(threads), threads)

    data = client.get_run(run_id).data
    assert len(client.get_metric_history(run_id, "shared")) == threads * steps
    assert all(len(client.get_metric_history(run_id, f"own-{worker}")) == steps for worker in range(threads))
    assert len(data.params) == threads * steps
    assert data.tags["last-writer"] in {str(worker) for worker in range(threads)}
    # The largest value of the newest timestamp of the last step.
    assert data.metrics["shared"] == threads - 1 + (steps - 1) / 100


def test_batches_that_touch_the_same_keys_in_other_orders_do_not_fail(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id
    keys = [f"k{index}" for index in range(20)]

    def write(worker):
        shuffled = keys[worker:] + keys[:worker]
        for step in range(5):
            client.log_batch(
                run_id,
                metrics=[Metric(key, 1.0, 1000 + worker, step) for key in shuffled],
                tags=[RunTag(key, "same") for key in shuffled],
            )

    together(write, range(8))

    assert set(client.get_run(run_id).data.metrics) == set(keys)
    assert len(client.get_metric_history(run_id, "k0")) == 40


def test_runs_started_together_are_all_there(client, experiment_id):
    created = together(lambda index: client.create_run(experiment_id, run_name=f"r{index}").info.run_id, range(40))

    found = [run.info.run_id for run in client.search_runs([experiment_id])]
    assert sorted(found) == sorted(created)
    assert len(set(created)) == 40


@pytest.mark.mlflow3
def test_versions_made_together_are_numbered_without_gaps(client, experiment_id, unique):
    name = unique("model")
    client.create_registered_model(name)
    model = mlflow.create_external_model(name="shared")

    # Few at a time: a stock server gives up after three collisions.
    versions = together(lambda _: client.create_model_version(name, f"models:/{model.model_id}", model_id=model.model_id).version, range(12), 2)

    assert sorted(int(version) for version in versions) == list(range(1, 13))


def test_files_uploaded_together_are_all_there(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id

    together(lambda index: client.log_text(run_id, f"content {index}", f"files/{index}.txt"), range(30))

    assert len(client.list_artifacts(run_id, "files")) == 30
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/files/17.txt") == "content 17"
