"""One suite for any server that speaks MLflow's API: MILLRACE_URL says which.

The official client is used as its users use it. Its retries are shortened, so that a server fault fails a test in
seconds instead of four minutes.
"""

import os
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
from mlflow import MlflowClient


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
