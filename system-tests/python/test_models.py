import mlflow
import numpy as np
import pandas as pd
import pytest
import yaml
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

# Named here, so that log_model does not start a process to find them out.
REQUIREMENTS = ["scikit-learn"]


@pytest.fixture(scope="module")
def iris():
    features, target = load_iris(return_X_y=True, as_frame=True)
    return features, target, LogisticRegression(max_iter=500).fit(features, target)


@pytest.fixture
def log(iris, log_model):
    features, _, model = iris

    def log(**options):
        return log_model(
            mlflow.sklearn,
            model,
            "classifier",
            signature=infer_signature(features, model.predict(features)),
            pip_requirements=REQUIREMENTS,
            **options,
        )

    return log


def test_model_logged_in_a_run_predicts_the_same_when_loaded(client, experiment_id, iris, log):
    features, _, model = iris
    with mlflow.start_run() as run:
        info = log(input_example=features.head(2))

    for uri in (info.model_uri, f"runs:/{run.info.run_id}/classifier"):
        loaded = mlflow.pyfunc.load_model(uri)
        np.testing.assert_array_equal(loaded.predict(features), model.predict(features))
    native = mlflow.sklearn.load_model(info.model_uri)
    np.testing.assert_allclose(native.predict_proba(features), model.predict_proba(features))
    loaded_info = mlflow.models.get_model_info(info.model_uri)
    assert loaded_info.signature == info.signature
    assert [column.name for column in loaded_info.signature.inputs] == list(features.columns)


@pytest.mark.mlflow3
def test_files_of_a_logged_model(client, experiment_id, iris, log, tmp_path):
    with mlflow.start_run():
        info = log(input_example=iris[0].head(2))

    folder = mlflow.artifacts.download_artifacts(info.model_uri, dst_path=str(tmp_path))
    with open(f"{folder}/MLmodel") as file:
        description = yaml.safe_load(file)
    assert description["model_id"] == info.model_id
    assert "sklearn" in description["flavors"]
    listed = {entry.path for entry in client.list_logged_model_artifacts(info.model_id)}
    assert {"MLmodel", "requirements.txt", "input_example.json"} <= listed


@pytest.mark.mlflow3
def test_logged_model_carries_its_run_params_tags_and_metrics(client, experiment_id, iris, log):
    frame = iris[0].assign(target=iris[1])
    dataset = mlflow.data.from_pandas(frame, name="iris-train", targets="target")
    with mlflow.start_run() as run:
        info = log(params={"max_iter": 500}, tags={"team": "botany"})
        mlflow.log_metric("accuracy", 0.97, model_id=info.model_id, dataset=dataset)

    model = mlflow.get_logged_model(info.model_id)
    assert (model.name, model.experiment_id, model.source_run_id) == ("classifier", experiment_id, run.info.run_id)
    assert str(model.status) == "READY"
    assert model.params == {"max_iter": "500"}
    assert model.tags["team"] == "botany"
    assert [(metric.key, metric.value, metric.dataset_name) for metric in model.metrics] == [
        ("accuracy", 0.97, "iris-train")
    ]
    outputs = client.get_run(run.info.run_id).outputs.model_outputs
    assert [output.model_id for output in outputs] == [info.model_id]
    assert client.get_run(run.info.run_id).data.metrics == {"accuracy": 0.97}


@pytest.mark.mlflow3
def test_logged_model_tags_change(client, experiment_id):
    model = mlflow.create_external_model(name="external", tags={"a": "1"}, params={"p": "x"})

    client.set_logged_model_tags(model.model_id, {"a": "2", "b": "3"})
    client.delete_logged_model_tag(model.model_id, "b")

    read = client.get_logged_model(model.model_id)
    assert read.tags["a"] == "2"
    assert "b" not in read.tags
    assert read.params == {"p": "x"}


@pytest.mark.mlflow3
def test_logged_model_is_finalized(client, experiment_id):
    model = client.create_logged_model(experiment_id, name="pending")
    assert str(client.get_logged_model(model.model_id).status) == "PENDING"

    client.finalize_logged_model(model.model_id, "FAILED")

    assert str(client.get_logged_model(model.model_id).status) == "FAILED"


@pytest.mark.mlflow3
def test_deleted_logged_model_is_not_found(client, experiment_id):
    model = mlflow.create_external_model(name="short-lived")

    client.delete_logged_model(model.model_id)

    with pytest.raises(MlflowException) as refused:
        client.get_logged_model(model.model_id)
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    assert list(client.search_logged_models([experiment_id])) == []


@pytest.mark.mlflow3
def test_unknown_logged_model_is_not_found(client):
    with pytest.raises(MlflowException) as refused:
        client.get_logged_model("m-00000000000000000000000000000000")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


@pytest.mark.mlflow3
def test_search_filters_orders_and_pages_logged_models(client, experiment_id):
    with mlflow.start_run():
        for index, accuracy in enumerate([0.5, 0.9, 0.7]):
            model = mlflow.create_external_model(name=f"m{index}", params={"depth": str(index)}, tags={"team": "vision"})
            mlflow.log_metric("accuracy", accuracy, model_id=model.model_id)

    def found(**options):
        return [model.name for model in client.search_logged_models([experiment_id], **options)]

    assert found() == ["m2", "m1", "m0"]
    assert found(filter_string="name = 'm1'") == ["m1"]
    assert found(filter_string="params.depth = '2'") == ["m2"]
    assert sorted(found(filter_string="metrics.accuracy >= 0.7")) == ["m1", "m2"]
    assert found(filter_string="tags.team = 'text'") == []
    assert found(order_by=[{"field_name": "metrics.accuracy", "ascending": False}]) == ["m1", "m2", "m0"]
    assert found(order_by=[{"field_name": "creation_timestamp", "ascending": True}]) == ["m0", "m1", "m2"]

    first = client.search_logged_models([experiment_id], max_results=2)
    second = client.search_logged_models([experiment_id], max_results=2, page_token=first.token)
    assert [model.name for model in [*first, *second]] == ["m2", "m1", "m0"]
    assert not second.token


@pytest.mark.mlflow3
def test_search_as_a_data_frame(experiment_id):
    mlflow.create_external_model(name="framed", params={"depth": "3"})

    frame = mlflow.search_logged_models(experiment_ids=[experiment_id])

    assert isinstance(frame, pd.DataFrame)
    assert list(frame["name"]) == ["framed"]


def test_custom_python_model(experiment_id, log_model):
    def double(frame: pd.DataFrame) -> pd.DataFrame:
        return frame * 2

    with mlflow.start_run():
        info = log_model(mlflow.pyfunc, name="double", python_model=double, pip_requirements=["pandas"])

    loaded = mlflow.pyfunc.load_model(info.model_uri)
    assert loaded.predict(pd.DataFrame({"x": [1, 2]}))["x"].tolist() == [2, 4]


def test_autolog_tracks_a_fit_by_itself(client, experiment_id, iris):
    features, target, _ = iris
    mlflow.sklearn.autolog(log_models=False)
    try:
        with mlflow.start_run() as run:
            LogisticRegression(max_iter=321).fit(features, target)
    finally:
        mlflow.sklearn.autolog(disable=True)

    logged = client.get_run(run.info.run_id)
    assert logged.data.params["max_iter"] == "321"
    assert logged.data.metrics["training_accuracy_score"] > 0.9
    assert logged.data.tags["estimator_name"] == "LogisticRegression"
    assert len(logged.inputs.dataset_inputs) == 1
    assert "training_confusion_matrix.png" in [entry.path for entry in client.list_artifacts(run.info.run_id)]
