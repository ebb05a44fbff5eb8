import uuid

import mlflow
import numpy as np
import pytest
from conftest import MLFLOW_2
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression


@pytest.fixture(scope="module")
def source(tracking_uri, log_model):
    """The URI, run and predictor of one small logged model; versions made of it are cheap."""
    mlflow.set_experiment(f"registry-{uuid.uuid4().hex[:10]}")
    inputs = np.arange(10.0).reshape(-1, 1)
    model = LinearRegression().fit(inputs, 3 * inputs.ravel() + 1)
    with mlflow.start_run() as run:
        info = log_model(
            mlflow.sklearn, model, "line", signature=infer_signature(inputs, inputs.ravel()), pip_requirements=["scikit-learn"]
        )
    return info, run.info.run_id, inputs, model.predict(inputs)


@pytest.fixture
def source_uri(client, source):
    """What a version is made of: the logged model of 3.x, the run's folder of 2.x."""
    info, run_id, _, _ = source
    return f"{client.get_run(run_id).info.artifact_uri}/line" if MLFLOW_2 else info.model_uri


@pytest.fixture
def model_name(client, unique):
    name = unique("model")
    client.create_registered_model(name)
    return name


@pytest.fixture
def add_version(client, model_name, source, source_uri):
    info, run_id, _, _ = source
    logged_model = {} if MLFLOW_2 else {"model_id": info.model_id}

    def add(**options):
        return client.create_model_version(model_name, source_uri, run_id, **logged_model, **options)

    return add


def test_registered_model_is_read_back(client, unique):
    name = unique("model")

    client.create_registered_model(name, tags={"team": "vision"}, description="Sees things")

    model = client.get_registered_model(name)
    assert (model.name, model.description, model.tags) == (name, "Sees things", {"team": "vision"})
    assert model.creation_timestamp <= model.last_updated_timestamp
    assert model.latest_versions == []


def test_taken_model_name_is_refused(client, model_name):
    with pytest.raises(MlflowException) as refused:
        client.create_registered_model(model_name)

    assert refused.value.error_code == "RESOURCE_ALREADY_EXISTS"


def test_register_model_by_run_and_by_model_uri(client, source, unique):
    info, run_id, inputs, predictions = source
    name = unique("model")

    first = mlflow.register_model(f"runs:/{run_id}/line", name)
    second = mlflow.register_model(info.model_uri, name, tags={"origin": "logged model"})

    assert (first.version, second.version) == ("1", "2")
    versions = {version.version: version for version in client.search_model_versions(f"name = '{name}'")}
    assert versions["1"].run_id == versions["2"].run_id == run_id
    assert versions["2"].tags == {"origin": "logged model"}
    assert versions["2"].status == "READY"
    for version in ("1", "2"):
        loaded = mlflow.pyfunc.load_model(f"models:/{name}/{version}")
        np.testing.assert_allclose(loaded.predict(inputs), predictions)


def test_log_model_registers_in_one_step(client, unique, source, log_model):
    _, _, inputs, predictions = source
    name = unique("model")

    with mlflow.start_run():
        log_model(
            mlflow.sklearn,
            LinearRegression().fit(inputs, predictions),
            "line",
            registered_model_name=name,
            pip_requirements=["scikit-learn"],
        )

    np.testing.assert_allclose(mlflow.pyfunc.load_model(f"models:/{name}/latest").predict(inputs), predictions)


def test_versions_count_up_and_are_not_reused(client, model_name, add_version):
    assert [add_version().version for _ in range(3)] == ["1", "2", "3"]

    client.delete_model_version(model_name, "2")

    assert add_version().version == "4"
    assert sorted(version.version for version in client.search_model_versions(f"name = '{model_name}'")) == ["1", "3", "4"]
    with pytest.raises(MlflowException) as refused:
        client.get_model_version(model_name, "2")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_version_says_where_it_came_from(client, model_name, add_version, source, source_uri):
    _, run_id, _, _ = source

    add_version(description="First", tags={"quality": "good"})

    version = client.get_model_version(model_name, "1")
    assert (version.name, version.version, version.run_id) == (model_name, "1", run_id)
    assert version.description == "First"
    assert version.tags == {"quality": "good"}
    assert version.source == source_uri
    assert client.get_model_version_download_uri(model_name, "1").startswith("mlflow-artifacts:/")


def test_alias_moves_and_the_model_loads_by_it(client, model_name, add_version, source):
    _, _, inputs, predictions = source
    add_version()
    add_version()

    client.set_registered_model_alias(model_name, "champion", "1")
    client.set_registered_model_alias(model_name, "champion", "2")
    client.set_registered_model_alias(model_name, "challenger", "1")

    assert client.get_model_version_by_alias(model_name, "champion").version == "2"
    assert client.get_registered_model(model_name).aliases == {"champion": "2", "challenger": "1"}
    assert client.get_model_version(model_name, "2").aliases == ["champion"]
    loaded = mlflow.pyfunc.load_model(f"models:/{model_name}@champion")
    np.testing.assert_allclose(loaded.predict(inputs), predictions)


def test_deleted_alias_is_gone(client, model_name, add_version):
    add_version()
    client.set_registered_model_alias(model_name, "champion", "1")

    client.delete_registered_model_alias(model_name, "champion")

    with pytest.raises(MlflowException) as refused:
        client.get_model_version_by_alias(model_name, "champion")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert client.get_registered_model(model_name).aliases == {}


def test_alias_goes_with_its_version(client, model_name, add_version):
    add_version()
    client.set_registered_model_alias(model_name, "champion", "1")

    client.delete_model_version(model_name, "1")

    assert client.get_registered_model(model_name).aliases == {}


@pytest.mark.parametrize("alias", ["latest", "v1", "V23"])
def test_reserved_aliases_are_refused(client, model_name, add_version, alias):
    add_version()

    with pytest.raises(MlflowException) as refused:
        client.set_registered_model_alias(model_name, alias, "1")

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_alias_of_an_unknown_version_is_refused(client, model_name):
    with pytest.raises(MlflowException) as refused:
        client.set_registered_model_alias(model_name, "champion", "7")

    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_stages_still_work(client, model_name, add_version):
    add_version()
    add_version()
    assert client.get_model_version(model_name, "1").current_stage == "None"

    client.transition_model_version_stage(model_name, "1", "Production")
    client.transition_model_version_stage(model_name, "2", "production", archive_existing_versions=True)

    assert client.get_model_version(model_name, "1").current_stage == "Archived"
    assert client.get_model_version(model_name, "2").current_stage == "Production"
    latest = client.get_latest_versions(model_name, stages=["Production"])
    assert [version.version for version in latest] == ["2"]
    assert {version.version for version in client.get_latest_versions(model_name)} == {"1", "2"}
    with pytest.raises(MlflowException) as refused:
        client.transition_model_version_stage(model_name, "1", "Nonsense")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_tags_of_models_and_versions(client, model_name, add_version):
    add_version()
    client.set_registered_model_tag(model_name, "team", "vision")
    client.set_model_version_tag(model_name, "1", "quality", "good")
    client.set_model_version_tag(model_name, "1", "quality", "better")
    assert client.get_registered_model(model_name).tags == {"team": "vision"}
    assert client.get_model_version(model_name, "1").tags == {"quality": "better"}

    client.delete_registered_model_tag(model_name, "team")
    client.delete_model_version_tag(model_name, "1", "quality")

    assert client.get_registered_model(model_name).tags == {}
    assert client.get_model_version(model_name, "1").tags == {}


def test_descriptions_change(client, model_name, add_version):
    add_version()

    client.update_registered_model(model_name, "All about it")
    client.update_model_version(model_name, "1", "The first")

    assert client.get_registered_model(model_name).description == "All about it"
    assert client.get_model_version(model_name, "1").description == "The first"


def test_renamed_model_keeps_versions_aliases_and_tags(client, model_name, add_version, unique):
    add_version(tags={"quality": "good"})
    client.set_registered_model_alias(model_name, "champion", "1")
    client.set_registered_model_tag(model_name, "team", "vision")
    new_name = unique("renamed")

    client.rename_registered_model(model_name, new_name)

    assert client.get_model_version_by_alias(new_name, "champion").tags == {"quality": "good"}
    assert client.get_registered_model(new_name).tags == {"team": "vision"}
    with pytest.raises(MlflowException) as refused:
        client.get_registered_model(model_name)
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_rename_to_a_taken_name_is_refused(client, model_name, unique):
    taken = unique("taken")
    client.create_registered_model(taken)

    with pytest.raises(MlflowException) as refused:
        client.rename_registered_model(model_name, taken)

    assert refused.value.error_code == "RESOURCE_ALREADY_EXISTS"


def test_deleted_model_takes_its_versions_with_it(client, model_name, add_version):
    add_version()

    client.delete_registered_model(model_name)

    with pytest.raises(MlflowException) as refused:
        client.get_registered_model(model_name)
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    assert list(client.search_model_versions(f"name = '{model_name}'")) == []
    client.create_registered_model(model_name)
    assert client.get_registered_model(model_name).latest_versions == []


def test_search_registered_models(client, unique):
    family = unique("fam")
    for letter in "bac":
        client.create_registered_model(f"{family}-{letter}", tags={"kind": "x" if letter == "b" else "y"})

    def found(filter_string, **options):
        return [model.name for model in client.search_registered_models(filter_string, **options)]

    like = f"name LIKE '{family}%'"
    assert found(like) == [f"{family}-{letter}" for letter in "abc"]
    assert found(f"name = '{family}-a'") == [f"{family}-a"]
    assert found(f"name ILIKE '{family.upper()}%' AND tags.kind = 'x'") == [f"{family}-b"]
    assert found(like, order_by=["name DESC"]) == [f"{family}-{letter}" for letter in "cba"]
    first = client.search_registered_models(like, max_results=2)
    second = client.search_registered_models(like, max_results=2, page_token=first.token)
    assert [model.name for model in [*first, *second]] == [f"{family}-{letter}" for letter in "abc"]
    assert not second.token


def test_search_model_versions(client, model_name, add_version, source):
    _, run_id, _, _ = source
    add_version(tags={"kind": "x"})
    add_version(tags={"kind": "y"})
    add_version(tags={"kind": "x"})

    def found(filter_string, **options):
        return [version.version for version in client.search_model_versions(filter_string, **options)]

    name = f"name = '{model_name}'"
    assert sorted(found(name)) == ["1", "2", "3"]
    assert sorted(found(f"{name} AND tags.kind = 'x'")) == ["1", "3"]
    assert sorted(found(f"{name} AND run_id = '{run_id}'")) == ["1", "2", "3"]
    assert sorted(found(f"{name} AND run_id IN ('{run_id}', 'other')")) == ["1", "2", "3"]
    assert sorted(found(f"name LIKE '{model_name}%'")) == ["1", "2", "3"]
    assert found(f"{name} AND version_number > 1", order_by=["version_number ASC"]) == ["2", "3"]
    assert found(name, order_by=["version_number DESC"]) == ["3", "2", "1"]
    first = client.search_model_versions(name, max_results=2, order_by=["version_number ASC"])
    second = client.search_model_versions(
        name, max_results=2, order_by=["version_number ASC"], page_token=first.token
    )
    assert [version.version for version in [*first, *second]] == ["1", "2", "3"]


def test_latest_versions_of_a_registered_model(client, model_name, add_version):
    add_version()
    add_version()

    latest = client.get_registered_model(model_name).latest_versions

    assert [(version.version, version.current_stage) for version in latest] == [("2", "None")]


def test_copied_version_leads_to_the_same_model(client, model_name, add_version, source, unique):
    _, _, inputs, predictions = source
    add_version()
    target = unique("copy")

    copied = client.copy_model_version(f"models:/{model_name}/1", target)

    assert copied.version == "1"
    np.testing.assert_allclose(mlflow.pyfunc.load_model(f"models:/{target}/1").predict(inputs), predictions)


@pytest.mark.parametrize("name", ["", "a/b", "a:b"])
def test_bad_model_names_are_refused(client, name):
    with pytest.raises(MlflowException) as refused:
        client.create_registered_model(name)

    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
