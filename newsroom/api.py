"""The API: mounts the routers of both apps, and says what it is."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from ninja import NinjaAPI, Path, Router
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from articles.api import problems, search, sections, stories, tags, topics
from articles.api.asking import Slug
from articles.api.faults import faults, is_of_path
from articles.api.negotiation import JSON, offers
from articles.api.pages import SAFE
from articles.api.problems import Problem
from articles.api.schemas import Index, ProblemKind
from articles.views.addresses import absolute
from comments import api as letters
from newsroom import api_document

logger = logging.getLogger("newsroom.api")


class Unescaped(JSONRenderer):
    """Chinese as it is, which takes half the bytes."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


class Viewer(DocsBase):
    """The document as a page: Swagger UI from our own static files, under the readers' policy."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        document = self.get_openapi_url(api, kwargs)
        return render(request, "api/docs.html", {"title": api.title, "document": document})


class Api(NinjaAPI):
    """The document is made once: it stands in the code."""

    @cached_property
    def document(self) -> OpenAPISchema:
        schema = super().get_openapi_schema()
        api_document.complete(schema)
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_content_type(self) -> str:
        """JSON is UTF-8 and knows no charset (RFC 8259)."""
        return JSON

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        return self.document


api = Api(
    title=api_document.TITLE,
    version="1",
    description=api_document.DESCRIPTION,
    urls_namespace="api",
    docs=Viewer(),
    renderer=Unescaped(),
)
for part in (stories, sections, tags, topics, search):
    api.add_router("", part.router)
api.add_router("", letters.router)

own = Router(tags=["The API itself"])


@own.api_operation(SAFE, "/", response=Index, url_name="index")
@decorate_view(offers(JSON))
def index(request: HttpRequest) -> Any:
    """Where everything is."""
    lists = ("stories", "hot_stories", "sections", "tags", "topics", "search")
    return Index(
        title=api.title,
        version=api.version,
        document=address_of("openapi-json"),
        docs=address_of("openapi-view"),
        lists={name.removesuffix("_stories"): address_of(name) for name in lists},
    )


def address_of(name: str) -> str:
    return absolute(reverse(f"api:{name}"))


@own.api_operation(SAFE, "/problems/{word:name}", response=ProblemKind, url_name="problem")
@decorate_view(offers(JSON))
def problem(request: HttpRequest, name: Path[Slug]) -> Any:
    """What a kind of problem means: the address is the `type` of the problem."""
    kind = problems.KINDS.get(name)
    if kind is None:
        raise Problem(problems.NOT_FOUND)
    return ProblemKind(
        name=name, title=str(kind.title), status=int(kind.status), detail=str(kind.detail)
    )


@own.api_operation(SAFE, "/{path:rest}", include_in_schema=False, url_name="unknown")
def unknown(request: HttpRequest, rest: Path[str]) -> Any:
    """Whatever else is asked for, before the page of the readers' 404 is made for nothing."""
    raise Problem(problems.NOT_FOUND)


# The last, since it answers to every address.
api.add_router("", own)


# Errors


@api.exception_handler(Problem)
def tell(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problems.answer(request, problem.kind, problem.detail, problem.members)


@api.exception_handler(Http404)
def tell_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.answer(request, problems.NOT_FOUND)


@api.exception_handler(ValidationError)
def tell_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if is_of_path(error.errors):
        return problems.answer(request, problems.NOT_FOUND)
    return problems.answer(request, problems.INVALID, members={"errors": faults(error.errors)})


@api.exception_handler(Exception)
def tell_broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """As Django does with an error of a page: logged, announced, and nothing of it shown."""
    got_request_exception.send(sender=type(api), request=request)
    logger.error("api_error", exc_info=error, extra={"path": request.path})
    return problems.answer(request, problems.BROKEN)
