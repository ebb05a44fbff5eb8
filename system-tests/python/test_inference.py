"""Triton's official HTTP client asks an ONNX model from scikit-learn, with tensors in JSON and in binary."""

import time

import mlflow
import numpy as np
import pytest
import requests
import tritonclient.http as triton
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from tritonclient.utils import InferenceServerException

pytestmark = pytest.mark.millrace


@pytest.fixture(scope="module")
def iris():
    features, target = load_iris(return_X_y=True)
    features = features.astype(np.float32)
    return features, LogisticRegression(max_iter=500).fit(features, target)


@pytest.fixture(scope="module")
def penguins():
    """A model with a column of texts and one of numbers, which answers with texts."""
    islands = np.array([["Biscoe"], ["Dream"], ["Torgersen"]] * 10, dtype=object)
    masses = np.linspace(3000, 6000, 30, dtype=np.float32).reshape(-1, 1)
    species = np.where((islands == "Biscoe") & (masses > 4000), "Gentoo", "Adélie").ravel()
    encoder = make_column_transformer((OneHotEncoder(), [0]), remainder="passthrough")
    model = make_pipeline(encoder, LogisticRegression(max_iter=5000))
    return islands, masses, model.fit(np.hstack([islands, masses]), species)


@pytest.fixture
def serve(server_url, client, experiment_id, unique):
    """Registers an ONNX model and puts an endpoint in front of it."""
    api = f"{server_url}/api/millrace/v1/endpoints"
    names = []

    def serve(onnx_model, signature):
        name = unique("inference")
        with mlflow.start_run():
            mlflow.onnx.log_model(
                onnx_model,
                name="model",
                signature=signature,
                registered_model_name=name,
                pip_requirements=["onnxruntime"],
            )
        client.set_registered_model_alias(name, "champion", "1")
        opened = requests.post(api, json={"name": name, "model_name": name, "alias": "champion"}, timeout=60)
        assert opened.status_code == 200, opened.text
        names.append(name)
        deadline = time.monotonic() + 60
        while requests.get(f"{api}/{name}", timeout=10).json()["endpoint"].get("live_version") != "1":
            assert time.monotonic() < deadline, "not live within 60 s"
            time.sleep(0.05)
        return name

    yield serve
    for name in names:
        assert requests.delete(f"{api}/{name}", timeout=60).status_code == 200


@pytest.fixture
def iris_endpoint(serve, iris):
    features, model = iris
    outputs = {"label": model.predict(features), "probabilities": model.predict_proba(features)}
    onnx_model = to_onnx(model, features[:1], options={"zipmap": False}, target_opset=18)
    return serve(onnx_model, infer_signature(features, outputs))


@pytest.fixture
def inference(server_url):
    with triton.InferenceServerClient(server_url.removeprefix("http://")) as client:
        yield client


def tensor(name, values, datatype, binary=True):
    made = triton.InferInput(name, list(values.shape), datatype)
    made.set_data_from_numpy(values, binary_data=binary)
    return made


@pytest.mark.parametrize("binary_in", [True, False])
@pytest.mark.parametrize("binary_out", [True, False])
def test_tensors_go_in_and_out_in_both_forms(inference, iris_endpoint, iris, binary_in, binary_out):
    features, model = iris
    wanted = [triton.InferRequestedOutput(name, binary_data=binary_out) for name in ("probabilities", "label")]

    result = inference.infer(
        iris_endpoint, [tensor("input-0", features, "FP32", binary_in)], outputs=wanted, request_id="r-1"
    )

    np.testing.assert_array_equal(result.as_numpy("label"), model.predict(features))
    np.testing.assert_allclose(result.as_numpy("probabilities"), model.predict_proba(features), atol=1e-5)
    assert result.as_numpy("label").dtype == np.int64
    assert result.as_numpy("probabilities").dtype == np.float32
    response = result.get_response()
    assert (response["model_name"], response["model_version"], response["id"]) == (iris_endpoint, "1", "r-1")
    assert ("data" in result.get_output("label")) == (not binary_out)


def test_the_client_is_answered_in_binary_where_it_asks_for_nothing(inference, iris_endpoint, iris):
    features, model = iris

    result = inference.infer(iris_endpoint, [tensor("input-0", features[:7], "FP32")], model_version="1")

    np.testing.assert_array_equal(result.as_numpy("label"), model.predict(features[:7]))
    assert result.get_output("probabilities")["parameters"]["binary_data_size"] == 7 * 3 * 4


def test_requests_side_by_side_are_answered_each(inference, iris_endpoint, iris):
    features, model = iris
    pending = [
        inference.async_infer(iris_endpoint, [tensor("input-0", features[row : row + 1], "FP32")]) for row in range(20)
    ]

    labels = [request.get_result().as_numpy("label")[0] for request in pending]

    assert labels == model.predict(features[:20]).tolist()


@pytest.mark.parametrize("binary", [True, False])
def test_columns_of_texts_and_numbers_are_tensors_each(inference, serve, penguins, binary):
    islands, masses, model = penguins
    rows = np.hstack([islands, masses])
    types = [("island", StringTensorType([None, 1])), ("mass", FloatTensorType([None, 1]))]
    onnx_model = to_onnx(model, initial_types=types, options={"zipmap": False}, target_opset=18)
    signature = mlflow.models.ModelSignature(
        inputs=mlflow.types.Schema([mlflow.types.ColSpec("string", "island"), mlflow.types.ColSpec("float", "mass")])
    )
    endpoint = serve(onnx_model, signature)
    wanted = [triton.InferRequestedOutput("label", binary_data=binary)]

    result = inference.infer(
        endpoint,
        [tensor("mass", masses, "FP32", binary), tensor("island", islands, "BYTES", binary)],
        outputs=wanted,
    )

    labels = [label.decode() if isinstance(label, bytes) else label for label in result.as_numpy("label")]
    assert labels == model.predict(rows).tolist()
    assert {"Gentoo", "Adélie"} == set(labels)


def test_the_server_and_its_models_are_described(inference, iris_endpoint):
    assert inference.is_server_live()
    assert inference.is_server_ready()
    assert inference.is_model_ready(iris_endpoint)
    assert inference.is_model_ready(iris_endpoint, "1")
    assert not inference.is_model_ready(iris_endpoint, "2")
    assert "binary_tensor_data" in inference.get_server_metadata()["extensions"]
    metadata = inference.get_model_metadata(iris_endpoint)
    assert metadata["versions"] == ["1"]
    assert metadata["inputs"] == [{"name": "input-0", "datatype": "FP32", "shape": [-1, 4]}]
    assert [output["name"] for output in metadata["outputs"]] == ["label", "probabilities"]
    assert inference.get_model_config(iris_endpoint)["input"][0]["data_type"] == "TYPE_FP32"
    ready = {model["name"]: model["state"] for model in inference.get_model_repository_index()}
    assert ready[iris_endpoint] == "READY"


def test_what_was_asked_is_counted(inference, iris_endpoint, iris):
    features, _ = iris
    before = time.time_ns() // 1_000_000
    for rows in (1, 7):
        inference.infer(iris_endpoint, [tensor("input-0", features[:rows], "FP32")])
    with pytest.raises(InferenceServerException, match="must have the shape"):
        inference.infer(iris_endpoint, [tensor("input-0", features[:2, :3], "FP32")])

    (stats,) = inference.get_inference_statistics(iris_endpoint)["model_stats"]
    assert (stats["name"], stats["version"]) == (iris_endpoint, "1")
    assert (stats["inference_count"], stats["execution_count"]) == (8, 2)
    assert stats["last_inference"] >= before
    durations = stats["inference_stats"]
    assert {name: total["count"] for name, total in durations.items()} == {
        "success": 2,
        "fail": 1,
        "queue": 2,
        "compute_input": 2,
        "compute_infer": 2,
        "compute_output": 2,
        "cache_hit": 0,
        "cache_miss": 0,
    }
    assert 0 < durations["compute_infer"]["ns"] < durations["success"]["ns"]
    assert inference.get_inference_statistics(iris_endpoint, "1")["model_stats"] == [stats]


def test_refusals_reach_the_caller_with_their_reason(inference, iris_endpoint, iris, unique):
    features, _ = iris
    for values, datatype, reason in (
        (features[:2, :3], "FP32", r"must have the shape \[-1, 4\]"),
        (features[:2] > 1, "BOOL", "expected float32, got booleans"),
    ):
        with pytest.raises(InferenceServerException, match=reason) as refused:
            inference.infer(iris_endpoint, [tensor("input-0", values, datatype)])
        assert refused.value.status() == "400"
    with pytest.raises(InferenceServerException, match="no endpoint of this name"):
        inference.infer(unique("absent"), [tensor("input-0", features, "FP32")])
    with pytest.raises(InferenceServerException, match="loaded are: 1"):
        inference.infer(iris_endpoint, [tensor("input-0", features, "FP32")], model_version="7")
