"""Two people at the same moment, on two real connections: one act stands, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from articles import workflow
from articles.choices import Level, ReviewState
from articles.models import Article, DeskAct, Edition, Pass, User
from tests.conftest import NOW

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


def test_of_two_publications_one_stands(signed: Callable[..., Article], hire: Any) -> None:
    article = signed()
    people = [hire("publisher"), hire("publisher")]
    outcomes = together(
        *(lambda by=by: workflow.publish(article, by=by, version=1) for by in people)
    )
    assert outcomes == ["Refused", "done"]
    assert Edition.objects.count() == DeskAct.objects.filter(verb="publish").count() == 1


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
    put_out: Callable[..., Edition], chief: User
) -> None:
    article = put_out().article
    outcomes = together(
        lambda: workflow.withdraw(article, by=chief, reason="错"),
        lambda: workflow.withdraw(article, by=chief, reason="错"),
    )
    assert outcomes == ["Refused", "done"]
    assert not Edition.objects.live().exists()


@pytest.mark.three_reviews
def test_of_two_approvals_at_once_one_stands(draft: Callable[..., Article], hire: Any) -> None:
    article = draft()
    workflow.submit(article, by=hire("reporter"), version=1)
    people = [hire("editor"), hire("editor")]
    outcomes = together(
        *(
            lambda by=by: workflow.pass_(article, by=by, version=1, level=Level.FIRST)
            for by in people
        )
    )
    assert outcomes == ["Refused", "done"]
    assert article.passes.valid().count() == 1
    assert Article.objects.get().state == ReviewState.SECOND


def test_one_person_passing_two_levels_at_once_passes_one(
    draft: Callable[..., Article], hire: Any, chief: User
) -> None:
    article = draft()
    workflow.submit(article, by=hire("reporter"), version=1)
    outcomes = together(
        lambda: workflow.pass_(article, by=chief, version=1, level=Level.FIRST),
        lambda: workflow.pass_(article, by=chief, version=1, level=Level.SECOND),
    )
    assert outcomes in (["Refused", "done"], ["Refused", "Refused"])
    assert article.passes.valid().count() == outcomes.count("done")


@pytest.mark.three_reviews
def test_an_edit_and_an_approval_at_once_leave_no_pass_of_another_text(
    draft: Callable[..., Article], revise: Any, hire: Any, editor: User
) -> None:
    article = draft()
    workflow.submit(article, by=hire("reporter"), version=1)

    def edit() -> None:
        with transaction.atomic():
            revise(article, title="改过的题")

    outcomes = together(
        edit, lambda: workflow.pass_(article, by=editor, version=1, level=Level.FIRST)
    )
    article.refresh_from_db()
    assert "done" in outcomes
    assert not article.passes.valid().exclude(text_hash=article.text_hash).exists()
    assert article.state == ReviewState.FIRST


def test_the_database_alone_refuses_a_second_pass(
    draft: Callable[..., Article], hire: Any, editor: User
) -> None:
    """Whoever goes round the workflow, on two connections, still meets the constraints."""
    article = draft()
    workflow.submit(article, by=hire("reporter"), version=1)
    row = {"article": article, "round": 1, "version": 1, "text_hash": "x", "at": NOW}
    both = [{"level": 1, "by": hire("editor")}, {"level": 1, "by": hire("editor")}]
    same = [{"level": 2, "by": editor}, {"level": 3, "by": editor}]
    for first, second in (both, same):
        outcomes = together(
            *(lambda own=own: refused_by_database(row | own) for own in (first, second))
        )
        assert outcomes == ["Refused", "done"]


def refused_by_database(fields: dict[str, Any]) -> None:
    try:
        Pass.objects.create(**fields)
    except IntegrityError as error:
        raise workflow.Refused(str(error)) from error
