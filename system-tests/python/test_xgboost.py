"""XGBoost models go through the registry to an endpoint, which answers what MLflow's own pyfunc answers."""

import json
import math
import sys
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
import xgboost as xgb
from mlflow.models import infer_signature

sys.path.insert(0, str(Path(__file__).parents[2] / "clients" / "python" / "src"))

from millrace_prediction_tests import log_prediction_tests

pytestmark = pytest.mark.millrace

NAMES = ["age", "income", "debt", "kind"]
ROWS = 300
TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def data():
    random = np.random.RandomState(11)
    frame = pd.DataFrame(random.randn(ROWS, 4), columns=NAMES)
    frame["kind"] = random.randint(0, 12, ROWS).astype(float)
    signal = 2 * frame["age"] + np.sin(3 * frame["income"]) + frame["debt"] * np.cos(frame["kind"])
    return frame, signal.to_numpy()


def with_gaps(frame):
    gaps = frame.mask(np.random.RandomState(5).rand(*frame.shape) < 0.2)
    # A column that is missing throughout in some row.
    gaps.iloc[0] = np.nan
    return gaps


def labels(signal):
    return (signal > 0).astype(int)


def three(signal):
    return np.digitize(signal, [-1, 1])


def train(params, frame, target, rounds=20, **matrix):
    return xgb.train({"nthread": 1, "max_depth": 4, **params}, xgb.DMatrix(frame, target, **matrix), rounds)


def booster_binary(frame, signal):
    return train({"objective": "binary:logistic"}, frame, labels(signal)), frame


def booster_softprob(frame, signal):
    return train({"objective": "multi:softprob", "num_class": 3}, frame, three(signal)), frame


def booster_dart(frame, signal):
    return train({"booster": "dart", "rate_drop": 0.3, "seed": 1}, frame, signal), frame


def booster_poisson(frame, signal):
    return train({"objective": "count:poisson"}, frame, np.round(np.exp(signal / 3))), frame


def booster_quantiles(frame, signal):
    return train({"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.9]}, frame, signal), frame


def booster_categorical(frame, signal):
    types = {"feature_types": ["q", "q", "q", "c"], "enable_categorical": True}
    return train({"tree_method": "hist", "max_cat_to_onehot": 4}, frame, signal, **types), frame


def booster_onehot(frame, signal):
    types = {"feature_types": ["q", "q", "q", "c"], "enable_categorical": True}
    return train({"tree_method": "hist", "max_cat_to_onehot": 100}, frame, signal, **types), frame


def booster_of_an_array(frame, signal):
    array = frame.to_numpy().astype(np.float32)
    return train({}, array, signal), array


def classifier(frame, signal):
    return xgb.XGBClassifier(n_estimators=20, n_jobs=1).fit(frame, labels(signal)), frame


def classifier_three(frame, signal):
    return xgb.XGBClassifier(n_estimators=20, n_jobs=1).fit(frame, three(signal)), frame


def classifier_missing(frame, signal):
    gaps = with_gaps(frame)
    return xgb.XGBClassifier(n_estimators=20, n_jobs=1).fit(gaps, three(signal)), gaps


def classifier_of_an_array(frame, signal):
    array = frame.to_numpy()
    return xgb.XGBClassifier(n_estimators=20, n_jobs=1).fit(array, three(signal)), array


def regressor(frame, signal):
    return xgb.XGBRegressor(n_estimators=20, n_jobs=1).fit(frame, signal), frame


def regressor_missing(frame, signal):
    gaps = with_gaps(frame)
    return xgb.XGBRegressor(n_estimators=20, n_jobs=1).fit(gaps, signal), gaps


def regressor_linear(frame, signal):
    linear = xgb.XGBRegressor(n_estimators=20, n_jobs=1, booster="gblinear", updater="coord_descent")
    return linear.fit(frame, signal), frame


def regressor_two_targets(frame, signal):
    return xgb.XGBRegressor(n_estimators=20, n_jobs=1).fit(frame, np.stack([signal, -signal], axis=1)), frame


def regressor_integers(frame, signal):
    integers = frame.assign(kind=frame["kind"].astype("int64"), debt=(frame["debt"] * 1000).astype("int32"))
    return xgb.XGBRegressor(n_estimators=20, n_jobs=1).fit(integers, signal), integers


def forest(frame, signal):
    return xgb.XGBRFRegressor(n_estimators=20, n_jobs=1).fit(frame, signal), frame


def ranker(frame, signal):
    return xgb.XGBRanker(n_estimators=20, n_jobs=1).fit(frame, three(signal), group=[30] * 10), frame


def early_stopping(frame, signal):
    # The evaluation set disagrees, so that the best iteration is long before the last.
    model = xgb.XGBRegressor(n_estimators=60, n_jobs=1, early_stopping_rounds=10)
    evaluation = (frame[200:], np.where(signal[200:] > 1, -3, signal[200:]))
    model.fit(frame[:200], signal[:200], eval_set=[evaluation], verbose=False)
    assert model.best_iteration + 1 < model.get_booster().num_boosted_rounds()
    return model, frame


def early_stopping_three(frame, signal):
    model = xgb.XGBClassifier(n_estimators=60, n_jobs=1, early_stopping_rounds=5)
    model.fit(frame[:200], three(signal[:200]), eval_set=[(frame[200:], three(-signal[200:]))], verbose=False)
    assert model.best_iteration + 1 < model.get_booster().num_boosted_rounds()
    return model, frame


def early_stopped_booster(frame, signal):
    model = early_stopping(frame, signal)[0].get_booster()
    assert model.attr("best_iteration")
    return model, frame


MODELS = [
    booster_binary,
    booster_softprob,
    booster_dart,
    booster_poisson,
    booster_quantiles,
    booster_categorical,
    booster_onehot,
    booster_of_an_array,
    classifier,
    classifier_three,
    classifier_missing,
    classifier_of_an_array,
    regressor,
    regressor_missing,
    regressor_linear,
    regressor_two_targets,
    regressor_integers,
    forest,
    ranker,
    early_stopping,
    early_stopping_three,
    early_stopped_booster,
]


def log(model, inputs, name, model_format="ubj"):
    with mlflow.start_run():
        return mlflow.xgboost.log_model(
            model,
            name="model",
            model_format=model_format,
            signature=infer_signature(inputs),
            input_example=inputs[:3],
            registered_model_name=name,
            pip_requirements=["xgboost"],
        )


def ask(server_url, endpoint, inputs):
    if isinstance(inputs, pd.DataFrame):
        split = json.loads(inputs.to_json(orient="split", index=False, double_precision=15))
        body = {"dataframe_split": {"columns": split["columns"], "data": split["data"]}}
    else:
        body = {"inputs": inputs.tolist()}
    answer = requests.post(f"{server_url}/serving/{endpoint}/invocations", json=body, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["predictions"]


@pytest.mark.parametrize("model_format", ["ubj", "json"])
@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_endpoint_predicts_what_mlflow_predicts(server_url, served, experiment_id, unique, data, make, model_format):
    model, inputs = make(*data)
    name = unique("xgb")
    info = log(model, inputs, name, model_format)
    expected = mlflow.pyfunc.load_model(info.model_uri).predict(inputs)

    endpoint, refused = served(name)
    assert refused is None

    found = np.array(ask(server_url, endpoint, inputs))
    assert found.shape == expected.shape
    assert np.issubdtype(found.dtype, np.integer) == np.issubdtype(expected.dtype, np.integer)
    np.testing.assert_allclose(found, expected, rtol=TOLERANCE, atol=TOLERANCE)


def test_columns_are_found_by_name(server_url, served, experiment_id, unique, data):
    frame, signal = data
    model, _ = regressor(frame, signal)
    name = unique("xgb")
    log(model, frame, name)
    endpoint, _ = served(name)

    found = ask(server_url, endpoint, frame[NAMES[::-1]])

    np.testing.assert_allclose(found, model.predict(frame), rtol=TOLERANCE, atol=TOLERANCE)


def test_text_columns_are_refused_with_the_reason(served, experiment_id, unique, data):
    frame, signal = data
    model, _ = regressor(frame, signal)
    name = unique("xgb")
    with mlflow.start_run():
        mlflow.xgboost.log_model(
            model,
            name="model",
            signature=infer_signature(frame.assign(kind="a")),
            registered_model_name=name,
            pip_requirements=["xgboost"],
        )

    _, refused = served(name)

    assert "Column 'kind' of the signature is of type string" in refused


def test_pandas_categories_are_refused_where_mlflow_cannot_score_them(served, experiment_id, unique, data):
    frame, signal = data
    categories = frame.assign(kind=pd.Categorical(frame["kind"].astype(int) * 10))
    model = xgb.XGBRegressor(n_estimators=5, n_jobs=1, enable_categorical=True).fit(categories, signal)
    name = unique("xgb")
    with mlflow.start_run():
        info = mlflow.xgboost.log_model(
            model,
            name="model",
            signature=infer_signature(frame),
            registered_model_name=name,
            pip_requirements=["xgboost"],
        )

    with pytest.raises(Exception, match="numeric or categorical"):
        mlflow.pyfunc.load_model(info.model_uri).predict(frame)
    _, refused = served(name)
    assert "trained on pandas categories" in refused


def test_vector_leaves_are_refused_with_the_reason(served, experiment_id, unique, data):
    frame, signal = data
    model = xgb.XGBRegressor(n_estimators=5, n_jobs=1, multi_strategy="multi_output_tree", tree_method="hist")
    model.fit(frame, np.stack([signal, -signal], axis=1))
    name = unique("xgb")
    log(model, frame, name)

    _, refused = served(name)

    assert "multi_output_tree" in refused


def test_numbers_too_large_for_xgboost_are_refused(server_url, served, experiment_id, unique, data):
    frame, signal = data
    model, _ = regressor(frame, signal)
    name = unique("xgb")
    log(model, frame, name)
    endpoint, _ = served(name)

    body = {"dataframe_split": {"columns": NAMES, "data": [[1e300, 0, 0, 0]]}}
    answer = requests.post(f"{server_url}/serving/{endpoint}/invocations", json=body, timeout=30)

    assert answer.status_code == 400
    assert "too large" in answer.json()["message"]
    assert math.isfinite(ask(server_url, endpoint, frame[:1])[0])


def test_version_that_answers_what_the_framework_did_is_served(server_url, served, experiment_id, unique, data):
    model, gaps = regressor_missing(*data)
    name = unique("xgb")
    log_prediction_tests(log(model, gaps, name), gaps, count=50)

    endpoint, refused = served(name)

    assert refused is None
    np.testing.assert_allclose(ask(server_url, endpoint, gaps), model.predict(gaps), rtol=TOLERANCE, atol=TOLERANCE)


def test_version_that_answers_otherwise_is_refused_by_the_row(served, experiment_id, unique, data):
    model, gaps = regressor_missing(*data)
    predictions = model.predict(gaps)
    predictions[-1] += 0.01
    name = unique("xgb")
    log_prediction_tests(log(model, gaps, name), gaps, predictions, count=50)

    _, refused = served(name)

    assert f"row {ROWS - 1}: predictions[0] should be" in refused
