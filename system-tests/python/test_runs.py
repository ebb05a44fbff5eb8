import time

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunStatus, RunTag, ViewType
from mlflow.exceptions import MlflowException


def test_run_lifecycle_from_start_to_finish(client, experiment_id):
    with mlflow.start_run(run_name="first", description="A note", tags={"team": "vision"}) as run:
        running = client.get_run(run.info.run_id)
        assert running.info.status == "RUNNING"
        assert running.info.end_time is None

    finished = client.get_run(run.info.run_id)
    assert finished.info.status == "FINISHED"
    assert finished.info.run_name == "first"
    assert finished.info.experiment_id == experiment_id
    assert finished.info.lifecycle_stage == "active"
    assert finished.info.start_time <= finished.info.end_time
    assert finished.info.artifact_uri == f"mlflow-artifacts:/{experiment_id}/{run.info.run_id}/artifacts"
    assert finished.data.tags["team"] == "vision"
    assert finished.data.tags["mlflow.note.content"] == "A note"
    assert finished.data.tags["mlflow.runName"] == "first"
    assert finished.data.tags["mlflow.user"] == finished.info.user_id


def test_unnamed_run_gets_a_name_and_the_tag_that_carries_it(client, experiment_id):
    run = client.create_run(experiment_id)

    assert run.info.run_name
    assert run.data.tags["mlflow.runName"] == run.info.run_name


def test_exception_in_a_run_marks_it_failed(client, experiment_id):
    with pytest.raises(ZeroDivisionError):
        with mlflow.start_run() as run:
            1 / 0

    assert client.get_run(run.info.run_id).info.status == "FAILED"


def test_run_is_resumed_by_its_id(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.log_param("round", 1)
    with mlflow.start_run(run_id=run.info.run_id):
        assert client.get_run(run.info.run_id).info.status == "RUNNING"
        mlflow.log_metric("loss", 0.5)

    resumed = client.get_run(run.info.run_id)
    assert resumed.data.params == {"round": "1"}
    assert resumed.data.metrics == {"loss": 0.5}
    assert resumed.info.status == "FINISHED"


def test_nested_runs_know_their_parent(client, experiment_id):
    with mlflow.start_run(run_name="sweep") as parent:
        children = []
        for depth in (2, 4):
            with mlflow.start_run(run_name=f"depth-{depth}", nested=True) as child:
                mlflow.log_param("depth", depth)
                children.append(child.info.run_id)

    found = client.search_runs([experiment_id], filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'")

    assert sorted(run.info.run_id for run in found) == sorted(children)
    assert mlflow.get_parent_run(children[0]).info.run_id == parent.info.run_id


def test_update_run_changes_name_and_status(client, experiment_id):
    run_id = client.create_run(experiment_id, run_name="before").info.run_id

    client.update_run(run_id, status="KILLED", name="after")

    updated = client.get_run(run_id)
    assert updated.info.run_name == "after"
    assert updated.data.tags["mlflow.runName"] == "after"
    assert updated.info.status == "KILLED"


def test_setting_the_name_tag_renames_the_run(client, experiment_id):
    run_id = client.create_run(experiment_id, run_name="before").info.run_id

    client.set_tag(run_id, "mlflow.runName", "after")

    assert client.get_run(run_id).info.run_name == "after"


def test_set_terminated_keeps_the_given_end_time(client, experiment_id):
    run_id = client.create_run(experiment_id, start_time=1_700_000_000_000).info.run_id

    client.set_terminated(run_id, status="FAILED", end_time=1_700_000_060_000)

    info = client.get_run(run_id).info
    assert (info.status, info.start_time, info.end_time) == ("FAILED", 1_700_000_000_000, 1_700_000_060_000)


def test_deleted_run_is_hidden_refuses_writes_and_comes_back(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id

    client.delete_run(run_id)

    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    assert list(client.search_runs([experiment_id])) == []
    assert len(client.search_runs([experiment_id], run_view_type=ViewType.DELETED_ONLY)) == 1
    with pytest.raises(MlflowException) as refused:
        client.log_param(run_id, "late", "1")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"

    client.restore_run(run_id)
    client.log_param(run_id, "late", "1")
    assert client.get_run(run_id).data.params == {"late": "1"}


def test_run_cannot_start_in_a_deleted_experiment(client, unique):
    experiment_id = client.create_experiment(unique("experiment"))
    client.delete_experiment(experiment_id)

    with pytest.raises(MlflowException) as refused:
        client.create_run(experiment_id)

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_params_of_every_kind_are_strings(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.log_params({"lr": 0.01, "layers": [64, 32], "optimizer": "adam", "shuffle": True, "note": "ünïcode ✓"})

    assert client.get_run(run.info.run_id).data.params == {
        "lr": "0.01",
        "layers": "[64, 32]",
        "optimizer": "adam",
        "shuffle": "True",
        "note": "ünïcode ✓",
    }


def test_param_may_be_repeated_but_not_changed(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id
    client.log_param(run_id, "lr", 0.1)
    client.log_param(run_id, "lr", 0.1)

    with pytest.raises(MlflowException) as refused:
        client.log_param(run_id, "lr", 0.2)

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert client.get_run(run_id).data.params == {"lr": "0.1"}


def test_long_values_are_kept_to_the_limit_and_cut_behind_it(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id

    client.log_param(run_id, "exactly", "x" * 6000)
    client.log_param(run_id, "more", "y" * 6001)
    client.set_tag(run_id, "more", "z" * 8001)

    data = client.get_run(run_id).data
    assert data.params == {"exactly": "x" * 6000, "more": "y" * 6000}
    assert data.tags["more"] == "z" * 8000


def test_keys_may_hold_slashes_dots_dashes_and_spaces(client, experiment_id):
    keys = ["a/b/c", "a.b", "a-b", "a b", "a_b"]
    run_id = client.create_run(experiment_id).info.run_id
    for key in keys:
        client.log_param(run_id, key, "p")
        client.log_metric(run_id, key, 1.0)
        client.set_tag(run_id, key, "t")

    data = client.get_run(run_id).data
    assert set(keys) == set(data.params) == set(data.metrics)
    assert set(keys) <= set(data.tags)


def test_tags_are_set_overwritten_and_deleted(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id
    client.set_tag(run_id, "release", "1.0")
    client.set_tag(run_id, "release", "2.0")
    assert client.get_run(run_id).data.tags["release"] == "2.0"

    client.delete_tag(run_id, "release")

    assert "release" not in client.get_run(run_id).data.tags
    with pytest.raises(MlflowException) as refused:
        client.delete_tag(run_id, "release")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_batch_writes_metrics_params_and_tags_at_once(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id
    now = int(time.time() * 1000)

    client.log_batch(
        run_id,
        metrics=[Metric("loss", 1.0 / (step + 1), now + step, step) for step in range(100)],
        params=[Param(f"p{index}", str(index)) for index in range(50)],
        tags=[RunTag(f"t{index}", str(index)) for index in range(50)],
    )

    data = client.get_run(run_id).data
    assert data.metrics == {"loss": 0.01}
    assert len(data.params) == 50
    assert data.tags["t49"] == "49"
    assert len(client.get_metric_history(run_id, "loss")) == 100


def test_rejected_batch_leaves_nothing_behind(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id
    client.log_param(run_id, "lr", "0.1")

    with pytest.raises(MlflowException) as refused:
        client.log_batch(
            run_id,
            metrics=[Metric("loss", 1.0, 1, 0)],
            params=[Param("fresh", "1"), Param("lr", "0.2")],
            tags=[RunTag("touched", "yes")],
        )

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    data = client.get_run(run_id).data
    assert data.params == {"lr": "0.1"}
    assert "touched" not in data.tags


def test_status_values_are_those_of_the_client(client, experiment_id):
    for status in ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"):
        run_id = client.create_run(experiment_id).info.run_id
        client.update_run(run_id, status=status)
        assert client.get_run(run_id).info.status == status
        assert RunStatus.from_string(status)
