"""In which form an answer is given: by ?format= or the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from articles.api import problems

JSON = "application/json"
#: What ninjs is served as; the IPTC has not registered a media type for it.
NINJS = "application/vnd.iptc.ninjs+json"

FORMATS = {"json": JSON, "ninjs": NINJS}

#: For the document of an operation that offers both; see ninjs_schema.py.
ALSO_NINJS: dict[str, Any] = {
    "responses": {200: {"content": {NINJS: {"schema": {"$ref": "#/components/schemas/Ninjs"}}}}}
}

Run = Callable[..., HttpResponseBase]


def offers(*types: str) -> Callable[[Run], Run]:
    """For `decorate_view`: notes which of these forms is asked for, answers 406 for none.

    `form_of` says it to the view. The first is for whoever does not mind.
    """

    def decorator(run: Run) -> Run:
        @wraps(run)
        def negotiated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            form = asked_form(request, types)
            if form is None:
                response: HttpResponseBase = refused(request, types)
            else:
                vars(request)["api_form"] = form
                response = run(request, *args, **kwargs)
            patch_vary_headers(response, ["Accept"])
            return response

        return negotiated

    return decorator


def asked_form(request: HttpRequest, types: tuple[str, ...]) -> str | None:
    by_name = FORMATS.get(request.GET.get("format", ""))
    if by_name in types or not request.headers.get("Accept"):
        return by_name if by_name in types else types[0]
    return request.get_preferred_type(list(types))


def form_of(request: HttpRequest) -> str:
    form: str = vars(request).get("api_form", JSON)
    return form


def refused(request: HttpRequest, types: tuple[str, ...]) -> HttpResponse:
    return problems.answer(request, problems.NOT_ACCEPTABLE, members={"available": list(types)})
