"""Predictions logged from the training data hold the serving runtime to what the framework answered."""

import sys
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier

sys.path.insert(0, str(Path(__file__).parents[2] / "clients" / "python" / "src"))

from millrace_prediction_tests import log_prediction_tests

pytestmark = [pytest.mark.millrace, pytest.mark.mlflow3]


@pytest.fixture(scope="module")
def iris():
    features, target = load_iris(return_X_y=True)
    features = features.astype(np.float32)
    return features, RandomForestClassifier(20, random_state=7).fit(features, target)


@pytest.fixture
def logged(experiment_id, unique, iris):
    features, forest = iris
    name = unique("forest")
    with mlflow.start_run():
        info = mlflow.onnx.log_model(
            to_onnx(forest, features[:1], options={"zipmap": False}, target_opset=18),
            name="forest",
            signature=infer_signature(features),
            registered_model_name=name,
            pip_requirements=["onnxruntime"],
        )
    return name, info


@pytest.fixture
def gate(server_url):
    def ask(name):
        answer = requests.post(
            f"{server_url}/api/millrace/v1/promotions",
            json={"model_name": name, "version": "1", "gates": [{"type": "prediction_tests"}], "dry_run": True},
            timeout=60,
        )
        assert answer.status_code in (200, 422), answer.text
        return answer.json()["request"]["gates"][0]

    return ask


def test_the_frameworks_own_predictions_are_replayed(logged, iris, gate):
    name, info = logged
    features, forest = iris
    expected = {"label": forest.predict(features), "probabilities": forest.predict_proba(features)}

    assert log_prediction_tests(info, features, expected, count=15) == 15

    result = gate(name)
    assert result["status"] == "pass", result
    assert result["evidence"]["cases"] == 15


def test_a_runtime_that_answers_otherwise_is_stopped_at_the_row(logged, iris, gate):
    name, info = logged
    features, forest = iris
    labels = forest.predict(features)
    labels[149] = 0

    log_prediction_tests(info.model_id, features, pd.DataFrame({"label": labels}).to_dict("series"), count=2)

    result = gate(name)
    assert result["status"] == "fail", result
    assert "row 149: predictions.label[0] should be 0 and are 2" in result["message"]


def test_without_predictions_the_logged_model_is_asked(logged, iris, gate):
    name, info = logged
    assert log_prediction_tests(info.model_uri, iris[0][:7]) == 7
    result = gate(name)
    assert result["status"] == "pass", result
    assert result["evidence"]["cases"] == 7


def test_what_cannot_be_logged_is_refused_before_anything_is_sent():
    rows = np.zeros((3, 4))
    with pytest.raises(ValueError, match="no logged model"):
        log_prediction_tests("runs:/1/model", rows, rows)
    with pytest.raises(ValueError, match="2 predictions for 3 rows"):
        log_prediction_tests("m-1", rows, rows[:2])
    with pytest.raises(ValueError, match="no rows"):
        log_prediction_tests("m-1", rows[:0], rows[:0])
    with pytest.raises(ValueError, match="count is 0"):
        log_prediction_tests("m-1", rows, rows, count=0)
    with pytest.raises(ValueError, match="one length"):
        log_prediction_tests("m-1", {"a": rows, "b": rows[:1]}, rows)
