"""The OpenAPI 3.1 document: what ninja does not say of itself, and an example of every answer."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from articles.api import ninjs_schema, problems
from articles.api.negotiation import JSON
from articles.api.problems import Kind

Node = dict[str, Any]

TITLE = "Newsroom API"
DESCRIPTION = """What the paper's readers see, for programs: read only, without a key.

* **Pages.** A list says in `next` (and in the `Link` header) where it goes on; `limit` sets how
  many a page has.
* **Times** are ISO 8601 with a zone. **Addresses** are whole.
* **Caches.** Every answer has an `ETag`: send it back as `If-None-Match` and get a 304 for as long
  as nothing changed.
* **Errors** are problem details (RFC 9457); `type` says which kind, in the site's language `detail`
  says what to do.
* **Limits.** `RateLimit-Remaining` says how many requests are left to your network within
  `RateLimit-Reset` seconds.
* **ninjs.** Stories come as ninjs 3.1 of the IPTC with `Accept: application/vnd.iptc.ninjs+json`,
  or `?format=ninjs`.
"""
EXAMPLE_SITE = "https://news.example.org"

#: What stands in an address; ninja keeps no description of it.
PATH_WORDS = {
    "id": "The number of the story.",
    "comment": "The number of the comment.",
    "slug": "The slug of the topic.",
    "name": "The end of the type of a problem.",
}
#: What every operation may answer.
EVERYWHERE = (problems.NOT_ACCEPTABLE, problems.TOO_MANY, problems.BROKEN)
OF_A_STORY = (
    "/stories/{id}",
    "/stories/{id}/recommendations",
    "/stories/{id}/comments",
    "/stories/{id}/comments/{comment}/replies",
)

HEADERS: dict[str, Node] = {
    "ETag": {"description": "Names the answer; for If-None-Match.", "example": '"5f1c"'},
    "Last-Modified": {
        "description": "When something that readers see last changed.",
        "example": "Mon, 20 Dec 2021 02:48:00 GMT",
    },
    "Cache-Control": {
        "description": "How long the answer may be kept.",
        "example": "public, max-age=60",
    },
    "RateLimit-Limit": {"description": "Requests within a minute.", "example": "120"},
    "RateLimit-Remaining": {"description": "How many are left.", "example": "119"},
    "RateLimit-Reset": {"description": "Seconds until all are there again.", "example": "42"},
    "Link": {
        "description": "The next page (RFC 8288).",
        "example": f'<{EXAMPLE_SITE}/api/v1/stories?cursor=W10>; rel="next"',
    },
}
MEMBERS: dict[str, Node] = {
    "type": {"type": "string", "format": "uri", "description": "The kind; an address to read."},
    "title": {"type": "string", "description": "The kind in words."},
    "status": {"type": "integer", "description": "The status of HTTP."},
    "detail": {"type": "string", "description": "What is wrong here, in a sentence."},
    "instance": {"type": "string", "description": "What was asked for."},
    "errors": {
        "type": "array",
        "description": "Of invalid-parameter: each fault.",
        "items": {
            "type": "object",
            "required": ["parameter", "detail"],
            "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
        },
    },
    "available": {
        "type": "array",
        "description": "Of not-acceptable: the media types that there are.",
        "items": {"type": "string"},
    },
    "withdrawn_at": {
        "type": "string",
        "format": "date-time",
        "description": "Of withdrawn: since when.",
    },
}
REQUIRED = ["type", "title", "status", "detail", "instance"]
#: What an example of these kinds has beside the members of all.
ALSO: dict[str, Node] = {
    "invalid-parameter": {
        "errors": [{"parameter": "limit", "detail": "Write a number of at most 100."}]
    },
    "not-acceptable": {"available": [JSON]},
    "withdrawn": {"withdrawn_at": "2021-12-21T09:00:00+08:00"},
}


def complete(document: Node) -> None:
    """Add to ninja's document, in place, what stands in no function of ours."""
    components = document["components"]
    components["schemas"]["Problem"] = {
        "title": "Problem",
        "type": "object",
        "description": "Problem details for HTTP APIs (RFC 9457).",
        "properties": MEMBERS,
        "required": REQUIRED,
    }
    components["schemas"]["Ninjs"] = ninjs_schema.SCHEMA
    components["headers"] = {name: header(about) for name, about in HEADERS.items()}
    for path, operations in document["paths"].items():
        operations.pop("head", None)
        for operation in operations.values():
            complete_operation(operation, path, components["schemas"])
    named = set(used(document["paths"], components["schemas"]))
    components["schemas"] = {name: components["schemas"][name] for name in sorted(named)}


def header(about: Node) -> Node:
    example = about["example"]
    return {
        "description": about["description"],
        "schema": {"type": "string"},
        "example": example,
    }


def complete_operation(operation: Node, path: str, schemas: Node) -> None:
    summary, _stop, rest = operation["description"].partition("\n\n")
    operation |= {"summary": summary.removesuffix("."), "description": rest}
    operation["parameters"] = [parameter(given) for given in operation["parameters"]]
    answers = operation["responses"]
    for body in answers[HTTPStatus.OK]["content"].values():
        body.setdefault("example", example_of(body["schema"], schemas))
    answers[HTTPStatus.OK]["headers"] = {name: ref("headers", name) for name in HEADERS}
    answers[HTTPStatus.NOT_MODIFIED] = {"description": "What you have is still right."}
    for kind in kinds_of(path, bool(operation["parameters"])):
        answers[kind.status] = told(kind)


def kinds_of(path: str, takes_parameters: bool) -> Iterator[Kind]:
    if takes_parameters:
        yield problems.INVALID
    if "{" in path:
        yield problems.NOT_FOUND
    yield from EVERYWHERE
    if path.endswith(OF_A_STORY):
        yield problems.WITHDRAWN


def told(kind: Kind) -> Node:
    """How a kind of problem is answered."""
    example = {
        "type": f"{EXAMPLE_SITE}/api/v1/problems/{kind.name}",
        "title": str(kind.title),
        "status": int(kind.status),
        "detail": str(kind.detail),
        "instance": "/api/v1/stories/12",
        **ALSO.get(kind.name, {}),
    }
    body = {"schema": ref("schemas", "Problem"), "example": example}
    return {"description": str(kind.title), "content": {problems.MEDIA_TYPE: body}}


def ref(group: str, name: str) -> Node:
    return {"$ref": f"#/components/{group}/{name}"}


def parameter(given: Node) -> Node:
    """A parameter that may be left out has no null, which no address can say."""
    schema = dict(given["schema"])
    choices = [choice for choice in schema.pop("anyOf", []) if choice != {"type": "null"}]
    for choice in choices:
        schema = {**choice, **schema}
    if schema.get("default", "") in ("", None):
        schema.pop("default", None)
    examples = schema.pop("examples", [])
    words = {"description": PATH_WORDS.get(given["name"], "")}
    kept = words | {name: value for name, value in given.items() if not name.startswith("example")}
    if examples and given["required"]:
        kept["example"] = examples[0]
    elif examples:  # The viewer would fill in every example, and together they find nothing.
        kept["description"] += f" For example `{examples[0]}`."
    return kept | {"schema": schema}


def used(node: Any, schemas: Node, known: frozenset[str] = frozenset()) -> Iterator[str]:
    """Names of the schemas that the answers are made of, and of those that these are made of."""
    if isinstance(node, list):
        for one in node:
            yield from used(one, schemas, known)
    elif isinstance(node, dict):
        name = str(node.get("$ref", "")).removeprefix("#/components/schemas/")
        if name in schemas and name not in known:
            yield name
            yield from used(schemas[name], schemas, known | {name})
        yield from used(list(node.values()), schemas, known)


def example_of(schema: Node, schemas: Node) -> Any:
    """An example put together of those of the fields."""
    if "$ref" in schema and not schema.get("examples"):
        return example_of(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    if schema.get("examples"):
        return schema["examples"][0]
    if "properties" in schema:
        fields = schema["properties"].items()
        return {name: example_of(field, schemas) for name, field in fields}
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas)
    return [example_of(schema["items"], schemas)] if schema.get("type") == "array" else None
