"""What a data scientist says of the data is logged with the model, and the endpoint holds callers to it."""

import sys
import time
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2] / "clients" / "python" / "src"))

from millrace_data_schemas import _schema, infer_request_schema, log_data_schemas

pytestmark = [pytest.mark.millrace, pytest.mark.mlflow3]


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {"age": rng.integers(18, 90, 200).astype(np.float32), "income": rng.random(200).astype(np.float32)}
    )


@pytest.fixture
def logged(client, experiment_id, unique, people):
    model = LogisticRegression().fit(people.to_numpy(), people["age"] > 50)
    name = unique("people")
    with mlflow.start_run():
        info = mlflow.onnx.log_model(
            to_onnx(model, people.to_numpy()[:1], options={"zipmap": False}, target_opset=18),
            name="people",
            signature=infer_signature(people),
            registered_model_name=name,
            pip_requirements=["onnxruntime"],
        )
    client.set_registered_model_alias(name, "champion", "1")
    return name, info


def serve(server_url, name):
    api = f"{server_url}/api/millrace/v1/endpoints"
    opened = requests.post(api, json={"name": name, "model_name": name, "alias": "champion"}, timeout=60)
    assert opened.status_code == 200, opened.text
    deadline = time.monotonic() + 60
    while requests.get(f"{api}/{name}", timeout=10).json()["endpoint"].get("live_version") != "1":
        assert time.monotonic() < deadline, "the version is not live within a minute"
        time.sleep(0.05)


def ask(server_url, name, rows):
    return requests.post(
        f"{server_url}/serving/{name}/invocations", json={"dataframe_split": rows.to_dict("split")}, timeout=30
    )


def test_rows_beyond_what_training_data_had_are_refused(server_url, logged, people):
    name, info = logged
    log_data_schemas(info, request=infer_request_schema(people, margin=0.1))
    serve(server_url, name)

    assert ask(server_url, name, people[:3]).status_code == 200
    strange = people[:3].copy()
    strange.loc[2, "age"] = 990
    refused = ask(server_url, name, strange)
    assert refused.status_code == 400
    assert "Row 2 at /age" in refused.json()["message"]
    assert "990" not in refused.text


def test_a_schema_of_a_file_holds_for_predictions(server_url, logged, people, tmp_path):
    name, info = logged
    (tmp_path / "response.yaml").write_text("type: object\nrequired: [no_such_output]\n")
    log_data_schemas(info, response=tmp_path / "response.yaml")
    serve(server_url, name)

    refused = ask(server_url, name, people[:3])
    assert refused.status_code == 500
    assert "response schema" in refused.json()["message"]


def test_columns_are_described_by_what_is_in_them():
    frame = pd.DataFrame(
        {
            "size": [1.0, 3.0, None],
            "country": ["de", "fr", "de"],
            "name": ["a", "b", "c"],
            "open": [True, False, True],
        }
    )
    assert infer_request_schema(frame, margin=0.5, max_categories=2) == {
        "type": "object",
        "required": ["country", "name", "open"],
        "properties": {
            "size": {"minimum": 0.0, "maximum": 4.0},
            "country": {"enum": ["de", "fr"]},
            "name": {},
            "open": {},
        },
    }


def test_a_file_in_json_is_read_as_json(tmp_path):
    # YAML takes 1e-5 for a text.
    (tmp_path / "request.json").write_text('{"properties": {"age": {"minimum": 1e-5}}}')
    assert _schema(tmp_path / "request.json") == {"properties": {"age": {"minimum": 1e-5}}}


def test_what_is_no_schema_is_refused_by_name(logged, tmp_path):
    (tmp_path / "request.yaml").write_text("- a list\n")
    with pytest.raises(ValueError, match="request.yaml"):
        log_data_schemas(logged[1], request=tmp_path / "request.yaml")
    with pytest.raises(ValueError, match="no schema to log"):
        log_data_schemas(logged[1])
