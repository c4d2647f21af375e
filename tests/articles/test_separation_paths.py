"""Whoever has passed a level, or wrote the text, passes no level by any path there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.choices import Level
from articles.models import Article, DeskAct, Pass, User
from tests.articles.desk import act_url, refused_command, refused_form

Path = Callable[[User, Article, str], None]
LEVELS = {"pass_first": Level.FIRST, "pass_second": Level.SECOND, "sign_off": Level.FINAL}


def signed_in(by: User) -> Client:
    client = Client()
    client.force_login(by)
    return client


def by_python(by: User, article: Article, verb: str) -> None:
    with pytest.raises(workflow.Refused):
        workflow.pass_(article, by=by, version=article.version, level=LEVELS[verb])


def by_api(by: User, article: Article, verb: str) -> None:
    asked = {"Accept": "application/json"}
    values = {"version": article.version}
    response = signed_in(by).post(act_url(article, verb), values, headers=asked)
    assert response.status_code == 409
    assert json.loads(response.content)["reasons"]


def by_action(by: User, article: Article, verb: str) -> None:
    row = f"{article.pk}:{article.version}:{article.state}"
    values = {"action": verb, "index": "0", "_selected_action": [article.pk], "seen": [row]}
    signed_in(by).post(reverse("admin:articles_article_changelist"), values, follow=True)


PATHS: dict[str, Path] = {
    "python": by_python,
    "form": refused_form,
    "api": by_api,
    "action": by_action,
    "command": refused_command,
}


def tried(path: str, by: User, article: Article, verb: str) -> None:
    article.refresh_from_db()
    before = article.state, Pass.objects.count(), DeskAct.objects.count()
    PATHS[path](by, article, verb)
    article.refresh_from_db()
    assert (article.state, Pass.objects.count(), DeskAct.objects.count()) == before


@pytest.fixture
def waiting(draft: Callable[..., Article], reporter: User) -> Callable[..., Article]:
    def submitted(**fields: Any) -> Article:
        return workflow.submit(draft(**fields), by=reporter, version=1)

    return submitted


@pytest.mark.three_reviews
@pytest.mark.parametrize("path", PATHS)
def test_the_same_person_cannot_pass_twice(
    path: str, waiting: Callable[..., Article], chief: User, director: User
) -> None:
    article = waiting()
    workflow.pass_(article, by=chief, version=1, level=Level.FIRST)
    tried(path, chief, article, "pass_second")
    workflow.pass_(article, by=director, version=1, level=Level.SECOND)
    tried(path, chief, article, "sign_off")


@pytest.mark.parametrize("path", PATHS)
def test_nobody_passes_a_text_of_their_own(
    path: str, waiting: Callable[..., Article], revise: Callable[..., Article], chief: User
) -> None:
    tried(path, chief, waiting(created_by=chief), "pass_first")
    changed = revise(waiting(), by=chief, title="总编改的题")
    tried(path, chief, changed, "pass_first")


@pytest.mark.three_reviews
@pytest.mark.parametrize("path", PATHS)
def test_a_path_works_for_who_may_take_it(
    path: str, waiting: Callable[..., Article], editor: User
) -> None:
    """So that the refusals above are not those of a path that never works."""
    article = waiting()
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        tried(path, editor, article, "pass_first")
    article.refresh_from_db()
    assert article.state == "second"
