import time

import mlflow
import pytest
from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException


def names(experiments):
    return [experiment.name for experiment in experiments]


def test_default_experiment_exists(client):
    experiment = client.get_experiment("0")

    assert experiment.name == "Default"
    assert experiment.lifecycle_stage == "active"


def test_created_experiment_is_read_back_by_id_and_by_name(client, unique):
    name = unique("experiment")
    before = int(time.time() * 1000)

    experiment_id = client.create_experiment(name, tags={"team": "vision", "owner": "ada"})

    by_id = client.get_experiment(experiment_id)
    assert by_id.name == name
    assert by_id.tags == {"team": "vision", "owner": "ada"}
    assert by_id.lifecycle_stage == "active"
    assert by_id.artifact_location.startswith("mlflow-artifacts:/")
    assert before - 5000 <= by_id.creation_time <= by_id.last_update_time <= time.time() * 1000 + 5000
    assert client.get_experiment_by_name(name).experiment_id == experiment_id


def test_unknown_experiment_name_is_none(client, unique):
    assert client.get_experiment_by_name(unique("absent")) is None


def test_set_experiment_creates_once_and_then_reuses(unique):
    name = unique("experiment")

    first = mlflow.set_experiment(name)
    second = mlflow.set_experiment(name)

    assert first.experiment_id == second.experiment_id


def test_taken_name_is_refused(client, unique):
    name = unique("experiment")
    client.create_experiment(name)

    with pytest.raises(MlflowException) as refused:
        client.create_experiment(name)

    assert refused.value.error_code == "RESOURCE_ALREADY_EXISTS"


def test_renamed_experiment_keeps_its_id(client, unique):
    experiment_id = client.create_experiment(unique("old"))
    new_name = unique("new")

    client.rename_experiment(experiment_id, new_name)

    assert client.get_experiment(experiment_id).name == new_name
    assert client.get_experiment_by_name(new_name).experiment_id == experiment_id


def test_tags_are_set_and_overwritten(client, experiment_id):
    client.set_experiment_tag(experiment_id, "stage", "draft")
    client.set_experiment_tag(experiment_id, "stage", "final")
    client.set_experiment_tag(experiment_id, "mlflow.note.content", "# Notes\n\nüñí ✓")
    assert client.get_experiment(experiment_id).tags["stage"] == "final"
    assert client.get_experiment(experiment_id).tags["mlflow.note.content"] == "# Notes\n\nüñí ✓"


@pytest.mark.mlflow3
def test_tag_is_deleted(client, experiment_id):
    client.set_experiment_tag(experiment_id, "stage", "final")

    client.delete_experiment_tag(experiment_id, "stage")

    assert "stage" not in client.get_experiment(experiment_id).tags


def test_deleted_experiment_is_restorable_and_keeps_its_name_taken(client, unique):
    name = unique("experiment")
    experiment_id = client.create_experiment(name)

    client.delete_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "deleted"
    with pytest.raises(MlflowException) as refused:
        client.create_experiment(name)
    assert refused.value.error_code == "RESOURCE_ALREADY_EXISTS"

    client.restore_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"


def test_runs_of_a_deleted_experiment_are_deleted_with_it_and_restored_with_it(client, experiment_id):
    run_id = client.create_run(experiment_id).info.run_id

    client.delete_experiment(experiment_id)
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"

    client.restore_experiment(experiment_id)
    assert client.get_run(run_id).info.lifecycle_stage == "active"


def test_set_experiment_refuses_a_deleted_one(client, unique):
    name = unique("experiment")
    client.delete_experiment(client.create_experiment(name))

    with pytest.raises(MlflowException, match="deleted experiment"):
        mlflow.set_experiment(name)


def test_search_by_name_pattern_and_tag(client, unique):
    family = unique("family")
    client.create_experiment(f"{family}-a", tags={"kind": "x"})
    client.create_experiment(f"{family}-b", tags={"kind": "y"})
    client.create_experiment(unique("other"), tags={"kind": "x"})

    assert names(client.search_experiments(filter_string=f"name = '{family}-a'")) == [f"{family}-a"]
    assert sorted(names(client.search_experiments(filter_string=f"name LIKE '{family}%'"))) == [
        f"{family}-a",
        f"{family}-b",
    ]
    assert names(
        client.search_experiments(filter_string=f"name ILIKE '{family.upper()}%' AND tags.kind = 'y'")
    ) == [f"{family}-b"]
    assert names(
        client.search_experiments(filter_string=f"name LIKE '{family}%' AND tags.kind != 'y'")
    ) == [f"{family}-a"]


def test_search_orders_and_pages(client, unique):
    family = unique("paged")
    for letter in "bdaec":
        client.create_experiment(f"{family}-{letter}")

    ordered = client.search_experiments(
        filter_string=f"name LIKE '{family}%'", order_by=["name DESC"], max_results=2
    )
    seen = names(ordered)
    while ordered.token:
        ordered = client.search_experiments(
            filter_string=f"name LIKE '{family}%'", order_by=["name DESC"], max_results=2, page_token=ordered.token
        )
        seen += names(ordered)

    assert seen == [f"{family}-{letter}" for letter in "edcba"]


def test_search_view_types(client, unique):
    family = unique("viewed")
    client.create_experiment(f"{family}-kept")
    client.delete_experiment(client.create_experiment(f"{family}-gone"))

    def found(view_type):
        return sorted(names(client.search_experiments(view_type=view_type, filter_string=f"name LIKE '{family}%'")))

    assert found(ViewType.ACTIVE_ONLY) == [f"{family}-kept"]
    assert found(ViewType.DELETED_ONLY) == [f"{family}-gone"]
    assert found(ViewType.ALL) == [f"{family}-gone", f"{family}-kept"]


def test_search_without_order_shows_the_newest_first(client, unique):
    family = unique("newest")
    for letter in "abc":
        client.create_experiment(f"{family}-{letter}")

    assert names(client.search_experiments(filter_string=f"name LIKE '{family}%'")) == [
        f"{family}-{letter}" for letter in "cba"
    ]
