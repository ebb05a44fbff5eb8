"""Logs predictions with a model, so that whoever serves it can be held to them.

Millrace's gate ``prediction_tests`` asks the serving runtime for each of them before an alias moves to the model.
"""

import io
import json

from millrace_logged_model import add_json, model_id

_FOLDER = "tests"
_FILE = "predictions.json"
_MOST = 10_000


def log_prediction_tests(model, inputs, predictions=None, *, count=20):
    """Logs rows of the training data with the predictions that the framework itself gives for them.

    The rows are taken evenly from the inputs, and are asked one by one: a gate that fails names the row.

    :param model: what ``log_model`` answered, or the id of a logged model (``m-…``), or ``models:/m-…``.
    :param inputs: a DataFrame, a numpy array, or a dict of arrays, in the form that the model takes; one row a case.
    :param predictions: for every row of the inputs, in the form that the logged model answers: an array, a DataFrame, or
        a dict of arrays, which need not name all that it answers. By default the logged model is loaded and asked.
    :param count: how many rows; at most 10,000.
    :return: the number of cases that were logged.
    :raises ValueError: where there are no rows, or not as many predictions as rows.
    """
    if not 1 <= count <= _MOST:
        raise ValueError(f"count is {count}; it is 1 to {_MOST}")
    logged = model_id(model)
    rows = _length(inputs)
    if rows == 0:
        raise ValueError("the inputs have no rows")
    if predictions is None:
        predict = _loaded(logged)
    else:
        if _length(predictions) != rows:
            raise ValueError(f"{_length(predictions)} predictions for {rows} rows of inputs")

        def predict(row, at):
            return _row(predictions, at)

    cases = []
    for at in _evenly(rows, min(count, rows)):
        row = _row(inputs, at)
        cases.append(
            {"name": f"row {at}", "request": _request(row), "predictions": _predictions(predict(row, at))}
        )
    add_json(logged, _FOLDER, _FILE, {"cases": cases})
    return len(cases)


def _loaded(model_id):
    import mlflow.pyfunc

    model = mlflow.pyfunc.load_model(f"models:/{model_id}")
    return lambda row, at: model.predict(row)


def _evenly(rows, count):
    return sorted({round(i * (rows - 1) / max(1, count - 1)) for i in range(count)})


def _length(data):
    if isinstance(data, dict):
        lengths = {len(values) for values in data.values()}
        if len(lengths) != 1:
            raise ValueError("the arrays are not all of one length")
        return lengths.pop()
    return len(data)


def _row(data, at):
    if isinstance(data, dict):
        import numpy

        return {name: numpy.asarray(values)[at : at + 1] for name, values in data.items()}
    return data.iloc[at : at + 1] if hasattr(data, "iloc") else data[at : at + 1]


def _request(row):
    from mlflow.models import convert_input_example_to_serving_input

    return _without_nan(json.loads(convert_input_example_to_serving_input(row)))


def _without_nan(value):
    """A missing value of a DataFrame is null in a request: NaN is no JSON."""
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and value != value else value


def _predictions(answer):
    from mlflow.pyfunc.scoring_server import predictions_to_json

    text = io.StringIO()
    predictions_to_json(answer, text)
    return json.loads(text.getvalue())["predictions"]
