"""Fuzzing of any server that speaks our API: MILLRACE_URL says which, MILLRACE_FUZZ_EXAMPLES how long.

Requests are made from docs/openapi.json. What is random about them is the same in each run.
"""

import json
import os
import re
from pathlib import Path

import pytest
import requests

EXAMPLES = int(os.environ.get("MILLRACE_FUZZ_EXAMPLES", "6"))
URL = os.environ.get("MILLRACE_URL", "").rstrip("/")
TIMEOUT = 60

# The query strings that the routes read themselves, and that the description therefore does not name.
QUERIES = {
    "/api/2.0/mlflow-artifacts/artifacts": ["path"],
    "/api/2.0/mlflow/artifacts/list": ["run_id", "run_uuid", "path", "page_token"],
    "/api/2.0/mlflow/experiments/get": ["experiment_id"],
    "/api/2.0/mlflow/experiments/get-by-name": ["experiment_name"],
    "/api/2.0/mlflow/experiments/search": ["filter", "max_results", "order_by", "page_token", "view_type"],
    "/api/2.0/mlflow/metrics/get-history": ["run_id", "metric_key", "max_results", "page_token"],
    "/api/2.0/mlflow/metrics/get-history-bulk": ["run_id", "metric_key", "max_results"],
    "/api/2.0/mlflow/metrics/get-history-bulk-interval": [
        "run_ids", "metric_key", "start_step", "end_step", "max_results",
    ],
    "/api/2.0/mlflow/model-versions/get": ["name", "version"],
    "/api/2.0/mlflow/model-versions/get-download-uri": ["name", "version"],
    "/api/2.0/mlflow/model-versions/search": ["filter", "max_results", "order_by", "page_token"],
    "/api/2.0/mlflow/registered-models/alias": ["name", "alias"],
    "/api/2.0/mlflow/registered-models/get": ["name"],
    "/api/2.0/mlflow/registered-models/get-latest-versions": ["name", "stages"],
    "/api/2.0/mlflow/registered-models/search": ["filter", "max_results", "order_by", "page_token"],
    "/api/2.0/mlflow/runs/get": ["run_id", "run_uuid"],
    "/api/millrace/v1/promotions": ["model_name", "alias", "max_results", "page_token"],
}


def description():
    document = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
    for path, names in QUERIES.items():
        operation = document["paths"][path]["get"]
        named = {parameter["name"] for parameter in operation.get("parameters", [])}
        operation.setdefault("parameters", []).extend(
            {"name": name, "in": "query", "schema": {"type": "string"}} for name in names if name not in named
        )
    for path, operations in list(document["paths"].items()):
        for method, operation in list(operations.items()):
            if endless(path, method):
                del operations[method]
                continue
            # Routes that take the rest of the path, or bind it by hand, do not name it as a parameter.
            named = {parameter["name"] for parameter in operation.get("parameters", [])}
            operation.setdefault("parameters", []).extend(
                {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
                for name in re.findall(r"{(\w+)}", path)
                if name not in named
            )
    # The length of a body is HTTP's; a wrong one is refused below the API.
    upload = document["paths"]["/api/2.0/mlflow-artifacts/artifacts/{path}"]["put"]
    upload["parameters"] = [named for named in upload["parameters"] if named["name"] != "Content-Length"]
    return document


def endless(path, method):
    """Whether the answer is a stream of events, which ends when its reader goes away."""
    return method == "get" and path.endswith(("/events", "/log/tail"))


def require_sane(answer, path):
    """No fault of the server's, and a refusal that says what is wrong."""
    # Not the text: an archive has none.
    shown = f"{answer.request.method} {answer.request.url} answered {answer.status_code}: {answer.content[:500]!r}"
    if answer.status_code == 501:
        assert answer.json()["error_code"] == "NOT_IMPLEMENTED", shown
        return
    assert answer.status_code < 500, shown
    inference = path == "/v2" or path.startswith("/v2/")
    api = inference or path.startswith(("/api/", "/ajax-api/"))
    if answer.status_code >= 400 and api and answer.request.method != "HEAD":
        content_type = answer.headers.get("content-type", "")
        # requests gives a text, schemathesis a list.
        assert (content_type if isinstance(content_type, str) else content_type[0]).startswith("application/json"), shown
        refusal = answer.json()
        if inference:
            assert list(refusal) == ["error"] and isinstance(refusal["error"], str) and refusal["error"], shown
            return
        assert isinstance(refusal["error_code"], str) and refusal["error_code"], shown
        assert isinstance(refusal["message"], str) and refusal["message"], shown


class Things:
    """What a request can be about, so that it gets past the first look-up."""

    def __init__(self):
        self.experiment_id = self.post("experiments/create", {"name": f"fuzzed-{os.urandom(6).hex()}"})["experiment_id"]
        run = self.post("runs/create", {"experiment_id": self.experiment_id})["run"]["info"]
        self.run_id = self.run_uuid = run["run_id"]
        self.post("runs/log-metric", {"run_id": self.run_id, "key": "loss", "value": 1, "timestamp": 1, "step": 1})
        self.model_name = f"fuzzed-{os.urandom(6).hex()}"
        self.post("registered-models/create", {"name": self.model_name})
        source = f"{run['artifact_uri']}/model"
        self.post("model-versions/create", {"name": self.model_name, "source": source, "run_id": self.run_id})
        model = self.post("logged-models", {"experiment_id": self.experiment_id, "name": "fuzzed"})
        self.model_id = model["model"]["info"]["model_id"]

    @staticmethod
    def post(path, body):
        answer = requests.post(f"{URL}/api/2.0/mlflow/{path}", json=body, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def of(self, path):
        """The fields of a request on this route that name something, by what is really there."""
        if path.rpartition("/")[2] in ("delete", "rename", "{modelId}", "create"):
            return {}
        known = {
            "experiment_id": self.experiment_id,
            "experiment_ids": [self.experiment_id],
            "run_id": self.run_id,
            "run_uuid": self.run_uuid,
            "run_ids": [self.run_id],
            "model_id": self.model_id,
            "modelId": self.model_id,
            "model_name": self.model_name,
            "metric_key": "loss",
        }
        if "registered-models" in path or "model-versions" in path:
            known |= {"name": self.model_name, "version": "1"}
        return known


@pytest.fixture(scope="session")
def things():
    if not URL:
        pytest.exit("Set MILLRACE_URL to the server under test, for example http://127.0.0.1:5000", returncode=4)
    return Things()
