"""The queries of the stock UI, as the installed mlflow package ships them in its JavaScript."""

import math
import re
from pathlib import Path

import mlflow.server
import pytest
import requests
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag

SCRIPTS = Path(mlflow.server.__file__).parent / "js" / "build" / "static" / "js"


@pytest.fixture(scope="module")
def queries():
    found = {}
    for script in SCRIPTS.glob("*.js"):
        for query in re.finditer(r"`\s*(?:\\n)?\s*(query (\w+)\(\$[^`]+)`", script.read_text()):
            found[query[2]] = query[1].replace("\\n", "\n")
    return found


@pytest.fixture
def ask(server_url, queries):
    def ask(name, **variables):
        answer = requests.post(
            f"{server_url}/graphql",
            json={"operationName": name, "variables": variables, "query": queries[name]},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture
def run_id(client, experiment_id, unique):
    run = client.create_run(experiment_id, start_time=1_700_000_000_000, run_name="one", tags={"team": "vision"})
    run_id = run.info.run_id
    client.log_batch(
        run_id,
        metrics=[Metric("loss", 1 / step, step, step) for step in (1, 2, 4)] + [Metric("odd", math.nan, 3, 0)],
        params=[Param("lr", "0.1")],
        tags=[RunTag("k", "v")],
    )
    client.log_inputs(
        run_id, [DatasetInput(Dataset("wine", "d9", "local", "here"), [InputTag("mlflow.data.context", "train")])]
    )
    name = unique("model")
    client.create_registered_model(name)
    client.create_model_version(name, f"{run.info.artifact_uri}/model", run_id)
    return run_id


def test_the_ui_ships_these_queries(queries):
    assert set(queries) == {"GetRun", "SearchRuns", "GetMetricHistoryBulkInterval", "MlflowGetExperimentQuery"}


def test_run_page(ask, client, run_id, experiment_id):
    answer = ask("GetRun", data={"runId": run_id})

    assert answer["errors"] is None
    assert answer["data"]["mlflowGetRun"]["apiError"] is None
    run = answer["data"]["mlflowGetRun"]["run"]
    assert run["info"] == {
        "runName": "one",
        "status": "RUNNING",
        "runUuid": run_id,
        "experimentId": experiment_id,
        "artifactUri": client.get_run(run_id).info.artifact_uri,
        "endTime": "0",
        "lifecycleStage": "active",
        "startTime": "1700000000000",
        "userId": client.get_run(run_id).info.user_id,
    }
    experiment = client.get_experiment(experiment_id)
    assert run["experiment"] == {
        "experimentId": experiment_id,
        "name": experiment.name,
        "tags": [],
        "artifactLocation": experiment.artifact_location,
        "lifecycleStage": "active",
        "lastUpdateTime": str(experiment.last_update_time),
    }
    assert [(version["version"], version["status"]) for version in run["modelVersions"]] == [("1", "READY")]
    metrics = {metric.pop("key"): metric for metric in run["data"]["metrics"]}
    assert metrics == {
        "loss": {"value": 0.25, "step": "4", "timestamp": "4"},
        "odd": {"value": None, "step": "0", "timestamp": "3"},
    }
    assert run["data"]["params"] == [{"key": "lr", "value": "0.1"}]
    tags = {tag["key"]: tag["value"] for tag in run["data"]["tags"]}
    assert tags == {"k": "v", "team": "vision", "mlflow.runName": "one"}
    assert run["inputs"] == {
        "datasetInputs": [
            {
                "dataset": {
                    "digest": "d9", "name": "wine", "profile": "", "schema": "", "source": "here", "sourceType": "local",
                },
                "tags": [{"key": "mlflow.data.context", "value": "train"}],
            }
        ],
        "modelInputs": [],
    }
    assert run["outputs"] == {"modelOutputs": []}


def test_page_of_runs(ask, client, run_id, experiment_id):
    second = client.create_run(experiment_id, start_time=1_700_000_001_000, run_name="two").info.run_id

    answer = ask("SearchRuns", data={"experimentIds": [experiment_id], "orderBy": ["start_time DESC"]})

    assert answer["errors"] is None
    runs = answer["data"]["mlflowSearchRuns"]["runs"]
    assert [run["info"]["runUuid"] for run in runs] == [second, run_id]
    assert [len(run["modelVersions"]) for run in runs] == [0, 1]
    assert {run["experiment"]["experimentId"] for run in runs} == {experiment_id}


def test_chart(ask, run_id):
    answer = ask("GetMetricHistoryBulkInterval", data={"runIds": [run_id], "metricKey": "loss", "maxResults": 10})

    assert answer == {
        "data": {
            "mlflowGetMetricHistoryBulkInterval": {
                "__typename": "MlflowGetMetricHistoryBulkIntervalResponse",
                "metrics": [
                    {"timestamp": str(step), "step": str(step), "runId": run_id, "key": "loss", "value": 1 / step}
                    for step in (1, 2, 4)
                ],
                "apiError": None,
            }
        },
        "errors": None,
    }


def test_experiment_page(ask, client, experiment_id):
    client.set_experiment_tag(experiment_id, "team", "vision")

    answer = ask("MlflowGetExperimentQuery", input={"experimentId": experiment_id})

    experiment = client.get_experiment(experiment_id)
    assert answer == {
        "data": {
            "mlflowGetExperiment": {
                "apiError": None,
                "experiment": {
                    "artifactLocation": experiment.artifact_location,
                    "creationTime": str(experiment.creation_time),
                    "effectiveTraceArchivalRetention": "",
                    "experimentId": experiment_id,
                    "lastUpdateTime": str(experiment.last_update_time),
                    "lifecycleStage": "active",
                    "name": experiment.name,
                    "tags": [{"key": "team", "value": "vision"}],
                },
            }
        },
        "errors": None,
    }


def test_what_is_missing_is_told_beside_the_data(ask):
    assert ask("GetRun", data={"runId": "0" * 32}) == {
        "data": {"mlflowGetRun": None},
        "errors": [f"Run with id={'0' * 32} not found"],
    }
    assert ask("MlflowGetExperimentQuery", input={"experimentId": "99999999"}) == {
        "data": {"mlflowGetExperiment": None},
        "errors": ["No Experiment with id=99999999 exists"],
    }
