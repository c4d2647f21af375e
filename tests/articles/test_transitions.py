"""The table of transitions, walked cell by cell: what it allows happens, all else is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.choices import (
    LEVEL_OF_STATE,
    TRANSITIONS,
    UNDER_REVIEW,
    DeskVerb,
    EditionChange,
    Goal,
    Level,
    ReviewState,
)
from articles.models import Article, DeskAct, Edition, Pass, User

#: Where the goals of the table lead a story of a section with three levels.
NEXT = {
    DeskVerb.SUBMIT: ReviewState.FIRST,
    DeskVerb.PASS_FIRST: ReviewState.SECOND,
    DeskVerb.PASS_SECOND: ReviewState.FINAL,
    DeskVerb.EDIT: ReviewState.FIRST,
}
#: Acts on what readers see: the story has to be live, scheduled or withdrawn first.
ON_LIVE = frozenset({DeskVerb.CORRECT, DeskVerb.WITHDRAW})
WORDS = "理由"


@pytest.fixture
def head(db: None) -> User:
    """Somebody with every right and no part in the story."""
    return User.objects.create_superuser("head", real_name="负责人")


@pytest.fixture
def in_state(
    draft: Callable[..., Article],
    put_out: Callable[..., Edition],
    revise: Callable[..., Article],
    hire: Callable[[str], User],
) -> Callable[..., Article]:
    """Brings a story into a state by the acts that lead there, live or scheduled if need be."""

    def brought(state: ReviewState, verb: DeskVerb) -> Article:
        article = draft()
        if verb in ON_LIVE or verb == DeskVerb.RESTORE:
            article = revise(put_out(article=article).article, title="改过的题")
        elif verb == DeskVerb.UNSCHEDULE:
            later = timezone.now() + timedelta(hours=1)
            article = revise(put_out(article=article, at=later).article, title="改过的题")
        return carried(article, state, hire)

    return brought


def carried(article: Article, state: ReviewState, hire: Callable[[str], User]) -> Article:
    if state == ReviewState.DRAFT:
        return article
    workflow.submit(article, by=hire("reporter"), version=article.version)
    article.refresh_from_db()
    if state == ReviewState.RETURNED:
        return workflow.return_(article, by=hire("editor"), version=article.version, opinion="改")
    people = {Level.FIRST: "editor", Level.SECOND: "director", Level.FINAL: "chief"}
    while article.state != state:
        level = LEVEL_OF_STATE[ReviewState(article.state)]
        by = hire(people[level])
        workflow.pass_(article, by=by, version=article.version, level=level)
        article.refresh_from_db()
    return article


def prepared(article: Article, verb: DeskVerb, head: User, hire: Callable[[str], User]) -> None:
    """What an act needs beside a state."""
    now = timezone.now()
    if verb == DeskVerb.RESTORE:
        workflow.withdraw(article, by=head, reason=WORDS)
    elif verb == DeskVerb.TAKE_BACK:
        Article.objects.filter(pk=article.pk).update(submitted_by=head)
    elif verb == DeskVerb.UNARCHIVE:
        Article.objects.filter(pk=article.pk).update(archived_at=now)
    elif verb == DeskVerb.RECOVER:
        Article.objects.filter(pk=article.pk).update(discarded_at=now)
    elif verb == DeskVerb.ARCHIVE and article.state == ReviewState.SIGNED:
        workflow.publish(article, by=head, version=article.version)
    elif verb == DeskVerb.REVIEW_AFTER:
        Pass.objects.create(
            article=article,
            round=99,
            level=Level.FINAL,
            by=hire("chief"),
            at=now,
            version=1,
            text_hash="x",
            opinion=WORDS,
            is_green=True,
        )


def acted(article: Article, verb: DeskVerb, by: User, revise: Callable[..., Article]) -> Any:
    known = {"by": by, "version": article.version}
    later = timezone.now() + timedelta(hours=2)
    acts: dict[DeskVerb, Callable[[], Any]] = {
        DeskVerb.SUBMIT: lambda: workflow.submit(article, **known),
        DeskVerb.TAKE_BACK: lambda: workflow.take_back(article, **known),
        DeskVerb.PASS_FIRST: lambda: workflow.pass_(article, level=Level.FIRST, **known),
        DeskVerb.PASS_SECOND: lambda: workflow.pass_(article, level=Level.SECOND, **known),
        DeskVerb.SIGN_OFF: lambda: workflow.sign_off(article, **known),
        DeskVerb.RETURN: lambda: workflow.return_(article, opinion=WORDS, **known),
        DeskVerb.GREEN: lambda: workflow.green(article, reason=WORDS, **known),
        DeskVerb.REVIEW_AFTER: lambda: workflow.review_afterwards(
            article.passes.to_review_afterwards().get(), by=by, opinion=WORDS
        ),
        DeskVerb.EDIT: lambda: revise(article, by=by, title="又改了"),
        DeskVerb.PUBLISH: lambda: workflow.publish(article, **known),
        DeskVerb.SCHEDULE: lambda: workflow.publish(article, at=later, **known),
        DeskVerb.CORRECT: lambda: workflow.publish(article, change=EditionChange.TYPO, **known),
        DeskVerb.UNSCHEDULE: lambda: workflow.unschedule(article, by=by),
        DeskVerb.WITHDRAW: lambda: workflow.withdraw(article, by=by, reason=WORDS),
        DeskVerb.RESTORE: lambda: workflow.restore(article, by=by),
        DeskVerb.ARCHIVE: lambda: workflow.archive(article, **known),
        DeskVerb.UNARCHIVE: lambda: workflow.unarchive(article, **known),
        DeskVerb.DISCARD: lambda: workflow.discard(article, **known),
        DeskVerb.RECOVER: lambda: workflow.recover(article, **known),
    }
    return acts[verb]()


@pytest.mark.three_reviews
@pytest.mark.parametrize("state", ReviewState)
@pytest.mark.parametrize("verb", TRANSITIONS)
def test_a_cell_of_the_table_is_what_happens(
    verb: DeskVerb,
    state: ReviewState,
    in_state: Callable[..., Article],
    head: User,
    hire: Callable[[str], User],
    revise: Callable[..., Article],
) -> None:
    article = in_state(state, verb)
    prepared(article, verb, head, hire)
    article.refresh_from_db()
    known = DeskAct.objects.count()
    goal = TRANSITIONS[verb].get(state)
    if goal is None:
        with pytest.raises(workflow.Refused) as refused:
            acted(article, verb, head, revise)
        assert all(reason.endswith((".", "\u3002")) for reason in refused.value.reasons)
        assert DeskAct.objects.count() == known
        expected = state
    else:
        acted(article, verb, head, revise)
        expected = state if goal == Goal.STAY else NEXT.get(verb, goal)
        # An edit is a revision; it is an act where it makes a pass void.
        is_act = verb != DeskVerb.EDIT or state in UNDER_REVIEW - {ReviewState.FIRST}
        assert DeskAct.objects.count() == known + is_act
    article.refresh_from_db()
    assert article.state == expected


def test_every_recorded_act_has_a_row_in_the_table_or_no_state() -> None:
    stateless = {DeskVerb.REVERT, DeskVerb.MERGE, DeskVerb.PURGE, DeskVerb.BREAK_LOCK}
    assert set(DeskVerb) - set(TRANSITIONS) == stateless


def test_every_act_has_a_right() -> None:
    assert set(DeskVerb) - set(workflow.PERMISSIONS) == {DeskVerb.PURGE}
