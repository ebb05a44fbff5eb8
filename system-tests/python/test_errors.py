"""What a user sees when something is wrong: the error's code through the client, its words over plain HTTP."""

import mlflow
import pytest
import requests
from mlflow.entities import Metric, Param
from mlflow.exceptions import MlflowException

UNKNOWN_RUN = "0" * 32


def code_of(call):
    with pytest.raises(MlflowException) as refused:
        call()
    return refused.value.error_code


def test_unknown_things_do_not_exist(client, unique):
    model = unique("model")
    calls = [
        lambda: client.get_run(UNKNOWN_RUN),
        lambda: client.log_metric(UNKNOWN_RUN, "loss", 1.0),
        lambda: client.log_param(UNKNOWN_RUN, "lr", 1.0),
        lambda: client.set_tag(UNKNOWN_RUN, "a", "b"),
        lambda: client.delete_run(UNKNOWN_RUN),
        lambda: client.restore_run(UNKNOWN_RUN),
        lambda: client.get_experiment("999999999"),
        lambda: client.create_run("999999999"),
        lambda: client.delete_experiment("999999999"),
        lambda: client.rename_experiment("999999999", unique("name")),
        lambda: client.get_registered_model(model),
        lambda: client.get_model_version(model, "1"),
        lambda: client.rename_registered_model(model, unique("name")),
        lambda: client.update_registered_model(model, "text"),
        lambda: client.set_registered_model_tag(model, "a", "b"),
        lambda: mlflow.pyfunc.load_model(f"models:/{model}/1"),
    ]

    assert [code_of(call) for call in calls] == ["RESOURCE_DOES_NOT_EXIST"] * len(calls)


def test_start_run_of_an_unknown_run_fails(experiment_id):
    assert code_of(lambda: mlflow.start_run(run_id=UNKNOWN_RUN)) == "RESOURCE_DOES_NOT_EXIST"


class TestOverPlainHttp:
    @pytest.fixture
    def post(self, server_url):
        def send(path, body=None, **options):
            options = options or {"json": body}
            return requests.post(f"{server_url}/api/2.0/mlflow/{path}", timeout=30, **options)

        return send

    @pytest.fixture
    def get(self, server_url):
        return lambda path, **params: requests.get(f"{server_url}/api/2.0/mlflow/{path}", params=params, timeout=30)

    @pytest.fixture
    def run_id(self, client, experiment_id):
        return client.create_run(experiment_id).info.run_id

    @staticmethod
    def refusal(answer):
        body = answer.json()
        assert {"error_code", "message"} <= set(body)
        return answer.status_code, body["error_code"], body["message"]

    def test_missing_fields_are_named(self, post, get):
        for answer, field in [
            (post("experiments/create", {}), "name"),
            (post("runs/log-metric", {"run_id": UNKNOWN_RUN, "value": 1, "timestamp": 1}), "key"),
            (post("registered-models/create", {}), "name"),
            (get("experiments/get"), "experiment_id"),
            (get("runs/get"), "run_id"),
        ]:
            status, code, message = self.refusal(answer)
            assert (status, code) == (400, "INVALID_PARAMETER_VALUE")
            assert f"Missing value for required parameter '{field}'" in message

    def test_wrong_types_are_named(self, post, run_id):
        status, code, message = self.refusal(post("experiments/create", {"name": 17}))
        assert (status, code) == (400, "INVALID_PARAMETER_VALUE")
        assert message.startswith("Invalid value 17 for parameter 'name' supplied")

        status, code, message = self.refusal(
            post("runs/log-metric", {"run_id": run_id, "key": "loss", "value": "high", "timestamp": 1})
        )
        assert (status, code) == (400, "INVALID_PARAMETER_VALUE")
        assert message.startswith("Invalid value \"high\" for parameter 'value' supplied")

    def test_bad_batch_entry_is_named_by_its_place(self, post, run_id):
        metrics = [
            {"key": "loss", "value": 1.0, "timestamp": 1, "step": 0},
            {"key": "loss", "timestamp": 1, "step": 0},
        ]

        status, code, message = self.refusal(post("runs/log-batch", {"run_id": run_id, "metrics": metrics}))

        assert (status, code) == (400, "INVALID_PARAMETER_VALUE")
        assert "metrics[1].value" in message

    def test_not_json_is_a_client_error(self, post):
        answer = post(
            "experiments/create", data="{'name': oops", headers={"Content-Type": "application/json"}
        )

        assert answer.status_code == 400
        assert answer.json()["error_code"] in ("BAD_REQUEST", "INVALID_PARAMETER_VALUE", "MALFORMED_REQUEST")

    def test_unknown_fields_are_ignored(self, post, unique):
        answer = post("experiments/create", {"name": unique("experiment"), "colour": "blue"})

        assert answer.status_code == 200
        assert isinstance(answer.json()["experiment_id"], str)

    def test_whole_numbers_may_be_strings_and_come_back_as_numbers(self, post, get, run_id):
        sent = {"run_id": run_id, "key": "loss", "value": 0.5, "timestamp": "1700000000000", "step": "7"}

        assert post("runs/log-metric", sent).status_code == 200

        metric = get("metrics/get-history", run_id=run_id, metric_key="loss").json()["metrics"][0]
        assert (metric["timestamp"], metric["step"]) == (1700000000000, 7)

    def test_run_uuid_is_still_accepted(self, post, get, run_id):
        answer = post("runs/set-tag", {"run_uuid": run_id, "key": "old", "value": "client"})

        assert answer.status_code == 200
        tags = get("runs/get", run_uuid=run_id).json()["run"]["data"]["tags"]
        assert {"key": "old", "value": "client"} in tags

    def test_nan_travels_as_a_string(self, post, server_url, run_id):
        sent = {"run_id": run_id, "key": "loss", "value": "NaN", "timestamp": 1, "step": 0}

        assert post("runs/log-metric", sent).status_code == 200

        answer = requests.get(f"{server_url}/api/2.0/mlflow/runs/get", params={"run_id": run_id}, timeout=30)
        assert '"NaN"' in answer.text

    def test_limits(self, post, client, run_id):
        too_many = [{"key": f"p{index}", "value": "1"} for index in range(101)]
        refused = self.refusal(post("runs/log-batch", {"run_id": run_id, "params": too_many}))
        assert refused[:2] == (400, "INVALID_PARAMETER_VALUE")

        metrics = [{"key": "m", "value": 1, "timestamp": 1, "step": step} for step in range(1001)]
        refused = self.refusal(post("runs/log-batch", {"run_id": run_id, "metrics": metrics}))
        assert refused[:2] == (400, "INVALID_PARAMETER_VALUE")

        for call in (
            lambda: client.log_param(run_id, "k" * 251, "v"),
            lambda: client.log_metric(run_id, "k" * 251, 1.0),
            lambda: client.set_tag(run_id, "k" * 251, "v"),
        ):
            assert code_of(call) == "INVALID_PARAMETER_VALUE"
        assert client.get_run(run_id).data.params == {}
        assert client.get_run(run_id).data.metrics == {}

    def test_bad_keys_are_refused(self, client, run_id):
        for key in ("a*b", "a?b", "../escape", "/absolute", "a//b", "./a", ""):
            assert code_of(lambda: client.log_batch(run_id, metrics=[Metric(key, 1.0, 1, 0)])) == "INVALID_PARAMETER_VALUE"
            assert code_of(lambda: client.log_batch(run_id, params=[Param(key, "1")])) == "INVALID_PARAMETER_VALUE"

    def test_max_results_is_bounded(self, post, experiment_id):
        for max_results in (0, -1, 50_001):
            refused = self.refusal(
                post("runs/search", {"experiment_ids": [experiment_id], "max_results": max_results})
            )
            assert refused[:2] == (400, "INVALID_PARAMETER_VALUE")

    def test_ajax_routes_answer_the_same(self, server_url, run_id):
        answers = [
            requests.get(f"{server_url}/{prefix}/2.0/mlflow/runs/get", params={"run_id": run_id}, timeout=30)
            for prefix in ("api", "ajax-api")
        ]

        assert answers[0].json() == answers[1].json()
        assert answers[0].json()["run"]["info"]["run_id"] == run_id

    def test_health_and_version(self, server_url):
        assert requests.get(f"{server_url}/health", timeout=30).text == "OK"
        version = requests.get(f"{server_url}/version", timeout=30)
        assert version.status_code == 200
        assert version.text.startswith("3.")

    def test_unknown_route_is_404(self, post):
        assert post("runs/no-such-verb", {}).status_code == 404
