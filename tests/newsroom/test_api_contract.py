"""The API keeps what its document promises: Schemathesis asks, well and badly, and compares."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from articles.models import Article, Edition, Topic
from comments import tallies
from comments.choices import CommentState
from comments.models import Comment
from newsroom.api import api

#: A cursor looks right and is none: only its list can say so.
EXCLUDED = [positive_data_acceptance]

#: A real client unpacks what it takes; the one that asks in the process does not.
PLAIN = {"Accept-Encoding": "identity"}

schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
schema.app = get_wsgi_application()


@pytest.fixture
def full(
    put_out: Callable[..., Edition], draft: Any, photo: Any, with_photo: Any, chief: Any, site: Any
) -> Article:
    """A story that has something at every address."""
    article: Article = draft("地铁新线", kicker="眉题", digest="摘要", original_title="原题")
    with_photo(article, photo, caption="图说", is_cover=True)
    article.tags.add("科技")
    article.topics.add(Topic.objects.create(name="两会", slug="lianghui"))
    put_out(article=article)
    put_out("另一篇")
    reply(reply(None, article, chief), article, chief)
    return article


def reply(parent: Comment | None, article: Article, chief: Any) -> Comment:
    comment = Comment.objects.create(
        article=article,
        parent=parent,
        author_name="读者",
        text="写得好",
        posted_at=chief.date_joined,
        state=CommentState.APPROVED,
        decided_by=chief,
        decided_at=chief.date_joined,
    )
    tallies.after_change([comment])
    return comment


@pytest.fixture(autouse=True)
def in_one_transaction(settings: Any) -> Iterator[None]:
    """A request through WSGI ends with its connection closed, but the tests' has to stay."""
    settings.API_RATE = 0
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_question_breaks_the_promise(case: Any, full: Article) -> None:
    case.call_and_validate(excluded_checks=EXCLUDED, headers=PLAIN)


QUESTIONS: dict[str, list[dict[str, Any]]] = {
    "/api/v1/stories": [{}, {"format": "ninjs"}, {"limit": 1}, {"q": "地铁"}],
    "/api/v1/stories/{id}": [{}, {"format": "ninjs"}],
    "/api/v1/search": [{"q": "地铁"}, {"q": "地铁", "format": "ninjs"}],
}


@pytest.mark.parametrize("path", sorted(schema))
def test_what_is_there_is_as_promised(path: str, full: Article) -> None:
    comment = full.comments.earliest("pk").pk
    parameters = {"id": full.pk, "slug": "lianghui", "name": "withdrawn", "comment": comment}
    for query in QUESTIONS.get(path, [{}]):
        filled = {name: parameters[name] for name in parameters if f"{{{name}}}" in path}
        case = schema[path]["GET"].Case(path_parameters=filled, query=query)
        response = case.call_and_validate(excluded_checks=EXCLUDED, headers=PLAIN)
        assert response.status_code == 200
        assert "null" not in json.dumps(response.json().get("standard", ""))
