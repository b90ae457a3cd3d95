"""The description of the API at `/api/openapi.json`, made from the shapes that the endpoints check."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, request
from pydantic import BaseModel, ValidationError
from pydantic.json_schema import models_json_schema

from fieldapp import api_shapes
from fieldapp.access import auth_of
from fieldapp.errors import PROBLEMS
from fieldapp.errors import Problem as ProblemAnswer
from fieldapp.operation_shapes import phone_operations

M = TypeVar("M", bound=BaseModel)
V = TypeVar("V", bound=Callable[..., Any])
_PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")


@dataclass(frozen=True)
class Endpoint:
    """What a view takes and gives. `media` is the type of a body that is not JSON, in (`takes`) or out (`gives`)."""

    summary: str
    takes: type[BaseModel] | None = None
    gives: type[BaseModel] | None = None
    takes_media: str | None = None
    gives_media: str | None = None
    status: int = 200
    problems: tuple[str, ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()


def endpoint(summary: str, **described: Any) -> Callable[[V], V]:  # Any: the fields of Endpoint
    """Describe a view for the API description; the view reads its body with `read_json(takes)`."""

    def mark(view: V) -> V:
        view.endpoint = Endpoint(summary, **described)  # type: ignore[attr-defined]
        return view

    return mark


def read_json(shape: type[M]) -> M:
    """Return the body of this request in its shape. Raises Problem not_json, shape; never tells what was sent."""
    try:
        said = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise ProblemAnswer("not_json") from error
    try:
        return shape.model_validate(said)
    except (ValidationError, RecursionError) as error:
        fields = (
            sorted({".".join(map(str, one["loc"][:2])) for one in error.errors()})
            if isinstance(error, ValidationError)
            else []
        )
        raise ProblemAnswer("shape", fields=[field for field in fields if field in _names(shape)]) from error


def _names(shape: type[BaseModel]) -> set[str]:
    """Return the names that the shape itself knows: others are the sender's words and are not repeated."""
    return set(shape.model_fields)


def describe(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of every described route."""
    found = [(rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]
    described = [(rule, view, view.endpoint) for rule, view in found if hasattr(view, "endpoint")]
    shapes = {shape for _, _, one in described for shape in (one.takes, one.gives) if shape} | {api_shapes.Problem}
    pairs = [(shape, "validation") for shape in sorted(shapes, key=lambda shape: shape.__name__)]
    _, schemas = models_json_schema(pairs, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    paths: dict[str, Any] = {}
    for rule, view, one in described:
        path = _PARAMETER.sub(r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(one, rule.rule, auth_of(view) or "")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fieldapp",
            "version": "1",
            "description": "What phones and the server say to each other. See docs/protocol.md.",
        },
        "paths": dict(sorted(paths.items())),
        "x-operations": phone_operations(),
        "components": {
            "schemas": schemas.get("$defs", {}),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "From POST /api/v1/token, 15 minutes."}
            },
        },
    }


def _operation(one: Endpoint, rule: str, auth: str) -> dict[str, Any]:
    problems = {"too_large", *one.problems}
    if auth.startswith("phone:"):
        problems |= {"token_expired"} | ({"scope", "build_too_old"} if auth == "phone:full" else set())
    if auth.startswith("desk"):
        problems |= {"not_signed_in", "forbidden"}
    if one.takes:
        problems |= {"not_json", "shape"}
    answers: dict[str, Any] = {
        str(PROBLEMS[slug][0]): _answer("Problem", "application/problem+json") for slug in sorted(problems)
    }
    answers[str(one.status)] = _success(one)
    found: dict[str, Any] = {"summary": one.summary, "responses": dict(sorted(answers.items()))}
    parameters = [_path_parameter(name, rule) for name in _PARAMETER.findall(rule)] + list(one.parameters)
    if parameters:
        found["parameters"] = parameters
    if one.takes:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(one.takes.__name__)}}}
    if one.takes_media:
        found["requestBody"] = {
            "required": True,
            "content": {one.takes_media: {"schema": {"type": "string", "format": "binary"}}},
        }
    if auth.startswith("phone:"):
        found["security"] = [{"token": []}]
    return found


def _path_parameter(name: str, rule: str) -> dict[str, Any]:
    is_number = f"<int:{name}>" in rule
    schema = (
        {"type": "integer", "minimum": 0}
        if is_number
        else {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9._-]+$"}
    )
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _success(one: Endpoint) -> dict[str, Any]:
    if one.gives_media:
        return {"description": "OK", "content": {one.gives_media: {"schema": {"type": "string", "format": "binary"}}}}
    return _answer(one.gives.__name__) if one.gives else {"description": "OK"}


def _answer(name: str, media: str = "application/json") -> dict[str, Any]:
    return {"description": name, "content": {media: {"schema": _ref(name)}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
