"""Logs with a model what is known of its data, so that whoever serves it holds requests and answers to that.

Millrace refuses rows that break the request schema, and gives no predictions that break the response schema.
"""

import json
import math
import os

from millrace_logged_model import add_json, model_id

_FOLDER = "schemas"


def log_data_schemas(model, *, request=None, response=None):
    """Logs JSON schemas (2020-12) with a model: one for each row of a request, one for the predictions.

    :param model: what ``log_model`` answered, or the id of a logged model (``m-…``), or ``models:/m-…``.
    :param request: a schema as a dict, the path of one in JSON or YAML, or a DataFrame: its columns are described as
        :func:`infer_request_schema` does.
    :param response: a schema as a dict, or the path of one.
    :raises ValueError: where neither is given, or a file holds no schema.
    """
    if request is None and response is None:
        raise ValueError("there is no schema to log: give request or response")
    logged = model_id(model)
    schemas = {"request": _schema(request), "response": _schema(response)}
    for name, schema in schemas.items():
        if schema is not None:
            add_json(logged, _FOLDER, f"{name}.json", schema)


def infer_request_schema(frame, *, margin=0.0, max_categories=20):
    """Describes a row of a DataFrame by what is in its columns.

    Numbers are between the smallest and the largest that were seen, texts among those that were seen where these are few.
    Columns without missing values are required. Look it over before it is logged: what training data happens not to have
    may be a good row still.

    :param margin: by which part of their range numbers may be beyond it; 0.1 is a tenth at either end.
    :param max_categories: how many different texts are listed; a column with more takes any.
    :return: the schema as a dict.
    """
    properties = {}
    required = []
    for name in frame.columns:
        column = frame[name].dropna()
        properties[str(name)] = _property(column, margin, max_categories)
        if len(column) == len(frame):
            required.append(str(name))
    return {"type": "object", "required": required, "properties": properties}


def _property(column, margin, max_categories):
    from pandas.api import types

    if len(column) == 0 or types.is_bool_dtype(column):
        return {}
    if types.is_numeric_dtype(column):
        low, high = float(column.min()), float(column.max())
        spare = (high - low) * margin
        bounds = {"minimum": low - spare, "maximum": high + spare}
        return bounds if all(math.isfinite(bound) for bound in bounds.values()) else {}
    if types.is_datetime64_any_dtype(column):
        return {}
    texts = sorted({str(value) for value in column})
    return {"enum": texts} if len(texts) <= max_categories else {}


def _schema(given):
    if given is None or isinstance(given, dict):
        return given
    if hasattr(given, "columns"):
        return infer_request_schema(given)
    with open(os.fspath(given), encoding="utf-8") as file:
        text = file.read()
    try:
        # YAML 1.1 reads some JSON as something else: 1e-5 as a text.
        schema = json.loads(text)
    except json.JSONDecodeError:
        import yaml

        schema = yaml.safe_load(text)
    if not isinstance(schema, dict):
        raise ValueError(f"{os.path.basename(os.fspath(given))} holds no schema: it must be an object")
    return schema
