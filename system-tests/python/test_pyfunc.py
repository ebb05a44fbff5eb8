"""Models that only Python can score go through the registry to worker processes, in environments of their own."""

import concurrent.futures
import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
from mlflow.models import infer_signature
from mlflow.pyfunc import PythonModel
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

pytestmark = pytest.mark.millrace

# All models have the same, so that one environment is made for all tests. The versions are those of this suite.
REQUIREMENTS = [
    f"mlflow-skinny=={mlflow.__version__}",
    f"numpy=={np.__version__}",
    f"pandas=={pd.__version__}",
    f"scikit-learn=={__import__('sklearn').__version__}",
    f"cloudpickle=={__import__('cloudpickle').__version__}",
]

FIRST_ENVIRONMENT_SECONDS = 400

# What the server's installer says of requirements that exclude each other.
CONFLICT = {
    "pip": "because these package versions have conflicting dependencies",
    "uv": "No solution found when resolving dependencies",
}[os.environ.get("MILLRACE_INSTALLER", "pip")]


def until(condition, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not so within {seconds} s"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def opened(server_url):
    """Opens an endpoint on a model, and waits for what comes of it: its name, and the reason where it failed."""
    api = f"{server_url}/api/millrace/v1/endpoints"
    names = []

    def open_endpoint(model_name):
        mlflow.MlflowClient().set_registered_model_alias(model_name, "champion", "1")
        body = {"name": model_name, "model_name": model_name, "alias": "champion"}
        answer = requests.post(api, json=body, timeout=60)
        assert answer.status_code == 200, answer.text
        names.append(model_name)
        reasons = []

        def settled():
            if requests.get(f"{api}/{model_name}", timeout=10).json()["endpoint"].get("live_version") == "1":
                return True
            swaps = requests.get(f"{api}/{model_name}/swaps", timeout=10).json().get("swaps", [])
            reasons.extend(swap["reason"] for swap in swaps if swap["state"] == "FAILED")
            return bool(reasons)

        until(settled, "neither live nor failed", FIRST_ENVIRONMENT_SECONDS)
        return reasons[0] if reasons else None

    yield open_endpoint
    for name in names:
        requests.delete(f"{api}/{name}", timeout=60)


@pytest.fixture(scope="module")
def serve(opened, tracking_uri):
    """Logs a model of its own class and serves it; answers the name of the endpoint."""

    def serve(name, model, **options):
        name = f"{name}-{os.urandom(4).hex()}"
        mlflow.set_experiment(name)
        options.setdefault("pip_requirements", REQUIREMENTS)
        with mlflow.start_run():
            info = mlflow.pyfunc.log_model(name="model", python_model=model, registered_model_name=name, **options)
        assert opened(name) is None
        return name, info.model_uri

    return serve


@pytest.fixture
def ask(server_url):
    def ask(endpoint, body, **headers):
        url = f"{server_url}/serving/{endpoint}/invocations"
        return requests.post(url, json=body, headers=headers, timeout=60)

    return ask


def predictions(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["predictions"]


# --- a pickled scikit-learn model


@pytest.fixture(scope="module")
def iris(opened, tracking_uri):
    features, target = load_iris(return_X_y=True, as_frame=True)
    model = LogisticRegression(max_iter=500).fit(features, target)
    name = f"iris-{os.urandom(4).hex()}"
    mlflow.set_experiment(name)
    with mlflow.start_run():
        mlflow.sklearn.log_model(
            model,
            name="model",
            signature=infer_signature(features, model.predict(features)),
            input_example=features[:3],
            registered_model_name=name,
            pip_requirements=REQUIREMENTS,
            serialization_format="cloudpickle",
            pyfunc_predict_fn="predict_proba",
        )
    assert opened(name) is None
    return name, features, model


def split(frame):
    return {"columns": list(frame.columns), "data": frame.values.tolist()}


def test_pickled_model_answers_what_it_answers_here(ask, iris):
    endpoint, features, model = iris
    expected = model.predict_proba(features)

    forms = [
        {"dataframe_split": split(features)},
        {"dataframe_split": split(features[features.columns[::-1]])},
        {"dataframe_records": features.to_dict(orient="records")},
        {"inputs": features.to_dict(orient="list")},
        {"instances": features.to_dict(orient="records")},
    ]

    for form in forms:
        # Bit for bit: numbers come to the model as they were sent.
        assert np.array_equal(predictions(ask(endpoint, form)), expected), next(iter(form))


def test_columns_that_do_not_fit_are_refused_before_the_model_sees_them(ask, iris):
    endpoint, features, _ = iris
    sent = split(features[:2])

    for wrong, said in [
        ({**sent, "columns": ["colour", *sent["columns"][1:]]}, "Column 'colour' is not one of the model's"),
        ({**sent, "data": [["5.1", 3.5, 1.4, 0.2]]}, "expected double, got a string"),
        ({**sent, "data": [[None, 3.5, 1.4, 0.2]]}, "expected double, got no value"),
    ]:
        answer = ask(endpoint, {"dataframe_split": wrong})
        assert answer.status_code == 400
        assert said in answer.json()["message"]


def test_params_of_a_model_without_any_are_refused(ask, iris):
    endpoint, features, _ = iris

    answer = ask(endpoint, {"dataframe_split": split(features[:1]), "params": {"temperature": 1}})

    assert answer.status_code == 400
    assert answer.json()["message"] == "The model takes no params."


def test_open_inference_protocol_is_answered_too(server_url, iris):
    endpoint, features, model = iris
    body = {
        "inputs": [
            {
                "name": "rows",
                "shape": [2, 4],
                "datatype": "FP64",
                "data": features[:2].to_numpy().ravel().tolist(),
            }
        ]
    }

    answer = requests.post(f"{server_url}/v2/models/{endpoint}/infer", json=body, timeout=60)

    assert answer.status_code == 200, answer.text
    (output,) = answer.json()["outputs"]
    assert output["shape"] == [2, 3]
    assert np.array_equal(np.reshape(output["data"], (2, 3)), model.predict_proba(features[:2]))


# --- classes of one's own


def a_class_of_all_types():
    class AllTypes(PythonModel):
        def predict(self, context, model_input, params=None):
            return [
                {
                    "dtypes": {name: str(dtype) for name, dtype in model_input.dtypes.items()},
                    "bytes": None if "blob" not in row else row["blob"].hex(),
                    "year": row["day"].year,
                    "missing": bool(np.isnan(row["gap"])),
                    "nothing": None,
                    "not_a_number": float("nan"),
                    "factor": params["factor"],
                    "sum": row["many"] + row["few"] + row["real"],
                }
                for _, row in model_input.iterrows()
            ]

    return AllTypes()


def test_types_and_params_come_as_with_mlflow(ask, serve):
    frame = pd.DataFrame(
        {
            "flag": [True],
            "few": np.array([3], dtype=np.int32),
            "many": np.array([2**53 + 1], dtype=np.int64),
            "single": np.array([0.5], dtype=np.float32),
            "real": [0.25],
            "gap": [np.nan],
            "text": ["ä"],
            "blob": [b"\x00\xff"],
            "day": pd.to_datetime(["2024-02-29"]),
        }
    )
    signature = infer_signature(frame, params={"factor": 2.5, "name": "x"})
    endpoint, uri = serve("types", a_class_of_all_types(), signature=signature)
    record = {
        "flag": True,
        "few": 3,
        "many": 2**53 + 1,
        "single": 0.5,
        "real": 0.25,
        "gap": None,
        "text": "ä",
        "blob": "AP8=",
        "day": "2024-02-29T00:00:00",
    }

    (answer,) = predictions(ask(endpoint, {"dataframe_records": [record], "params": {"factor": 4}}))

    local = mlflow.pyfunc.load_model(uri).predict(frame, params={"factor": 4.0})
    expected = {**local[0], "not_a_number": "NaN"}
    assert answer == expected
    assert answer["nothing"] is None and answer["missing"] and answer["factor"] == 4.0

    for params, said in [({"colour": 1}, "params has colour"), ({"factor": "much"}, "factor")]:
        refused = ask(endpoint, {"dataframe_records": [record], "params": params})
        assert refused.status_code == 400
        assert said in refused.json()["message"]


def test_tensors_come_as_arrays_of_their_type(ask, serve):
    class Shapes(PythonModel):
        def predict(self, context, model_input, params=None):
            return {
                name: [str(array.dtype), list(array.shape), float(array.sum())] for name, array in model_input.items()
            }

    arrays = {
        "image": np.ones((1, 2, 3), dtype=np.uint8),
        "weights": np.ones((1, 2), dtype=np.float32),
    }
    signature = infer_signature(arrays)
    endpoint, _ = serve("tensors", Shapes(), signature=signature)

    answer = predictions(ask(endpoint, {"inputs": {name: array.tolist() for name, array in arrays.items()}}))

    assert answer == {"image": ["uint8", [1, 2, 3], 6.0], "weights": ["float32", [1, 2], 2.0]}
    wrong = ask(endpoint, {"inputs": {"image": [[[256] * 3] * 2], "weights": [[1.0, 1.0]]}})
    assert wrong.status_code == 400
    assert "out of range" in wrong.json()["message"]


def test_model_without_a_signature_is_given_what_was_sent(ask, serve):
    class Echo(PythonModel):
        def predict(self, context, model_input, params=None):
            return [type(model_input).__name__, len(model_input)]

    endpoint, _ = serve("bare", Echo())

    assert predictions(ask(endpoint, {"instances": [[1, 2], [3, 4], [5, 6]]})) == ["ndarray", 3]
    assert predictions(ask(endpoint, {"dataframe_records": [{"a": 1}]})) == ["DataFrame", 1]
    unusable = ask(endpoint, {"dataframe_records": {"a": 1}})
    assert unusable.status_code == 400
    assert "must be a list of records" in unusable.json()["message"]


def test_model_of_type_hints_is_asked_by_them(ask, serve):
    class Hints(PythonModel):
        def predict(self, model_input: list[dict[str, list[int]]]) -> list[int]:
            return [sum(row["numbers"]) for row in model_input]

    endpoint, _ = serve("hints", Hints(), input_example=[{"numbers": [1, 2]}])

    assert predictions(ask(endpoint, {"inputs": [{"numbers": [1, 2]}, {"numbers": [40, 2]}]})) == [3, 42]
    wrong = ask(endpoint, {"inputs": [{"numbers": ["many"]}]})
    assert wrong.status_code == 400, wrong.text


# --- models that misbehave


def a_class_that_misbehaves():
    class Misbehaving(PythonModel):
        def load_context(self, context):
            print("a worker was loaded")

        def predict(self, context, model_input, params=None):
            import subprocess
            import sys

            what, where = model_input["what"][0], model_input["where"][0]
            if what == "raise":
                raise ValueError("the caller's data: 4711")
            if what == "exit" or (what == "exit once" and not os.path.exists(where)):
                open(where, "w").close()
                os._exit(7)
            if what == "leave":
                sys.exit("no more")
            if what == "sleep":
                time.sleep(120)
            if what == "eat":
                eaten = [b"x" * (1 << 22) for _ in range(400)]
                return [len(eaten)]
            if what == "start":
                return [os.getpid(), subprocess.Popen(["sleep", "300"], start_new_session=True).pid]
            return [os.getpid()]

    return Misbehaving()


@pytest.fixture(scope="module")
def misbehaving(serve):
    signature = infer_signature(pd.DataFrame({"what": ["work"], "where": [""]}))
    return serve("misbehaving", a_class_that_misbehaves(), signature=signature)[0]


@pytest.fixture
def have(ask, misbehaving, tmp_path):
    def have(what, where=tmp_path / "mark", **headers):
        return ask(misbehaving, {"dataframe_records": [{"what": what, "where": str(where)}]}, **headers)

    return have


def test_exception_costs_its_request_alone_and_tells_nothing(have):
    before = {predictions(have("work"))[0] for _ in range(6)}

    answer = have("raise")

    assert answer.status_code == 500
    assert "The model failed on this request (ValueError)" in answer.json()["message"]
    assert "under error id" in answer.json()["message"]
    assert "4711" not in answer.text and "Traceback" not in answer.text
    assert have("leave").status_code == 500
    assert {predictions(have("work"))[0] for _ in range(6)} == before


def test_crash_costs_the_request_that_was_held(have):
    answer = have("exit")

    assert answer.status_code == 500
    assert "exit code 7" in answer.json()["message"]
    assert predictions(have("work"))


def test_crash_is_made_up_for_where_the_caller_allows(have):
    assert predictions(have("exit once", **{"X-Millrace-Retry": "once"}))
    assert have("exit", **{"X-Millrace-Retry": "once"}).status_code == 500
    assert have("work", **{"X-Millrace-Retry": "twice"}).status_code == 400


def test_crash_costs_no_other_request(have):
    with concurrent.futures.ThreadPoolExecutor(8) as callers:
        healthy = [callers.submit(have, "work") for _ in range(20)]
        crash = callers.submit(have, "exit")
        healthy += [callers.submit(have, "work") for _ in range(20)]

        assert crash.result().status_code == 500
        assert [answer.result().status_code for answer in healthy] == [200] * 40


def test_killed_workers_cost_callers_nothing_that_allow_a_repetition(have):
    retry = {"X-Millrace-Retry": "once"}
    ended = threading.Event()

    def call():
        codes = []
        while not ended.is_set():
            codes.append(have("work", **retry).status_code)
        return codes

    with concurrent.futures.ThreadPoolExecutor(4) as callers:
        asking = [callers.submit(call) for _ in range(4)]
        try:
            for _ in range(3):
                worker = predictions(have("work", **retry))[0]
                os.kill(worker, signal.SIGKILL)
                until(lambda: predictions(have("work", **retry))[0] != worker, "another worker answers")
        finally:
            ended.set()

    assert {code for caller in asking for code in caller.result()} == {200}


def test_request_that_takes_too_long_is_ended(have):
    answer = have("sleep")

    assert answer.status_code == 504
    assert answer.json()["error_code"] == "DEADLINE_EXCEEDED"
    assert predictions(have("work"))


def test_worker_that_eats_memory_is_ended(have):
    answer = have("eat")

    assert answer.status_code == 500
    assert "took more memory" in answer.json()["message"]
    assert predictions(have("work"))


def test_nothing_is_left_of_an_endpoint_that_was_deleted(server_url, ask, serve):
    signature = infer_signature(pd.DataFrame({"what": ["work"], "where": [""]}))
    endpoint, _ = serve("deleted", a_class_that_misbehaves(), signature=signature)
    body = {"dataframe_records": [{"what": "start", "where": ""}]}
    processes = predictions(ask(endpoint, body)) + predictions(ask(endpoint, body))
    assert all(Path(f"/proc/{process}").exists() for process in processes)

    answer = requests.delete(f"{server_url}/api/millrace/v1/endpoints/{endpoint}", timeout=60)

    assert answer.status_code == 200
    until(lambda: not any(Path(f"/proc/{process}").exists() for process in processes), "processes gone")


# --- environments


def test_conflicting_requirements_are_told_in_the_resolvers_words(opened, experiment_id, unique):
    name = unique("conflict")
    with mlflow.start_run():
        mlflow.pyfunc.log_model(
            name="model",
            python_model=a_class_that_misbehaves(),
            signature=infer_signature(pd.DataFrame({"what": ["work"], "where": [""]})),
            registered_model_name=name,
            pip_requirements=["mlflow-skinny", "requests==2.32.3", "urllib3==1.20"],
        )

    reason = opened(name)

    assert "The model's environment cannot be made" in reason
    assert "requests" in reason and "urllib3" in reason
    assert CONFLICT in reason


def test_python_that_is_not_there_is_told(opened, experiment_id, unique):
    name = unique("ancient")
    with tempfile.TemporaryDirectory() as folder:
        mlflow.pyfunc.save_model(
            f"{folder}/model", python_model=a_class_that_misbehaves(), pip_requirements=REQUIREMENTS
        )
        environment = Path(folder, "model", "python_env.yaml")
        environment.write_text(
            "\n".join(
                "python: 3.1.4" if line.startswith("python:") else line
                for line in environment.read_text().splitlines()
            )
        )
        with mlflow.start_run() as run:
            mlflow.log_artifacts(f"{folder}/model", "model")
    mlflow.MlflowClient().create_registered_model(name)
    mlflow.MlflowClient().create_model_version(name, f"runs:/{run.info.run_id}/model", run.info.run_id)

    assert "logged with Python 3.1.4, and there is no python3.1 on the PATH" in opened(name)
