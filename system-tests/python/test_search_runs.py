import math
import uuid

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

START = 1_700_000_000_000


@pytest.fixture(scope="module")
def sweep(tracking_uri):
    """Six runs r0 … r5, each a second after the one before, of which r5 has no accuracy and r4 has NaN."""
    client = mlflow.MlflowClient()
    experiment_id = client.create_experiment(f"sweep-{uuid.uuid4().hex[:10]}")
    accuracies = [0.5, 0.9, 0.7, 0.8, math.nan, None]
    for index, accuracy in enumerate(accuracies):
        run = client.create_run(experiment_id, start_time=START + index * 1000, run_name=f"r{index}")
        metrics = [] if accuracy is None else [Metric("accuracy", accuracy, START, 0)]
        metrics.append(Metric("val loss", float(index), START, 0))
        client.log_batch(
            run.info.run_id,
            metrics=metrics,
            params=[Param("depth", str(index)), Param("kind", "tree" if index % 2 else "linear")],
            tags=[RunTag("team", "vision" if index < 3 else "text"), RunTag("a.b", "dotted")],
        )
        if index < 5:
            client.set_terminated(run.info.run_id, "FAILED" if index == 2 else "FINISHED", START + 60_000 + index)
    return experiment_id


@pytest.fixture
def found(sweep, client):
    def search(filter_string="", order_by=None, **options):
        runs = client.search_runs([sweep], filter_string=filter_string, order_by=order_by, **options)
        return [run.info.run_name for run in runs]

    return search


@pytest.mark.parametrize(
    ("filter_string", "expected"),
    [
        ("metrics.accuracy > 0.7", "r1 r3"),
        ("metrics.accuracy >= 0.7", "r1 r2 r3"),
        ("metrics.accuracy < 0.7", "r0"),
        ("metrics.accuracy <= 0.7", "r0 r2"),
        ("metrics.accuracy = 0.9", "r1"),
        ("metric.accuracy = 0.9", "r1"),
        ("metrics.accuracy > 0.6 AND metrics.accuracy < 0.85", "r2 r3"),
        ("metrics.accuracy > 0.6 and params.kind = 'tree'", "r1 r3"),
        ('metrics."val loss" <= 1', "r0 r1"),
        ("metrics.`val loss` > 3", "r4 r5"),
        ("params.kind = 'tree'", "r1 r3 r5"),
        ("param.kind = 'tree'", "r1 r3 r5"),
        ('parameters.kind = "tree"', "r1 r3 r5"),
        ("params.kind != 'tree'", "r0 r2 r4"),
        ("params.kind LIKE 'tr%'", "r1 r3 r5"),
        ("params.kind ILIKE 'TR%'", "r1 r3 r5"),
        ("params.kind LIKE 'TR%'", ""),
        ("tags.team = 'vision'", "r0 r1 r2"),
        ("tag.team = 'vision'", "r0 r1 r2"),
        ("tags.team != 'vision'", "r3 r4 r5"),
        ("tags.`a.b` = 'dotted' AND tags.team = 'text'", "r3 r4 r5"),
        ("tags.team LIKE '%is%'", "r0 r1 r2"),
        ("attributes.status = 'FAILED'", "r2"),
        ("attribute.status != 'FINISHED'", "r2 r5"),
        ("attr.status = 'RUNNING'", "r5"),
        ("status = 'RUNNING'", "r5"),
        ("attributes.run_name = 'r4'", "r4"),
        ("run_name LIKE 'r%' AND status = 'FAILED'", "r2"),
        ("attributes.run_name ILIKE 'R1'", "r1"),
        (f"attributes.start_time >= {START + 4000}", "r4 r5"),
        (f"attributes.start_time < {START + 1000}", "r0"),
        (f"attributes.end_time > {START + 60_002}", "r3 r4"),
        (f"attributes.artifact_uri LIKE 'mlflow-artifacts:/%' AND start_time = {START}", "r0"),
        ("params.absent = 'x'", ""),
        ("metrics.absent > 0", ""),
    ],
)
def test_filters(found, filter_string, expected):
    assert sorted(found(filter_string)) == expected.split()


def test_run_id_filters(client, sweep, found):
    ids = {run.info.run_name: run.info.run_id for run in client.search_runs([sweep])}

    assert found(f"attributes.run_id = '{ids['r3']}'") == ["r3"]
    assert sorted(found(f"attributes.run_id IN ('{ids['r1']}', '{ids['r2']}')")) == ["r1", "r2"]
    assert sorted(found(f"attributes.run_id NOT IN ('{ids['r1']}', '{ids['r2']}')")) == ["r0", "r3", "r4", "r5"]


def test_without_order_the_latest_start_comes_first(found):
    assert found() == ["r5", "r4", "r3", "r2", "r1", "r0"]


@pytest.mark.parametrize(
    ("order_by", "expected"),
    [
        (["metrics.accuracy DESC"], "r1 r3 r2 r0 r4 r5"),
        (["metrics.accuracy ASC"], "r0 r2 r3 r1 r4 r5"),
        (["metrics.accuracy"], "r0 r2 r3 r1 r4 r5"),
        (["params.depth DESC"], "r5 r4 r3 r2 r1 r0"),
        (["params.kind ASC", "attributes.start_time ASC"], "r0 r2 r4 r1 r3 r5"),
        (["tags.team DESC", "metrics.`val loss` ASC"], "r0 r1 r2 r3 r4 r5"),
        (["attributes.start_time ASC"], "r0 r1 r2 r3 r4 r5"),
        (["start_time DESC"], "r5 r4 r3 r2 r1 r0"),
        (["attributes.run_name ASC"], "r0 r1 r2 r3 r4 r5"),
        (["attributes.end_time DESC"], "r4 r3 r2 r1 r0 r5"),
        (["attributes.status ASC", "attributes.start_time ASC"], "r2 r0 r1 r3 r4 r5"),
    ],
)
def test_orders(found, order_by, expected):
    assert found(order_by=order_by) == expected.split()


@pytest.mark.parametrize("order_by", [None, ["metrics.accuracy DESC"], ["params.kind ASC"], ["tags.absent ASC"]])
def test_pages_hold_every_run_once_in_order(client, sweep, found, order_by):
    pages, token = [], None
    while True:
        page = client.search_runs([sweep], order_by=order_by, max_results=2, page_token=token)
        pages.append([run.info.run_name for run in page])
        token = page.token
        if not token:
            break

    assert [name for page in pages for name in page] == found(order_by=order_by)
    assert [len(page) for page in pages if page] == [2, 2, 2]


@pytest.mark.parametrize(
    "filter_string",
    [
        "metrics.accuracy > 'high'",
        "params.kind > 'tree'",
        "params.kind = tree",
        "metrics.accuracy",
        "nonsense.key = 'x'",
        "attributes.nonsense = 'x'",
        "metrics.accuracy >",
        "params.kind = 'tree",
    ],
)
def test_bad_filter_is_refused(found, filter_string):
    with pytest.raises(MlflowException) as refused:
        found(filter_string)

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_bad_order_is_refused(found):
    with pytest.raises(MlflowException) as refused:
        found(order_by=["metrics.accuracy SIDEWAYS"])

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_bad_page_token_is_refused(found):
    with pytest.raises(MlflowException) as refused:
        found(page_token="bogus")

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_view_types(client, experiment_id):
    kept = client.create_run(experiment_id).info.run_id
    gone = client.create_run(experiment_id).info.run_id
    client.delete_run(gone)

    def found(view_type):
        return {run.info.run_id for run in client.search_runs([experiment_id], run_view_type=view_type)}

    assert found(ViewType.ACTIVE_ONLY) == {kept}
    assert found(ViewType.DELETED_ONLY) == {gone}
    assert found(ViewType.ALL) == {kept, gone}


def test_search_over_several_experiments(client, unique):
    experiments = [client.create_experiment(unique("several")) for _ in range(2)]
    runs = [client.create_run(experiment).info.run_id for experiment in experiments]

    assert {run.info.run_id for run in client.search_runs(experiments)} == set(runs)
    assert [run.info.run_id for run in client.search_runs(experiments[:1])] == runs[:1]


def test_search_as_a_data_frame(sweep):
    frame = mlflow.search_runs(
        experiment_ids=[sweep], filter_string="metrics.accuracy > 0.6", order_by=["metrics.accuracy DESC"]
    )

    assert list(frame["tags.mlflow.runName"]) == ["r1", "r3", "r2"]
    assert list(frame["metrics.accuracy"]) == [0.9, 0.8, 0.7]
    assert list(frame["params.depth"]) == ["1", "3", "2"]
    assert str(frame["start_time"].dt.tz) == "UTC"
