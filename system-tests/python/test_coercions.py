"""The same bodies are sent to a real scoring server of MLflow's and to an endpoint, and the answers compared.

Most are answered alike. Where an endpoint is stricter, it is so on purpose, and the table says why; what a caller can
have with `--mlflow-compatible` is asked of an endpoint with the three policies that it sets.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time

import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
from mlflow.models import ModelSignature, infer_signature
from mlflow.pyfunc import PythonModel
from mlflow.types import ColSpec, Schema
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from test_pyfunc import REQUIREMENTS, opened  # noqa: F401

pytestmark = pytest.mark.millrace

RECORD = {
    "flag": True,
    "few": 3,
    "many": 2**53 + 1,
    "single": 0.5,
    "real": 0.25,
    "gap": 1.5,
    "text": "ä",
    "note": "n",
    "blob": "AP8=",
    "day": "2024-02-29T10:11:12",
}
OPTIONAL = ("gap", "note")
PARQUET = "application/vnd.apache.parquet"
PARAMS = {"factor": 2.5, "name": "x", "count": 1, "on": False}


def a_class_that_tells_what_it_was_given():
    class Told(PythonModel):
        def predict(self, context, model_input, params=None):
            def told(value):
                if value is None or (not isinstance(value, (bytes, str)) and pd.isna(value)):
                    return None
                value = value.item() if hasattr(value, "item") else value
                if isinstance(value, bytes):
                    return "bytes " + value.hex()
                return f"{type(value).__name__} {value}"

            rows = [
                {name: told(model_input[name].iloc[row]) for name in model_input.columns}
                for row in range(len(model_input))
            ]
            return [{"row": row, "params": {k: told(v) for k, v in (params or {}).items()}} for row in rows]

    return Told()


@contextlib.contextmanager
def scoring_server(model_uri, folder):
    """What `mlflow models serve` starts, which finds uvicorn by a name that a moved environment does not have."""
    local = mlflow.artifacts.download_artifacts(model_uri, dst_path=str(folder))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    application = "mlflow.pyfunc.scoring_server.app:app"
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port), application],
        env={**os.environ, "__pyfunc_model_path__": local, "MLFLOW_DISABLE_TELEMETRY": "true"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 120
        while True:
            assert process.poll() is None, "the scoring server ended"
            assert time.monotonic() < deadline, "the scoring server did not come up"
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{url}/ping", timeout=10).status_code == 200:
                    break
            time.sleep(0.2)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture(scope="module")
def answers(server_url, opened, tracking_uri, tmp_path_factory):  # noqa: F811
    """Asks the scoring server, an endpoint as it is opened, and one with all that its policies allow."""
    frame = pd.DataFrame(
        {
            "flag": [True],
            "few": np.array([3], dtype=np.int32),
            "many": np.array([7], dtype=np.int64),
            "single": np.array([0.5], dtype=np.float32),
            "real": [0.25],
            "gap": [1.5],
            "text": ["a"],
            "note": ["n"],
            "blob": [b"\0"],
            "day": pd.to_datetime(["2024-02-29"]),
        }
    )
    inferred = infer_signature(frame, params=PARAMS)
    columns = [ColSpec(each.type, each.name, required=each.name not in OPTIONAL) for each in inferred.inputs.inputs]
    signature = ModelSignature(inputs=Schema(columns), params=inferred.params)
    name = f"told-{os.urandom(4).hex()}"
    model = a_class_that_tells_what_it_was_given()
    mlflow.set_experiment(name)
    uris = []
    for each in (name, f"{name}-lenient"):
        with mlflow.start_run():
            info = mlflow.pyfunc.log_model(
                name="model",
                python_model=model,
                signature=signature,
                pip_requirements=REQUIREMENTS,
                registered_model_name=each,
            )
        assert opened(each) is None
        uris.append(info.model_uri)
    policies = {"extra_columns": "IGNORE", "missing_columns": "NULL", "other_types": "CONVERT"}
    options = f"{server_url}/api/millrace/v1/endpoints/{name}-lenient/options"
    assert requests.put(options, json={"input": policies}, timeout=60).status_code == 200
    with scoring_server(uris[0], tmp_path_factory.mktemp("model")) as mlflow_url:
        urls = [
            f"{mlflow_url}/invocations",
            f"{server_url}/serving/{name}/invocations",
            f"{server_url}/serving/{name}-lenient/invocations",
        ]
        yield lambda body, media_type="application/json": [ask(url, body, media_type) for url in urls]


def ask(url, body, media_type="application/json"):
    """Status and predictions; a body that is no text is written as Python writes JSON, NaN included."""
    text = body if isinstance(body, (bytes, str)) else json.dumps(body)
    data = text if isinstance(text, bytes) else text.encode()
    answer = requests.post(url, data=data, headers={"Content-Type": media_type}, timeout=60)
    return answer.status_code, answer.json()["predictions"] if answer.status_code == 200 else None


def row(**changed):
    return {"dataframe_records": [{**RECORD, **changed}]}


def without(*names):
    return {"dataframe_records": [{name: value for name, value in RECORD.items() if name not in names}]}


def with_params(params):
    return {**row(), "params": params}


SPLIT = {"columns": list(RECORD), "data": [list(RECORD.values())]}


def cases(table):
    return pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in table.items()])


@cases(
    {
        "record": row(),
        "split": {"dataframe_split": SPLIT},
        "split with an index": {"dataframe_split": {**SPLIT, "index": ["a"]}},
        "integers without a fraction": row(few=5.0, many=-1e3),
        "integers for doubles": row(real=5, single=5, gap=3),
        "a large integer": row(many=2**31),
        "optional without a value": row(gap=None, note=None),
        "optional NaN": row(gap=float("nan")),
        "float": row(single=0.1),
        "base64 in lines": row(blob="AP8=\n"),
        "no bytes": row(blob=""),
        "a date": row(day="2024-02-29"),
        "a date and a time": row(day="2024-02-29 10:11:12"),
        "microseconds": row(day="2024-02-29T10:11:12.345678"),
        "params": with_params({"factor": 4, "name": "y"}),
        "a param without a value": with_params({"factor": None}),
        "no params": with_params(None),
    }
)
def test_what_both_answer_is_answered_alike(answers, body):
    theirs, ours, _ = answers(body)

    assert theirs[0] == 200
    assert ours == theirs


@cases(
    {
        "a text for an integer": row(few="x"),
        "an integer without a value": row(many=None),
        "a text for a double": row(real="x"),
        "half of base64": row(blob="AP8"),
        "bytes without a value": row(blob=None),
        "a time in a zone": row(day="2024-02-29T10:11:12Z"),
        "a day that is none": row(day="2024-02-30"),
        "a column missing": without("few"),
        "a text for a number in params": with_params({"factor": "4"}),
        "a boolean for a number in params": with_params({"factor": True}),
        "a fraction for an integer in params": with_params({"count": 2.5}),
        "a whole number for an integer in params": with_params({"count": 2.0}),
        "a number for a text in params": with_params({"name": 5}),
        "a text for a boolean in params": with_params({"on": "true"}),
        "a list for a number in params": with_params({"factor": [1]}),
        "params that are none": with_params([1]),
        "split without names": {"dataframe_split": {"data": SPLIT["data"]}},
        "values without names": {"inputs": SPLIT["data"]},
        "two forms": {"inputs": [RECORD], **row()},
        "no form": {},
        "no rows": {"dataframe_records": []},
        "a list": [RECORD],
        "no JSON": "{",
        "nothing": "",
    }
)
def test_what_mlflow_refuses_is_refused(answers, body):
    theirs, ours, lenient = answers(body)

    assert (theirs[0], ours[0], lenient[0]) == (400, 400, 400)


@cases(
    {
        "a text for an integer": row(few="5", many="-7"),
        "a boolean for an integer": row(few=True, many=False),
        "a text for a double": row(real=" 5.5 ", gap="3"),
        "a boolean for a double": row(real=True),
        "0 for a boolean": row(flag=0),
        "1 for a boolean": row(flag=1.0),
        "true as text": row(flag="true"),
        "a double without a value": row(real=None),
        "NaN for a double": row(real=float("nan")),
        "a text without a value": row(text=None),
        "a time without a value": row(day=None),
        "a column too many": row(extra=1),
    }
)
def test_what_mlflow_converts_is_refused_unless_the_endpoint_allows_it(answers, body):
    theirs, ours, lenient = answers(body)

    assert (theirs[0], ours[0]) == (200, 400)
    assert lenient == theirs


@cases(
    {
        # What MLflow makes of it is another value than the one that was sent.
        "5.7 becomes 5": row(few=5.7),
        "2^31 becomes -2^31": row(few=2**31),
        "2^63 becomes -2^63": row(many=2**63),
        "1e39 becomes infinite": row(single=1e39),
        "infinity": row(real=float("inf")),
        "2 becomes true": row(flag=2),
        "a text becomes true": row(flag="x"),
        "nothing becomes false": row(flag=None),
        "milliseconds become nanoseconds": row(day=1709164800000),
        "a word becomes the time of the request": row(day="today"),
        "rubbish becomes no bytes": row(blob="*"),
        # It may be meant otherwise, or be misspelled.
        "a day first": row(day="29.02.2024"),
        "slashes": row(day="2024/02/29"),
        "NaN as text": row(real="nan"),
        "a boolean for a text": row(text=True),
        "unknown params": with_params({"colour": 1}),
        "a field beside": {**row(), "signature_name": "a"},
    }
)
def test_what_mlflow_takes_for_something_else_is_refused_always(answers, body):
    theirs, ours, lenient = answers(body)

    assert (theirs[0], ours[0], lenient[0]) == (200, 400, 400)


@cases(
    {
        "inputs by column": {"inputs": {name: [value] for name, value in RECORD.items()}},
        "inputs of one row": {"inputs": RECORD},
        "inputs by row": {"inputs": [RECORD]},
        "instances by row": {"instances": [RECORD]},
        "instances by column": {"instances": {name: [value] for name, value in RECORD.items()}},
    }
)
def test_bytes_are_those_of_base64_in_every_form(answers, body):
    theirs, ours, _ = answers(body)
    expected = answers(row())[1]

    # MLflow: in inputs and instances the letters of base64 are taken for the bytes.
    (told,) = theirs[1]
    assert told["row"].pop("blob") == "bytes " + RECORD["blob"].encode().hex()
    assert ours == expected
    assert told["row"] == {name: value for name, value in expected[1][0]["row"].items() if name != "blob"}


def test_an_optional_column_that_is_not_sent_is_one_of_missing_values(answers):
    theirs, ours, _ = answers(without("gap", "note"))

    assert "gap" not in theirs[1][0]["row"] and "note" not in theirs[1][0]["row"]
    assert ours[1][0]["row"]["gap"] is None and ours[1][0]["row"]["note"] is None


def test_numbers_become_texts_where_the_endpoint_allows_it(answers):
    theirs, ours, lenient = answers(row(text=7))

    # MLflow: the model is given the number.
    assert (theirs[1][0]["row"]["text"], ours[0], lenient[1][0]["row"]["text"]) == ("int 7", 400, "str 7")


def test_csv_with_times_is_taken(answers):
    csv = pd.DataFrame([RECORD]).to_csv(index=False)
    theirs, ours, _ = answers(csv, "text/csv")

    # MLflow: pandas refuses the type of a time when it reads CSV.
    assert (theirs[0], ours) == (400, answers(row())[1])
    assert answers(csv, "text/plain")[0][0] == answers(csv, "text/plain")[1][0] == 415


def test_parquet_is_answered_as_it_is_by_mlflow(answers):
    frame = pd.DataFrame([RECORD]).astype({"few": "int32", "single": "float32", "day": "datetime64[us]"})
    frame["blob"] = [b"\0\xff"]
    theirs, ours, _ = answers(frame.to_parquet(), PARQUET)

    assert theirs[0] == 200
    assert ours == theirs == answers(row())[1]
    # An index is no column, and what pandas does not know of a missing number is null.
    several = pd.concat([frame, frame.assign(gap=float("nan"), note=None)])
    several.index = [7, 3]
    theirs, ours, _ = answers(several.to_parquet(compression="zstd"), PARQUET)
    assert theirs[0] == 200
    assert ours == theirs
    for rubbish in (b"", b"PAR1", frame.to_parquet()[:-20], frame.to_parquet()[20:]):
        theirs, ours, _ = answers(rubbish, PARQUET)
        assert theirs[0] == ours[0] == 400


def test_scripts_that_ask_iris_are_answered_alike(server_url, opened, tracking_uri, tmp_path):  # noqa: F811
    features, target = load_iris(return_X_y=True, as_frame=True)
    model = LogisticRegression(max_iter=500).fit(features, target)
    name = f"iris-{os.urandom(4).hex()}"
    mlflow.set_experiment(name)
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(
            model,
            name="model",
            signature=infer_signature(features, model.predict(features)),
            input_example=features[:3],
            registered_model_name=name,
            pip_requirements=REQUIREMENTS,
            serialization_format="cloudpickle",
        )
    assert opened(name) is None
    some = features.iloc[::10]
    whole = some.round()
    forms = [
        {"dataframe_split": some.to_dict(orient="split")},
        {"dataframe_records": some.to_dict(orient="records")},
        {"dataframe_split": json.loads(some.to_json(orient="split"))},
        {"dataframe_split": whole.astype(int).to_dict(orient="split")},
        {"inputs": some.to_dict(orient="list")},
        {"inputs": some.to_dict(orient="records")},
        {"inputs": some.iloc[0].to_dict()},
        {"instances": some.to_dict(orient="records")},
    ]
    with scoring_server(info.model_uri, tmp_path) as mlflow_url:
        for form in forms:
            theirs = ask(f"{mlflow_url}/invocations", form)
            assert theirs[0] == 200, form
            assert ask(f"{server_url}/serving/{name}/invocations", form) == theirs
        csv = some.to_csv(index=False)
        theirs = ask(f"{mlflow_url}/invocations", csv, "text/csv")
        assert theirs[0] == 200
        assert ask(f"{server_url}/serving/{name}/invocations", csv, "text/csv") == theirs
        parquet = some.to_parquet()
        theirs = ask(f"{mlflow_url}/invocations", parquet, PARQUET)
        assert theirs[0] == 200
        assert ask(f"{server_url}/serving/{name}/invocations", parquet, PARQUET) == theirs
