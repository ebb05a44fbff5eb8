import math
import time

import mlflow
import pytest
from mlflow.entities import Metric


@pytest.fixture
def run_id(client, experiment_id):
    return client.create_run(experiment_id).info.run_id


def test_history_keeps_every_point_in_order(client, run_id):
    for step, value in enumerate([0.9, 0.5, 0.7]):
        client.log_metric(run_id, "loss", value, timestamp=1000 + step, step=step)

    history = client.get_metric_history(run_id, "loss")

    assert [(point.step, point.value, point.timestamp) for point in history] == [
        (0, 0.9, 1000),
        (1, 0.5, 1001),
        (2, 0.7, 1002),
    ]


def test_latest_metric_is_the_one_of_the_highest_step(client, run_id):
    client.log_metric(run_id, "loss", 1.0, timestamp=5000, step=10)
    client.log_metric(run_id, "loss", 2.0, timestamp=9000, step=5)

    assert client.get_run(run_id).data.metrics["loss"] == 1.0


def test_latest_metric_of_one_step_is_the_newest_then_the_largest(client, run_id):
    client.log_metric(run_id, "by_time", 2.0, timestamp=1000, step=1)
    client.log_metric(run_id, "by_time", 1.0, timestamp=2000, step=1)
    client.log_metric(run_id, "by_value", 2.0, timestamp=1000, step=1)
    client.log_metric(run_id, "by_value", 1.0, timestamp=1000, step=1)

    metrics = client.get_run(run_id).data.metrics
    assert metrics["by_time"] == 1.0
    assert metrics["by_value"] == 2.0


def test_identical_metric_is_stored_once(client, run_id):
    client.log_metric(run_id, "loss", 0.5, timestamp=1000, step=1)
    client.log_metric(run_id, "loss", 0.5, timestamp=1000, step=1)

    assert len(client.get_metric_history(run_id, "loss")) == 1


def test_negative_steps_and_timestamps_of_other_centuries(client, run_id):
    client.log_metric(run_id, "odd", 1.0, timestamp=0, step=-5)
    client.log_metric(run_id, "odd", 2.0, timestamp=32_503_680_000_000, step=2**40)

    assert [point.step for point in client.get_metric_history(run_id, "odd")] == [-5, 2**40]


def test_not_a_number_survives(client, run_id):
    client.log_metric(run_id, "loss", float("nan"), timestamp=1000, step=0)

    assert math.isnan(client.get_run(run_id).data.metrics["loss"])
    assert [math.isnan(point.value) for point in client.get_metric_history(run_id, "loss")] == [True]


@pytest.mark.parametrize("sign", [1, -1])
def test_infinity_is_at_least_the_largest_double(client, run_id, sign):
    # A stock server stores the largest double in its place; a server may also keep the infinity itself.
    client.log_metric(run_id, "loss", sign * math.inf, timestamp=1000, step=0)

    latest = client.get_run(run_id).data.metrics["loss"]
    assert latest * sign >= 1.7976931348623157e308
    assert client.get_metric_history(run_id, "loss")[0].value == latest


@pytest.mark.parametrize("value", [0.0, -0.0, 1e-308, 1.7976931348623157e308, 0.1 + 0.2, 123456789.123456789])
def test_doubles_come_back_exactly(client, run_id, value):
    client.log_metric(run_id, "exact", value)

    assert client.get_run(run_id).data.metrics["exact"] == value


def test_history_of_an_unknown_key_is_empty(client, run_id):
    assert client.get_metric_history(run_id, "absent") == []


def test_history_longer_than_a_page_arrives_whole_and_once(client, run_id):
    points = 2500
    for start in range(0, points, 1000):
        client.log_batch(
            run_id,
            metrics=[Metric("long", float(step), 1000 + step, step) for step in range(start, min(start + 1000, points))],
        )

    seen, token = [], None
    while True:
        page = client._tracking_client.store.get_metric_history(run_id, "long", max_results=700, page_token=token)
        assert len(page) <= 700
        seen += [point.step for point in page]
        token = page.token
        if not token:
            break

    assert seen == list(range(points))
    assert [point.step for point in client.get_metric_history(run_id, "long")] == list(range(points))


def test_metrics_logged_asynchronously_arrive(client, experiment_id):
    with mlflow.start_run() as run:
        operations = [mlflow.log_metric("async", float(step), step=step, synchronous=False) for step in range(50)]
        for operation in operations:
            operation.wait()

    assert len(client.get_metric_history(run.info.run_id, "async")) == 50


def test_system_metrics_are_logged_beside_the_run(client, experiment_id):
    mlflow.set_system_metrics_sampling_interval(0.2)
    mlflow.set_system_metrics_samples_before_logging(1)
    try:
        with mlflow.start_run(log_system_metrics=True) as run:
            deadline = time.monotonic() + 30
            while not any(key.startswith("system/") for key in client.get_run(run.info.run_id).data.metrics):
                assert time.monotonic() < deadline, "no system metric arrived"
                time.sleep(0.1)
    finally:
        mlflow.set_system_metrics_sampling_interval(None)
        mlflow.set_system_metrics_samples_before_logging(None)

    assert "system/cpu_utilization_percentage" in client.get_run(run.info.run_id).data.metrics
