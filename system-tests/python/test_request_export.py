"""Hours of kept requests in the artifact store, read with pandas, pyarrow and the official client."""

import base64
import json
import time
import uuid

import mlflow
import pandas as pd
import pyarrow.parquet
import pytest
import requests

pytestmark = pytest.mark.millrace

HOUR = 3_600_000
SECRET = "4111-1111-1111-1111"


@pytest.fixture
def endpoint(server_url, client, unique):
    """An endpoint that keeps its requests, of a model that is not there: others were asked them."""
    name = unique("exported")
    api = f"{server_url}/api/millrace/v1/endpoints"
    client.create_registered_model(name)
    opened = requests.post(api, json={"name": name, "model_name": name, "alias": "champion"}, timeout=60)
    assert opened.status_code == 200, opened.text
    yield name
    assert requests.delete(f"{api}/{name}", timeout=60).status_code == 200


@pytest.fixture
def exported(server_url, endpoint):
    """Has requests of an hour that is over kept, as a serving replica tells them, and waits for their file."""
    log = f"{server_url}/api/millrace/v1/endpoints/{endpoint}/request-log"
    replicas = f"{server_url}/api/millrace/v1/replicas"

    def export(form):
        settings = {"redact": ["card_number"], "export": form}
        kept = requests.put(log, json=settings, timeout=60)
        assert kept.status_code == 200, kept.text
        assert kept.json()["export"] == form
        feed = requests.get(f"{replicas}/feed", timeout=60).json()["endpoints"]
        log_id = next(each["request_log"]["log_id"] for each in feed if each["endpoint"]["name"] == endpoint)
        at = int(time.time() * 1000) // HOUR * HOUR - 2 * HOUR
        told = requests.put(
            f"{replicas}/{uuid.uuid4()}/requests",
            json={"requests": [sent(log_id, at + number, f"order-{number}") for number in range(3)]},
            timeout=60,
        )
        assert told.status_code == 200, told.text
        deadline = time.monotonic() + 60
        while not (written := requests.get(f"{log}/exports", timeout=60).json().get("exports")):
            assert time.monotonic() < deadline, "no file within 60 s"
            time.sleep(0.2)
        return at, written[0]

    return export


def sent(log_id, at, request_id):
    body = {"dataframe_records": [{"card_number": SECRET, "amount": 5}]}
    return {
        "log_id": log_id,
        "at": at,
        "entry_id": str(uuid.uuid4()),
        "request_id": request_id,
        "variant": "primary",
        "version": 7,
        "protocol": "MLFLOW_JSON",
        "content_type": "application/json",
        "latency_micros": 1500,
        "body_bytes": 60,
        "body": base64.b64encode(json.dumps(body).encode()).decode(),
        "answer": base64.b64encode(b'{"predictions":[0.5]}').decode(),
    }


def check(frame, at):
    assert frame["request_id"].tolist() == ["order-2", "order-1", "order-0"]
    assert frame["version"].astype(int).tolist() == [7] * 3
    assert frame["latency_millis"].tolist() == [1.5] * 3
    assert frame["redacted"].tolist() == [True] * 3
    assert json.loads(frame["body"][0]) == {"dataframe_records": [{"card_number": "[redacted]", "amount": 5}]}
    assert json.loads(frame["answer"][0]) == {"predictions": [0.5]}
    assert pd.to_datetime(frame["at"], unit="ms", utc=True)[2] == pd.Timestamp(at, unit="ms", tz="UTC")


def test_parquet_is_read_as_file_and_as_partitions(exported, endpoint, tmp_path):
    at, export = exported("PARQUET")

    assert "jsonl" not in export and export["requests"] == 3
    file = mlflow.artifacts.download_artifacts(export["parquet"], dst_path=str(tmp_path / "file"))
    assert SECRET.encode() not in open(file, "rb").read()
    table = pyarrow.parquet.ParquetFile(file).read()
    assert str(table.schema.field("at").type) == "timestamp[ms, tz=UTC]"
    check(pd.read_parquet(file), at)

    # As docs/watching.md has it, with the hours of whatever other endpoints there are.
    folder = mlflow.artifacts.download_artifacts(
        "mlflow-artifacts:/request-log/parquet", dst_path=str(tmp_path / "all")
    )
    frame = pd.read_parquet(folder)
    check(frame[frame["endpoint"] == endpoint].reset_index(drop=True), at)


def test_json_lines_are_read(exported, tmp_path):
    at, export = exported("JSONL")

    assert "parquet" not in export and export["requests"] == 3
    file = mlflow.artifacts.download_artifacts(export["jsonl"], dst_path=str(tmp_path))
    assert SECRET not in open(file).read()
    check(pd.read_json(file, lines=True, convert_dates=False), at)


def test_nothing_is_written_where_the_endpoint_says_so(server_url, endpoint):
    log = f"{server_url}/api/millrace/v1/endpoints/{endpoint}/request-log"

    assert requests.put(log, json={"export": "NONE"}, timeout=60).json()["export"] == "NONE"

    assert requests.put(log, json={"export": "XML"}, timeout=60).status_code == 400
    assert requests.get(log, timeout=60).json()["export"] == "NONE"
