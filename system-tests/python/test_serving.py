"""An ONNX model goes from scikit-learn through the registry to an endpoint and is swapped by MLflow's own alias call."""

import math
import time

import mlflow
import numpy as np
import pytest
import requests
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

pytestmark = pytest.mark.millrace

VERSION_HEADER = "X-Millrace-Model-Version"


@pytest.fixture(scope="module")
def iris():
    features, target = load_iris(return_X_y=True)
    features = features.astype(np.float32)
    # Two models that disagree, so that an answer shows which one gave it.
    good = LogisticRegression(max_iter=500).fit(features, target)
    shifted = LogisticRegression(max_iter=500).fit(features, (target + 1) % 3)
    return features, {"1": good, "2": shifted}


@pytest.fixture
def registered(client, experiment_id, unique, iris):
    features, models = iris
    name = unique("iris-onnx")
    for model in models.values():
        onnx_model = to_onnx(model, features[:1], options={"zipmap": False}, target_opset=18)
        with mlflow.start_run():
            mlflow.onnx.log_model(
                onnx_model,
                name="classifier",
                signature=infer_signature(
                    features, {"label": model.predict(features), "probabilities": model.predict_proba(features)}
                ),
                registered_model_name=name,
                pip_requirements=["onnxruntime"],
            )
    client.set_registered_model_alias(name, "champion", "1")
    return name


@pytest.fixture
def endpoint(server_url, registered, unique):
    name = unique("iris")
    api = f"{server_url}/api/millrace/v1/endpoints"
    opened = requests.post(api, json={"name": name, "model_name": registered, "alias": "champion"}, timeout=60)
    assert opened.status_code == 200, opened.text
    until(lambda: requests.get(f"{api}/{name}", timeout=10).json()["endpoint"].get("live_version") == "1")
    yield name
    assert requests.delete(f"{api}/{name}", timeout=60).status_code == 200


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not so within {seconds} s"
        time.sleep(0.05)


def ask(server_url, endpoint, body):
    return requests.post(f"{server_url}/serving/{endpoint}/invocations", json=body, timeout=30)


def predicted(answer):
    assert answer.status_code == 200, answer.text
    predictions = answer.json()["predictions"]
    return np.array(predictions["label"]), np.array(predictions["probabilities"])


def test_endpoint_predicts_what_scikit_learn_predicts(server_url, endpoint, iris):
    features, models = iris

    answer = ask(server_url, endpoint, {"inputs": features.tolist()})

    labels, probabilities = predicted(answer)
    assert answer.headers[VERSION_HEADER] == "1"
    np.testing.assert_array_equal(labels, models["1"].predict(features))
    np.testing.assert_allclose(probabilities, models["1"].predict_proba(features), atol=1e-5)
    assert requests.get(f"{server_url}/serving/{endpoint}/ping", timeout=10).status_code == 200


def test_instances_answer_as_inputs_do(server_url, endpoint, iris):
    features, models = iris

    labels, _ = predicted(ask(server_url, endpoint, {"instances": features[:20].tolist()}))

    np.testing.assert_array_equal(labels, models["1"].predict(features[:20]))


def test_moving_the_alias_swaps_the_model_without_a_failed_request(server_url, endpoint, registered, client, iris):
    features, models = iris
    row = features[:5]
    expected = {version: model.predict(row).tolist() for version, model in models.items()}
    answered = set()

    def score():
        answer = ask(server_url, endpoint, {"inputs": row.tolist()})
        labels, _ = predicted(answer)
        version = answer.headers[VERSION_HEADER]
        assert labels.tolist() == expected[version]
        answered.add(version)
        return version

    assert score() == "1"
    client.set_registered_model_alias(registered, "champion", "2")
    until(lambda: score() == "2")
    client.set_registered_model_alias(registered, "champion", "1")
    until(lambda: score() == "1")

    assert answered == {"1", "2"}
    swaps = requests.get(f"{server_url}/api/millrace/v1/endpoints/{endpoint}/swaps", timeout=10).json()["swaps"]
    assert [swap["to_version"] for swap in swaps][:2] == ["1", "2"]


def test_promotion_moves_the_alias_and_is_recorded(server_url, endpoint, registered, client, iris):
    features, models = iris
    api = f"{server_url}/api/millrace/v1/promotions"

    promoted = requests.post(
        api, json={"model_name": registered, "alias": "champion", "version": "2", "reason": "Better"}, timeout=30
    )

    assert promoted.status_code == 200, promoted.text
    promotion = promoted.json()["promotion"]
    assert (promotion["from_version"], promotion["to_version"], promotion["reason"]) == ("1", "2", "Better")
    assert client.get_model_version_by_alias(registered, "champion").version == "2"
    until(lambda: ask(server_url, endpoint, {"inputs": features[:1].tolist()}).headers[VERSION_HEADER] == "2")
    history = requests.get(api, params={"model_name": registered}, timeout=30).json()["promotions"]
    assert history[0]["promotion_id"] == promotion["promotion_id"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"inputs": "text"},
        {"inputs": [[1.0, 2.0]]},
        {"inputs": [[1.0, 2.0, 3.0, "four"]]},
        {"inputs": [[1.0, 2.0, 3.0, 4.0]], "instances": [[1.0, 2.0, 3.0, 4.0]]},
    ],
)
def test_bad_requests_are_refused_with_the_reason(server_url, endpoint, body):
    answer = ask(server_url, endpoint, body)

    assert answer.status_code == 400, answer.text
    assert answer.json()["error_code"]
    assert answer.json()["message"]


def test_answers_are_valid_json_numbers(server_url, endpoint, iris):
    _, probabilities = predicted(ask(server_url, endpoint, {"inputs": iris[0][:1].tolist()}))

    assert all(math.isfinite(value) for value in probabilities.ravel())


def test_unknown_endpoint_is_not_found(server_url, unique):
    answer = ask(server_url, unique("absent"), {"inputs": [[1.0]]})

    assert answer.status_code == 404
    assert answer.json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"
