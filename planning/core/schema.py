"""The API described in OpenAPI 3.1, with what the frame does, and shaped for a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_mock_request
from drf_spectacular.utils import OpenApiResponse

WRITES = ("post", "put", "patch", "delete")
READ_PROBLEMS = {
    "400": "The request cannot be understood: a malformed body, parameter or header.",
    "401": "No sign-in, or a token that opens nothing.",
    "403": "You may not do that.",
    "404": "There is no such thing for you.",
    "406": "Only JSON is spoken here.",
    "429": "Too many requests; `Retry-After` says how many seconds to wait.",
}
WRITE_PROBLEMS = {
    "409": "The world has moved on: a stale `version` in the body, a state that forbids the act.",
    "412": "The version named in `If-Match` is stale.",
    "415": "A body must be JSON.",
    "422": "A rule refuses it; `errors` names the field. Or the Idempotency-Key was used before.",
    "428": "Say which version you are changing, by `If-Match` or `version` in the body.",
}
COMPONENTS: dict[str, dict[str, Any]] = {
    "schemas": {
        "Problem": {
            "type": "object",
            "description": "Why a request was refused (RFC 9457).",
            "required": ["title", "status", "errors"],
            "properties": {
                "title": {"type": "string", "description": "The refusal in a sentence."},
                "status": {"type": "integer", "description": "The HTTP status."},
                "errors": {
                    "type": "array",
                    "description": "One for each field; an empty name stands for the whole.",
                    "items": {
                        "type": "object",
                        "required": ["field", "detail"],
                        "properties": {
                            "field": {"type": "string"},
                            "detail": {"type": "string"},
                        },
                    },
                },
            },
        }
    },
    "responses": {
        f"Problem{status}": {
            "description": words,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status, words in (READ_PROBLEMS | WRITE_PROBLEMS).items()
    },
    "parameters": {
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A key of your own, such as a UUID: however often this request is sent "
            "with it within 24 hours, it has one effect and one answer.",
            "schema": {"type": "string", "pattern": "^[!#-~]{1,200}$"},
        },
        "IfMatch": {
            "name": "If-Match",
            "in": "header",
            "description": "The ETag of what you change, or its version in quotes; instead of "
            "`version` in the body.",
            "schema": {"type": "string"},
        },
        "IfNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "description": "The ETag you have: nothing is sent while it still stands.",
            "schema": {"type": "string"},
        },
    },
    "headers": {
        "ETag": {
            "description": '`"<version>-<digest>"`: for `If-Match` and `If-None-Match`.',
            "schema": {"type": "string"},
        }
    },
}


class BearerScheme(OpenApiAuthenticationExtension):
    """How a token is described."""

    target_class = "planning.accounts.hooks.TokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe it."""
        words = "An API token, made at `/account/tokens/`."
        return {"type": "http", "scheme": "bearer", "description": words}


class SessionScheme(OpenApiAuthenticationExtension):
    """How the browser's session is described."""

    target_class = "planning.accounts.hooks.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe it; its cookie is called alike wherever the product runs live."""
        words = "The browser's session; a write needs the header `X-CSRFToken` too."
        return {"type": "apiKey", "in": "cookie", "name": "__Host-session", "description": words}


class Description(AutoSchema):
    """Describes an operation by what its collection declares; see ``Collection``."""

    view: Any

    def get_request_serializer(self) -> Any:
        """Return what is sent: with an act on a row its own body, else the row."""
        if self.method == "POST" and self.view.detail:
            return self.view.sends
        return super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        """Return what is answered by status; after a write the row may be out of sight."""
        row = super().get_response_serializers()
        if self.method == "GET":
            return row
        made = self.method == "POST" and not self.view.detail
        shown = {201 if made else self.view.answers: row}
        return shown | {204: OpenApiResponse(description="It is done, and nothing is shown.")}


def asked_by_nobody(
    method: str, path: str, view: Any, original_request: Any, **options: Any
) -> Any:
    """Return the request that endpoints are asked with for their description: nobody's.

    An administrator, since for all others some collections ask the database what may be shown.
    """
    request = build_mock_request(method, path, view, None, **options)
    request.user = get_user_model()(is_staff=True)
    return request


def complete(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Say of every operation what the frame does for it (a hook of the generator)."""
    components = result.setdefault("components", {})
    for kind, named in COMPONENTS.items():
        components.setdefault(kind, {}).update(named)
    schemas = components["schemas"]
    version = schemas["VersionRequest"]["properties"]["version"]
    for name, one in schemas.items():
        if name.startswith("Patched"):
            one["properties"]["version"] = version
    for path, method, operation in _operations(result):
        writes = method in WRITES
        names = ["IdempotencyKey", "IfMatch"] if writes else []
        answers = operation["responses"]
        for status in ("200", "201"):
            if status in answers and _is_versioned(result, answers[status]):
                answers[status]["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
                if not writes:
                    names.append("IfNoneMatch")
                    answers["304"] = {"description": "You have it already."}
        parameters = operation.setdefault("parameters", [])
        parameters += [{"$ref": f"#/components/parameters/{name}"} for name in names]
        for status in READ_PROBLEMS | (WRITE_PROBLEMS if writes else {}):
            if status != "404" or "{" in path:
                answers[status] = {"$ref": f"#/components/responses/Problem{status}"}
    return result


@cache
def schema() -> dict[str, Any]:
    """Return the schema as it is served and committed: in English, the same for everybody."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


@dataclass
class Field:
    """A parameter, or a field of an object, as the page shows it."""

    name: str
    type: str
    words: str = ""
    is_required: bool = False
    is_read_only: bool = False
    choices: list[str] = field(default_factory=list)


@dataclass
class Operation:
    """What one method does at one address."""

    anchor: str
    method: str
    path: str
    words: str
    parameters: list[Field]
    body: str
    answers: list[tuple[str, str, str]]  # status, words, name of the object


@dataclass
class Group:
    """A collection with its operations."""

    name: str
    operations: list[Operation] = field(default_factory=list)


def groups() -> list[Group]:
    """Return all operations for the page, by collection."""
    found: dict[str, Group] = {}
    for path, method, one in _operations(schema()):
        name = one["tags"][0]
        answers = [
            (status, words["description"], _object_of(words))
            for status, answer in sorted(one["responses"].items())
            for words in [_meant(answer)]
        ]
        operation = Operation(
            anchor=one["operationId"],
            method=method.upper(),
            path=path,
            words=one.get("description", ""),
            parameters=[_parameter(_meant(parameter)) for parameter in one["parameters"]],
            body=_object_of(one.get("requestBody", {})),
            answers=answers,
        )
        found.setdefault(name, Group(name)).operations.append(operation)
    return list(found.values())


def objects() -> list[tuple[str, str, list[Field]]]:
    """Return the objects that are sent and answered: name, words, fields."""
    return [
        (name, one.get("description", ""), _fields(one))
        for name, one in sorted(schema()["components"]["schemas"].items())
        if not name.startswith("Paginated")
    ]


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _is_versioned(result: dict[str, Any], answer: dict[str, Any]) -> bool:
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    name = content.get("$ref", "").rpartition("/")[2]
    return "version" in result["components"]["schemas"].get(name, {}).get("properties", {})


def _meant(one: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in one:
        return one
    _hash, _components, kind, name = one["$ref"].split("/")
    return schema()["components"][kind][name]


def _object_of(one: dict[str, Any]) -> str:
    """Name the object of a body or an answer; a list by what stands in it."""
    for media in one.get("content", {}).values():
        inner = media["schema"].get("items", media["schema"])
        name = inner.get("$ref", "").rpartition("/")[2]
        return name.removeprefix("Paginated").removesuffix("List")
    return ""


def _fields(one: dict[str, Any]) -> list[Field]:
    return [
        Field(
            name=name,
            type=_type(about),
            words=about.get("description", ""),
            is_required=name in one.get("required", ()),
            is_read_only=about.get("readOnly", False),
            choices=_choices(about),
        )
        for name, about in one.get("properties", {}).items()
    ]


def _parameter(one: dict[str, Any]) -> Field:
    about = one["schema"]
    return Field(
        name=one["name"],
        type=_type(about),
        words=one.get("description", about.get("description", "")),
        is_required=one.get("required", False),
        choices=_choices(about),
    )


def _choices(about: dict[str, Any]) -> list[str]:
    values = about.get("enum") or about.get("items", {}).get("enum", [])
    return [str(value) for value in values if value not in (None, "")]


def _type(about: dict[str, Any]) -> str:
    """Say in a few words what a value is: ``string (date)``, ``list of Side``."""
    if "$ref" in about:
        return about["$ref"].rpartition("/")[2]
    if "items" in about:
        return f"list of {_type(about['items'])}"
    if inner := about.get("allOf") or about.get("oneOf") or about.get("anyOf"):
        return " or ".join(_type(one) for one in inner)
    kinds = about.get("type", "any")
    words = " or ".join(kinds) if isinstance(kinds, list) else kinds
    return f"{words} ({about['format']})" if "format" in about else words
