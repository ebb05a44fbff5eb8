"""Webhooks by the official client, with a receiver of the test's own on loopback.

The server must be allowed to send there: MILLRACE_WEBHOOKS_ALLOWED_SCHEMES=http,https and
MILLRACE_WEBHOOKS_ALLOWED_NETWORKS=127.0.0.0/8, or MLFLOW_WEBHOOK_ALLOWED_SCHEMES=http,https and
MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS=true for a real mlflow server.
"""

import base64
import hashlib
import hmac
import json
import queue
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from mlflow.exceptions import MlflowException

pytestmark = pytest.mark.mlflow3

SECRET = "a secret of the test"


class Receiver:
    """Keeps what it is sent; fails as often as it is told to."""

    def __init__(self):
        self.received = queue.Queue()
        self.failures = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                failing = receiver.failures > 0
                receiver.failures -= failing
                receiver.received.put((dict(self.headers.items()), body))
                self.send_response(503 if failing else 200)
                self.send_header("Content-Length", "5")
                self.end_headers()
                self.wfile.write(b"taken")

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self):
        headers, body = self.received.get(timeout=30)
        return {name.lower(): value for name, value in headers.items()}, body

    def next_event(self):
        _, body = self.next()
        event = json.loads(body)
        return f"{event['entity']}.{event['action']}", event["data"]


@pytest.fixture
def receiver():
    started = Receiver()
    yield started
    started.server.shutdown()


@pytest.fixture
def add_webhook(client, receiver, unique):
    made = []

    def add(*events, **options):
        webhook = client.create_webhook(unique("hook"), receiver.url, list(events), **options)
        made.append(webhook.webhook_id)
        # A real mlflow server keeps the webhooks of an event for a while, here for a second.
        time.sleep(1.1)
        return webhook

    yield add
    for webhook_id in made:
        client.delete_webhook(webhook_id)


def test_webhook_is_created_read_changed_and_deleted(client, unique):
    name = unique("hook")
    url = "https://93.184.216.34/hook"
    created = client.create_webhook(name, url, ["registered_model.created"], description="tells", secret=SECRET)
    read = client.get_webhook(created.webhook_id)
    assert (read.name, read.url, read.description) == (name, url, "tells")
    assert [str(event) for event in read.events] == ["registered_model.created"]
    assert read.status == "ACTIVE"
    assert read.creation_timestamp == read.last_updated_timestamp > 0
    assert read.secret is None

    updated = client.update_webhook(
        created.webhook_id, description="other", events=["model_version_tag.set", "prompt.created"], status="DISABLED"
    )
    assert updated.name == name
    assert {str(event) for event in updated.events} == {"model_version_tag.set", "prompt.created"}
    assert client.get_webhook(created.webhook_id).status == "DISABLED"

    client.delete_webhook(created.webhook_id)
    with pytest.raises(MlflowException, match=f"Webhook with ID {created.webhook_id} not found"):
        client.get_webhook(created.webhook_id)


def test_webhooks_are_listed_in_pages(client, unique):
    made = [client.create_webhook(unique("hook"), "https://93.184.216.34/", ["prompt.created"]).webhook_id for _ in range(3)]
    seen, token = [], None
    while True:
        page = client.list_webhooks(max_results=2, page_token=token)
        seen += [webhook.webhook_id for webhook in page]
        token = page.token
        if not token:
            break
    assert [webhook_id for webhook_id in seen if webhook_id in made] == made[::-1]
    for webhook_id in made:
        client.delete_webhook(webhook_id)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "-"}, "Webhook name '-' is invalid"),
        ({"url": "ftp://example.com"}, "Invalid webhook URL scheme: 'ftp'"),
        ({"url": "https:///x"}, "Webhook URL must include a hostname"),
    ],
)
def test_what_a_webhook_must_not_be_is_refused(client, change, message):
    webhook = {"name": "hook", "url": "https://93.184.216.34/", "events": ["prompt.created"]} | change
    with pytest.raises(MlflowException, match=message):
        client.create_webhook(**webhook)


def test_a_test_is_sent_and_signed(client, receiver, add_webhook):
    webhook = add_webhook("model_version_tag.set", secret=SECRET)
    result = client.test_webhook(webhook.webhook_id)
    assert (result.success, result.response_status, result.response_body) == (True, 200, "taken")
    headers, body = receiver.next()
    signed = f"{headers['x-mlflow-delivery-id']}.{headers['x-mlflow-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["x-mlflow-signature"] == f"v1,{expected}"
    assert headers["content-type"] == "application/json"
    event = json.loads(body)
    assert set(event) == {"entity", "action", "timestamp", "data"}
    assert event["data"] == {"name": "example_model", "version": "1", "key": "example_key", "value": "example_value"}


def test_a_webhook_can_be_tested_with_every_event(client, receiver, add_webhook):
    webhook = add_webhook("prompt.created")
    for event in ["registered_model.created", "prompt_version.created", "prompt_alias.deleted", "budget_policy.exceeded"]:
        assert client.test_webhook(webhook.webhook_id, event).success
        assert receiver.next_event()[0] == event


def test_changes_of_a_model_are_told(client, receiver, add_webhook, unique, experiment_id):
    add_webhook(
        "registered_model.created",
        "model_version.created",
        "model_version_tag.set",
        "model_version_tag.deleted",
        "model_version_alias.created",
        "model_version_alias.deleted",
        # Of a prompt only.
        "prompt_tag.set",
        "prompt_version.created",
    )
    name = unique("model")
    client.create_registered_model(name, {"team": "red"}, "text")
    assert receiver.next_event() == (
        "registered_model.created",
        {"name": name, "tags": {"team": "red"}, "description": "text"},
    )
    client.set_registered_model_tag(name, "silent", "yes")
    run = client.create_run(experiment_id)
    source = f"{run.info.artifact_uri}/model"
    client.create_model_version(name, source, run.info.run_id, tags={"a": "b"})
    event, data = receiver.next_event()
    assert event == "model_version.created"
    assert data == {
        "name": name,
        "version": "1",
        "source": source,
        "run_id": run.info.run_id,
        "tags": {"a": "b"},
        "description": None,
    }
    client.set_model_version_tag(name, "1", "k", "v")
    assert receiver.next_event() == ("model_version_tag.set", {"name": name, "version": "1", "key": "k", "value": "v"})
    client.delete_model_version_tag(name, "1", "k")
    assert receiver.next_event() == ("model_version_tag.deleted", {"name": name, "version": "1", "key": "k"})
    client.set_registered_model_alias(name, "champion", "1")
    assert receiver.next_event() == ("model_version_alias.created", {"name": name, "alias": "champion", "version": "1"})
    client.delete_registered_model_alias(name, "champion")
    assert receiver.next_event() == ("model_version_alias.deleted", {"name": name, "alias": "champion"})


def test_changes_of_a_prompt_are_told(client, receiver, add_webhook, unique):
    add_webhook(
        "prompt.created",
        "prompt_version.created",
        "prompt_version_tag.set",
        "prompt_version_tag.deleted",
        "prompt_alias.created",
        "prompt_alias.deleted",
        # Of a model only.
        "registered_model.created",
        "model_version.created",
        "model_version_alias.created",
    )
    name = unique("prompt")
    client.register_prompt(name, "Hello {{name}}", "first", {"a": "b"})
    # One call makes both, and deliveries go out side by side.
    told = dict(receiver.next_event() for _ in range(2))
    assert told["prompt.created"]["name"] == name
    data = told["prompt_version.created"]
    assert (data["name"], data["version"], data["template"]) == (name, "1", "Hello {{name}}")
    assert data["description"] == "first"
    assert data["tags"]["a"] == "b"
    assert "mlflow.prompt.is_prompt" not in data["tags"]
    client.set_prompt_version_tag(name, "1", "k", "v")
    assert receiver.next_event() == ("prompt_version_tag.set", {"name": name, "version": "1", "key": "k", "value": "v"})
    client.delete_prompt_version_tag(name, "1", "k")
    assert receiver.next_event() == ("prompt_version_tag.deleted", {"name": name, "version": "1", "key": "k"})
    client.set_prompt_alias(name, "live", 1)
    assert receiver.next_event() == ("prompt_alias.created", {"name": name, "alias": "live", "version": "1"})
    client.delete_prompt_alias(name, "live")
    assert receiver.next_event() == ("prompt_alias.deleted", {"name": name, "alias": "live"})


def test_a_receiver_that_fails_first_is_told_again(client, receiver, add_webhook, unique):
    add_webhook("registered_model.created", secret=SECRET)
    receiver.failures = 1
    client.create_registered_model(unique("model"))
    first, body = receiver.next()
    again, body_again = receiver.next()
    assert body_again == body
    assert again["x-mlflow-delivery-id"] == first["x-mlflow-delivery-id"]
