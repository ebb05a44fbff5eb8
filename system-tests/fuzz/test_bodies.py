"""Bodies that no client makes, sent to every route that takes one."""

import gzip
import json

import pytest
import requests
from conftest import TIMEOUT, URL, description, require_sane

JSON = "application/json"
DEEP = 20_000
MEGABYTE = 1024 * 1024
BOMB = gzip.compress(b'{"name": "' + b"a" * (64 * MEGABYTE) + b'"}')


def routes():
    document = description()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            if JSON in content and path != "/serving/{endpoint}/invocations":
                name = content[JSON]["schema"].get("$ref", "").rpartition("/")[2]
                fields = document["components"]["schemas"].get(name, {}).get("properties", {})
                yield pytest.param(method.upper(), path, sorted(fields), id=f"{method.upper()} {path}")


def is_refusal(answer):
    # 501 is what a stock server says for multipart uploads to a store that has none.
    return 400 <= answer.status_code < 500 or answer.status_code == 501


@pytest.fixture
def send(things):
    def send(method, path, body, content_type=JSON, **headers):
        place = path.replace("{modelId}", things.model_id).replace("{model_id}", things.model_id)
        place = place.replace("{step}", "create").replace("{path}", "a/b").replace("{name}", "fuzzed").replace("{key}", "k")
        answer = requests.request(
            method,
            URL + place,
            data=body,
            headers={**({"Content-Type": content_type} if content_type else {}), **headers},
            timeout=TIMEOUT,
        )
        require_sane(answer, path)
        return answer

    return send


def not_json():
    yield from (b"{", b"}", b"not json", b"{'a': 1}", b"\x00", b'{"a": "\xc3\x28"}', b'{"a": 1} x')
    yield b"[" * DEEP
    yield b"[" * DEEP + b"]" * DEEP
    yield b'{"a":' * DEEP + b"1" + b"}" * DEEP
    yield gzip.compress(b"{}")


def not_an_object():
    # Not null: as in MLflow that is an object without fields.
    yield from (b"[]", b"[{}]", b"3", b'"text"', b"true")


@pytest.mark.parametrize(("method", "path", "fields"), list(routes()))
class TestBodies:
    def test_what_is_no_json_object_is_refused(self, send, method, path, fields):
        for body in [*not_json(), *not_an_object()]:
            assert is_refusal(send(method, path, body)), body[:40]

    def test_null_is_an_object_without_fields(self, send, method, path, fields):
        assert send(method, path, b"null").status_code == send(method, path, b"{}").status_code

    def test_odd_values_in_every_field_are_survived(self, send, things, method, path, fields):
        odd = [
            b'"\\u0000"', b'"a\\u0000b"', b'"\x00"', b'"\\ud800"', b'"%s"' % ("\U0001f600" * 300).encode(), b'"' + b"x" * 70_000 + b'"',
            b"1e999999", b"-1e999999", b"9" * 400, b"9" * 2_000, b"1e-999999", b"-0", b"9223372036854775808", b"0.1",
            b"NaN", b"null", b"true", b"[]", b"[null]", b'["\\u0000"]', b"[[]]", b"{}", b'[{"key": null}]', b"[{}]",
            b'[{"key": "\\u0000", "value": "\\u0000"}]', b'"' + b"'" * 50 + b'"', b'"' + b"(" * 15_000 + b'"',
            b"[" * DEEP + b"]" * DEEP, b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        ]
        known = {name: value for name, value in things.of(path).items() if name in fields}
        for field in fields:
            rest = "".join(f", {json.dumps(name)}: {json.dumps(value)}" for name, value in known.items() if name != field)
            for value in odd:
                send(method, path, b'{"%s": %s%s}' % (field.encode(), value, rest.encode()))

    def test_duplicate_fields_are_survived(self, send, method, path, fields):
        for field in fields:
            send(method, path, b'{"%s": "a", "%s": 1, "%s": "a"}' % ((field.encode(),) * 3))

    def test_other_content_types_are_refused(self, send, method, path, fields):
        for content_type in (
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
            "text/html", "nonsense", ";", "application/json2", None,
        ):
            assert is_refusal(send(method, path, b"{}", content_type)), content_type
        for charset in ("utf-16", "nonsense", "\""):
            send(method, path, b"{}", f"application/json; charset={charset}")

    def test_compressed_bodies_are_not_blown_up(self, send, method, path, fields):
        for body in (gzip.compress(b"{}"), BOMB):
            for encoding in ("gzip", "deflate", "br"):
                assert is_refusal(send(method, path, body, **{"Content-Encoding": encoding}))

    def test_bodies_over_the_limit_are_refused(self, send, method, path, fields):
        def chunks():
            yield b'{"name": "'
            for _ in range(11):
                yield b"a" * MEGABYTE
            yield b'"}'

        assert send(method, path, chunks()).status_code == 413
        assert send(method, path, b"".join(chunks())).status_code == 413
