"""One suite for any server that speaks MLflow's API: MILLRACE_URL says which.

The official client is used as its users use it. Its retries are shortened, so that a server fault fails a test in
seconds instead of four minutes.
"""

import os
import time
import uuid

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "1")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "30")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import matplotlib

matplotlib.use("Agg")

import mlflow
import pytest
import requests
from mlflow import MlflowClient

MLFLOW_2 = mlflow.__version__.startswith("2.")


def pytest_collection_modifyitems(config, items):
    """A client of 2.x runs what it has the calls for; the rest is deselected, so that a skip stays a fault."""
    if MLFLOW_2:
        newer = [item for item in items if item.get_closest_marker("mlflow3")]
        config.hook.pytest_deselected(items=newer)
        items[:] = [item for item in items if item not in newer]


@pytest.fixture(scope="session", autouse=True)
def client_version(record_testsuite_property):
    record_testsuite_property("mlflow", mlflow.__version__)


@pytest.fixture(scope="session")
def log_model():
    """Logs a model under a name, as 2.x and 3.x spell it."""

    def log(flavor, model=None, name="model", **options):
        place = {"artifact_path": name} if MLFLOW_2 else {"name": name}
        return flavor.log_model(*([] if model is None else [model]), **place, **options)

    return log


@pytest.fixture(scope="session")
def server_url():
    url = os.environ.get("MILLRACE_URL")
    if not url:
        pytest.exit("Set MILLRACE_URL to the server under test, for example http://127.0.0.1:5000", returncode=4)
    return url.rstrip("/")


@pytest.fixture(scope="session", autouse=True)
def tracking_uri(server_url):
    mlflow.set_tracking_uri(server_url)


@pytest.fixture
def client(tracking_uri):
    return MlflowClient()


@pytest.fixture
def unique():
    """Makes names that no other test, and no earlier run of the suite, has used."""
    return lambda prefix: f"{prefix}-{uuid.uuid4().hex[:10]}"


@pytest.fixture
def experiment_id(client, unique):
    """A fresh experiment, made the current one of the fluent API."""
    created = client.create_experiment(unique("experiment"))
    mlflow.set_experiment(experiment_id=created)
    yield created
    while mlflow.active_run():
        mlflow.end_run()


@pytest.fixture
def served(server_url, client, unique):
    """Opens an endpoint that follows the champion of a model, and waits for what comes of it."""
    api = f"{server_url}/api/millrace/v1/endpoints"
    opened = []

    def serve(model_name):
        client.set_registered_model_alias(model_name, "champion", "1")
        name = unique("endpoint")
        answer = requests.post(api, json={"name": name, "model_name": model_name, "alias": "champion"}, timeout=60)
        assert answer.status_code == 200, answer.text
        opened.append(name)
        deadline = time.monotonic() + 60
        while requests.get(f"{api}/{name}", timeout=10).json()["endpoint"].get("live_version") != "1":
            swaps = requests.get(f"{api}/{name}/swaps", timeout=10).json().get("swaps", [])
            if swaps and swaps[0]["state"] == "FAILED":
                return name, swaps[0]["reason"]
            assert time.monotonic() < deadline, "neither live nor failed within 60 s"
            time.sleep(0.05)
        return name, None

    yield serve
    for name in opened:
        assert requests.delete(f"{api}/{name}", timeout=60).status_code == 200
