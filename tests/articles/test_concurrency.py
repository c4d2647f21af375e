"""Two people at the same moment, on two real connections: one act stands, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from articles import workflow
from articles.models import Article, DeskAct, Edition, User

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[str]:
    """Run each act on a connection of its own, all starting at once; says what became of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=10)
            act()
        except workflow.Refused as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_of_two_publications_one_stands(draft: Callable[..., Article], hire: Any) -> None:
    article = draft()
    people = [hire("chief"), hire("chief")]
    outcomes = together(
        *(lambda by=by: workflow.publish(article, by=by, version=1) for by in people)
    )
    assert outcomes == ["Refused", "done"]
    assert Edition.objects.count() == DeskAct.objects.count() == 1


def test_of_two_saves_of_one_version_one_stands(draft: Callable[..., Article]) -> None:
    article = draft()

    def save(title: str) -> None:
        mine = Article.objects.get(pk=article.pk)
        with transaction.atomic():
            workflow.claim_version(mine, 1)
            mine.title = title
            mine.save()

    assert together(lambda: save("甲"), lambda: save("乙")) == ["Stale", "done"]
    assert Article.objects.get().version == 2


def test_a_withdrawal_beats_or_follows_a_publication(
    draft: Callable[..., Article], chief: User
) -> None:
    article = draft()
    workflow.publish(article, by=chief, version=1)
    outcomes = together(
        lambda: workflow.withdraw(article, by=chief, reason="错"),
        lambda: workflow.withdraw(article, by=chief, reason="错"),
    )
    assert outcomes == ["Refused", "done"]
    assert not Edition.objects.live().exists()
