"""LightGBM Boosters go through the registry to an endpoint, which answers what MLflow's own pyfunc answers."""

import json
import sys
from pathlib import Path

import lightgbm as lgb
import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
from mlflow.models import infer_signature

sys.path.insert(0, str(Path(__file__).parents[2] / "clients" / "python" / "src"))

from millrace_prediction_tests import log_prediction_tests

pytestmark = pytest.mark.millrace

NAMES = ["age", "yearly income", "debt", "kind"]
ROWS = 300


@pytest.fixture(scope="module")
def data():
    random = np.random.RandomState(11)
    frame = pd.DataFrame(random.randn(ROWS, 4), columns=NAMES)
    frame["kind"] = random.randint(0, 40, ROWS).astype(float)
    signal = 2 * frame["age"] + np.sin(3 * frame["yearly income"]) + frame["debt"] * np.cos(frame["kind"])
    return frame, signal.to_numpy()


def with_gaps(frame):
    gaps = frame.mask(np.random.RandomState(5).rand(*frame.shape) < 0.2)
    gaps.iloc[0] = np.nan
    return gaps


def train(params, inputs, target, **dataset):
    base = {"verbose": -1, "num_threads": 1, "num_leaves": 15, "min_data_in_leaf": 5}
    return lgb.train({**base, **params}, lgb.Dataset(inputs, target, **dataset), 20), inputs


def binary(frame, signal):
    return train({"objective": "binary"}, frame, (signal > 0).astype(int))


def multiclass(frame, signal):
    return train({"objective": "multiclass", "num_class": 3}, frame, np.digitize(signal, [-1, 1]))


def missing(frame, signal):
    return train({"objective": "regression"}, with_gaps(frame), signal)


def categories(frame, signal):
    options = {"min_data_per_group": 5, "cat_smooth": 1, "max_cat_to_onehot": 1}
    return train({"objective": "regression", **options}, frame, signal, categorical_feature=["kind"])


def dart(frame, signal):
    return train({"objective": "regression", "boosting": "dart"}, frame, signal)


def forest(frame, signal):
    params = {"objective": "binary", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.7}
    return train(params, frame, (signal > 0).astype(int))


def integers(frame, signal):
    columns = frame.assign(kind=frame["kind"].astype("int64"), debt=(frame["debt"] * 1000).astype("int32"))
    return train({"objective": "regression"}, columns, signal)


def floats(frame, signal):
    return train({"objective": "regression"}, frame.astype(np.float32), signal)


def an_array(frame, signal):
    return train({"objective": "regression"}, frame.to_numpy(), signal)


MODELS = [binary, multiclass, missing, categories, dart, forest, integers, floats, an_array]


def log(model, inputs, name, **options):
    with mlflow.start_run():
        return mlflow.lightgbm.log_model(
            model,
            name="model",
            signature=infer_signature(inputs),
            input_example=inputs[:3],
            registered_model_name=name,
            pip_requirements=["lightgbm"],
            **options,
        )


def ask(server_url, endpoint, inputs):
    if isinstance(inputs, pd.DataFrame):
        # Every digit: a threshold may stand between two neighbours.
        rows = [[None if pd.isna(value) else value for value in row] for row in inputs.astype(object).values.tolist()]
        body = json.dumps({"dataframe_split": {"columns": list(inputs.columns), "data": rows}})
    else:
        body = json.dumps({"inputs": inputs.tolist()})
    answer = requests.post(
        f"{server_url}/serving/{endpoint}/invocations",
        data=body,
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["predictions"]


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_endpoint_predicts_what_mlflow_predicts(server_url, served, experiment_id, unique, data, make):
    model, inputs = make(*data)
    name = unique("lgb")
    info = log(model, inputs, name)
    expected = mlflow.pyfunc.load_model(info.model_uri).predict(inputs)

    endpoint, refused = served(name)
    assert refused is None

    found = np.array(ask(server_url, endpoint, inputs))
    assert found.shape == expected.shape
    exact = make in (missing, categories, dart, integers, floats, an_array)
    np.testing.assert_allclose(found, expected, rtol=0 if exact else 4e-16, atol=0)


def test_a_version_takes_traffic_only_where_it_answers_as_python_did(served, experiment_id, unique, data):
    model, inputs = binary(*data)
    for factor, refusal in ((1.0, None), (1.01, "should be")):
        name = unique("lgb")
        info = log(model, inputs, name)
        log_prediction_tests(info, inputs[:20], model.predict(inputs[:20]) * factor)
        _, refused = served(name)
        assert (refused is None) == (refusal is None), refused
        assert refusal is None or refusal in refused


def test_linear_trees_are_refused_with_their_reason(served, experiment_id, unique, data):
    model, inputs = train({"objective": "regression", "linear_tree": True}, *data)
    name = unique("lgb")
    log(model, inputs, name)
    _, refused = served(name)
    assert "linear_tree" in refused
