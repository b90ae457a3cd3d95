"""The description of the API, and requests made from it by the hundred."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.api_shapes import EnrolRequest, PullRequest
from fieldapp.app import create_app
from fieldapp.installation import Installation
from fieldapp.openapi import Endpoint, describe
from fieldapp.push_body import WrongPush, read_push
from tests.web.conftest import Phone

METHODS = {"GET", "POST", "PUT", "DELETE"}


def test_every_route_of_the_first_version_is_described(app: Flask, client: FlaskClient) -> None:
    said = client.get("/api/openapi.json").get_json()
    assert said["openapi"] == "3.1.0"
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            path = re.sub(r"<(?:int:)?([a-z_]+)>", r"{\1}", rule.rule)
            for method in (rule.methods or set()) & METHODS:
                assert method.lower() in said["paths"][path], (method, path)


def test_the_description_says_which_routes_need_a_token(client: FlaskClient) -> None:
    paths = client.get("/api/openapi.json").get_json()["paths"]
    assert paths["/api/v1/push"]["post"]["security"] == [{"token": []}]
    assert "security" not in paths["/api/v1/enrol"]["post"]


def test_every_problem_of_an_endpoint_has_its_status_described(app: Flask) -> None:
    for view in app.view_functions.values():
        one = getattr(view, "endpoint", None)
        assert one is None or isinstance(one, Endpoint)
    described = describe(app)
    assert "409" in described["paths"]["/api/v1/push"]["post"]["responses"]


def test_the_description_says_what_each_operation_of_a_phone_holds(client: FlaskClient) -> None:
    """Who writes a phone from the documents alone finds the body of each kind: all that was ever sent fits it."""
    said = client.get("/api/openapi.json").get_json()["x-operations"]
    tried = set()
    for path in sorted((Path(__file__).parents[1] / "vectors" / "operations").glob("*.json")):
        for one in json.loads(path.read_text())["operations"]:
            if one["kind"] not in said:
                continue
            schema = said[one["kind"]]["body"]
            assert jsonschema_rs.is_valid(schema, written_flat(schema, one["body"])), one["kind"]
            assert not jsonschema_rs.is_valid(schema, {**one["body"], "nobody_knows": 1})
            tried.add(one["kind"])
    assert tried == set(said)
    assert said["visit.close"]["form"] == "act" and "visit.leave_phones" not in said


def written_flat(schema: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Write the items of collections as the description does; the server takes both writings."""
    names = {pattern[1:].partition("\\.")[0] for pattern in schema.get("patternProperties", {})}
    flat: dict[str, Any] = {}
    for name, value in body.items():
        flat |= {f"{name}.{key}": item for key, item in value.items()} if name in names else {name: value}
    return flat


@pytest.mark.parametrize("scope", ["push", "full"])
@pytest.mark.slow
def test_requests_made_from_the_description_get_described_answers(
    house: Installation, phone: Callable[[str], Phone], scope: str
) -> None:
    """Schemathesis makes them: right and wrong bodies, parameters, headers; no answer may be undescribed or a 5xx."""
    app = create_app(house=house)
    object.__setattr__(house.config, "push_per_day", 10**9)
    token = phone("ines").token(full=scope == "full")
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    checks = [
        schemathesis.checks.not_a_server_error,
        schemathesis.specs.openapi.checks.status_code_conformance,
        schemathesis.specs.openapi.checks.content_type_conformance,
        schemathesis.specs.openapi.checks.response_schema_conformance,
    ]
    for result in schema.get_all_operations():
        try_operation(result.ok(), token, checks)


def try_operation(operation: Any, token: str, checks: list[Any]) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def many(case: Any) -> None:
        case.call_and_validate(
            headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}, checks=checks
        )

    many()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"a":' * 5000,
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"x"',
        b"1e999",
        b'{"code":NaN}',
        b'{"\\ud800":1}',
    ],
)
@pytest.mark.parametrize("path", ["enrol", "challenge", "token"])
def test_a_body_that_is_none_gets_a_sentence_and_no_echo(client: FlaskClient, path: str, body: bytes) -> None:
    answer = client.post(f"/api/v1/{path}", data=body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.get_json()["type"] in {"not_json", "shape"}


def test_what_was_sent_wrong_is_never_repeated(client: FlaskClient) -> None:
    secret = "Lantaarnkade-geheim"
    answer = client.post("/api/v1/enrol", json={"code": secret, secret: secret, "build": {secret: 1}})
    assert answer.status_code == 422
    assert secret not in answer.get_data(as_text=True)
    assert answer.get_json()["fields"] == ["build", "code", "dev_public", "sign_public"]


def test_too_much_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post("/api/v1/enrol", data=b"x" * (1024 * 1024 + 1), content_type="application/json")
    assert (answer.status_code, answer.get_json()["type"]) == (413, "too_large")


@given(raw=st.binary(max_size=2000))
def test_any_bytes_are_a_push_or_are_refused(raw: bytes) -> None:
    try:
        header, envelopes = read_push(raw)
    except WrongPush:
        return
    assert header["p"] == 1
    assert sum(map(len, envelopes)) <= len(raw)


@given(
    said=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_any_header_of_a_push_is_right_or_refused(said: Any) -> None:
    raw = json.dumps({"p": 1, "holds": said, "unsent": said} if not isinstance(said, dict) else said).encode()
    try:
        header, _ = read_push(len(raw).to_bytes(4, "big") + raw)
    except WrongPush:
        return
    assert isinstance(header["holds"], list)


def test_shapes_are_strict() -> None:
    assert PullRequest.model_validate({"after": 1}).after == 1
    for wrong in ({"after": "1"}, {"after": True}, {"more": 1}, {"streams": ["x"]}):
        with pytest.raises(ValueError, match="validation error"):
            PullRequest.model_validate(wrong)
    with pytest.raises(ValueError, match="validation error"):
        EnrolRequest.model_validate({"code": "ABCD2345", "dev_public": "!", "sign_public": "AA==", "build": ""})
