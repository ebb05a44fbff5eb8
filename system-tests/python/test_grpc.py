"""Triton's official gRPC client asks an ONNX model from scikit-learn, over the port that MILLRACE_GRPC_PORT names."""

import os

import numpy as np
import pytest
import tritonclient.grpc as triton
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from test_inference import iris, serve  # noqa: F401
from tritonclient.utils import InferenceServerException

pytestmark = pytest.mark.millrace


@pytest.fixture
def iris_endpoint(serve, iris):  # noqa: F811
    features, model = iris
    outputs = {"label": model.predict(features), "probabilities": model.predict_proba(features)}
    onnx_model = to_onnx(model, features[:1], options={"zipmap": False}, target_opset=18)
    return serve(onnx_model, infer_signature(features, outputs))


@pytest.fixture
def inference(server_url):
    host = server_url.removeprefix("http://").rsplit(":", 1)[0]
    with triton.InferenceServerClient(f"{host}:{os.environ['MILLRACE_GRPC_PORT']}") as client:
        yield client


def tensor(name, values, datatype):
    made = triton.InferInput(name, list(values.shape), datatype)
    made.set_data_from_numpy(values)
    return made


def test_the_client_is_answered_with_the_predictions(inference, iris_endpoint, iris):  # noqa: F811
    features, model = iris
    wanted = [triton.InferRequestedOutput(name) for name in ("probabilities", "label")]

    result = inference.infer(iris_endpoint, [tensor("input-0", features, "FP32")], outputs=wanted, request_id="r-1")

    np.testing.assert_array_equal(result.as_numpy("label"), model.predict(features))
    np.testing.assert_allclose(result.as_numpy("probabilities"), model.predict_proba(features), atol=1e-5)
    assert result.as_numpy("label").dtype == np.int64
    assert result.as_numpy("probabilities").dtype == np.float32
    response = result.get_response()
    assert (response.model_name, response.model_version, response.id) == (iris_endpoint, "1", "r-1")
    assert response.parameters["variant"].string_param == "primary"


def test_headers_priority_and_timeout_are_taken(inference, iris_endpoint, iris):  # noqa: F811
    features, model = iris

    result = inference.infer(
        iris_endpoint,
        [tensor("input-0", features[:7], "FP32")],
        model_version="1",
        priority=3,
        timeout=1_000_000,
        client_timeout=30,
        headers={"x-millrace-request-key": "customer-7", "x-millrace-retry": "once"},
        compression_algorithm="gzip",
    )

    np.testing.assert_array_equal(result.as_numpy("label"), model.predict(features[:7]))


def test_a_stream_is_answered_in_order(inference, iris_endpoint, iris):  # noqa: F811
    features, model = iris
    answers = []
    inference.start_stream(callback=lambda result, error: answers.append((result, error)))
    for row in range(20):
        values = features[row : row + 1] if row != 5 else features[row : row + 1, :3]
        inference.async_stream_infer(iris_endpoint, [tensor("input-0", values, "FP32")], request_id=str(row))
    inference.stop_stream()

    assert len(answers) == 20
    assert "must have the shape" in str(answers.pop(5)[1])
    labels = [result.as_numpy("label")[0] for result, error in answers]
    assert labels == np.delete(model.predict(features[:20]), 5).tolist()


def test_the_server_and_its_models_are_described(inference, iris_endpoint, unique):
    assert inference.is_server_live()
    assert inference.is_server_ready()
    assert inference.is_model_ready(iris_endpoint)
    assert inference.is_model_ready(iris_endpoint, "1")
    assert not inference.is_model_ready(iris_endpoint, "2")
    assert not inference.is_model_ready(unique("absent"))
    assert inference.get_server_metadata().name == "millrace"
    metadata = inference.get_model_metadata(iris_endpoint)
    assert list(metadata.versions) == ["1"]
    assert [(each.name, each.datatype, list(each.shape)) for each in metadata.inputs] == [("input-0", "FP32", [-1, 4])]
    assert [output.name for output in metadata.outputs] == ["label", "probabilities"]


def test_what_was_asked_is_counted(inference, iris_endpoint, iris):  # noqa: F811
    features, _ = iris
    for rows in (1, 7):
        inference.infer(iris_endpoint, [tensor("input-0", features[:rows], "FP32")])

    (stats,) = inference.get_inference_statistics(iris_endpoint).model_stats
    assert (stats.name, stats.version) == (iris_endpoint, "1")
    assert (stats.inference_count, stats.execution_count) == (8, 2)
    assert (stats.inference_stats.success.count, stats.inference_stats.fail.count) == (2, 0)
    assert 0 < stats.inference_stats.compute_infer.ns < stats.inference_stats.success.ns


def test_refusals_reach_the_caller_with_their_status_and_reason(inference, iris_endpoint, iris, unique):  # noqa: F811
    features, _ = iris
    for endpoint, version, values, datatype, status, reason in (
        (iris_endpoint, "", features[:2, :3], "FP32", "INVALID_ARGUMENT", r"must have the shape \[-1, 4\]"),
        (iris_endpoint, "", features[:2] > 1, "BOOL", "INVALID_ARGUMENT", "expected float32, got booleans"),
        (iris_endpoint, "7", features, "FP32", "NOT_FOUND", "loaded are: 1"),
        (unique("absent"), "", features, "FP32", "NOT_FOUND", "no endpoint of this name"),
    ):
        with pytest.raises(InferenceServerException, match=reason) as refused:
            inference.infer(endpoint, [tensor("input-0", values, datatype)], model_version=version)
        assert refused.value.status() == f"StatusCode.{status}"
    large = np.zeros((1_000_000, 4), dtype=np.float32)
    with pytest.raises(InferenceServerException, match="10485760") as refused:
        inference.infer(iris_endpoint, [tensor("input-0", large, "FP32")])
    assert refused.value.status() == "StatusCode.RESOURCE_EXHAUSTED"
