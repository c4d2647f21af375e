"""Which stories are on the desk, wait for whom, are late, and what readers see of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.choices import WAITING, CreditRole, Level, PublicState, ReviewState
from articles.models import Article, Credit, Edition, Person, Section, User

Draft = Callable[..., Article]


def titles(found: Any) -> set[str]:
    return {article.title for article in found}


def submitted(article: Article, by: User) -> Article:
    return workflow.submit(article, by=by, version=article.version)


def at_level(article: Article, state: ReviewState, hours: float = 0) -> Article:
    """The story as if it had waited at this level for so long."""
    since = timezone.now() - timedelta(hours=hours)
    Article.objects.filter(pk=article.pk).update(state=state, state_since=since, round=1)
    return article


def test_what_is_put_away_is_not_on_the_desk(
    draft: Draft, put_out: Callable[..., Edition], chief: User, reporter: User
) -> None:
    draft("在桌上")
    workflow.archive(put_out("归档").article, by=chief)
    workflow.discard(draft("废稿", created_by=reporter), by=reporter)
    assert titles(Article.objects.on_the_desk()) == {"在桌上"}
    assert titles(Article.objects.archived()) == {"归档"}
    assert titles(Article.objects.in_bin()) == {"废稿"}


def test_a_story_waits_for_nobody_who_had_a_hand_in_it(
    draft: Draft, reporter: User, editor: User, director: User
) -> None:
    person = Person.objects.create(name="编者", user=editor)
    credited = draft("署名的")
    Credit.objects.create(article=credited, person=person, role=CreditRole.REPORTER)
    for article in (draft("写的", created_by=editor), draft("改的", text_by=editor), credited):
        submitted(article, by=reporter)
    assert titles(Article.objects.waiting_for(editor, WAITING)) == set()
    assert len(titles(Article.objects.waiting_for(director, WAITING))) == 3


@pytest.mark.three_reviews
def test_a_story_waits_for_nobody_who_has_passed_it_in_this_round(
    draft: Draft, reporter: User, editor: User
) -> None:
    article = submitted(draft(), by=reporter)
    workflow.pass_(article, by=editor, version=article.version, level=Level.FIRST)
    assert not Article.objects.waiting_for(editor, WAITING)
    article.refresh_from_db()
    workflow.return_(article, by=editor, version=article.version, opinion="改")
    article.refresh_from_db()
    submitted(article, by=reporter)
    assert titles(Article.objects.waiting_for(editor, WAITING)) == {article.title}


def test_a_story_waits_at_the_levels_that_are_asked_for(draft: Draft, editor: User) -> None:
    at_level(draft("初审的"), ReviewState.FIRST)
    at_level(draft("复审的"), ReviewState.SECOND)
    assert titles(Article.objects.waiting_for(editor, [ReviewState.FIRST])) == {"初审的"}
    assert titles(Article.objects.waiting_for(editor, [])) == set()


@pytest.mark.parametrize(
    ("own", "of_parent", "waited", "is_late"),
    [
        (None, None, 3.9, False),
        (None, None, 4.1, True),
        (None, 2, 2.1, True),
        (8, 2, 2.1, False),
        (8, 2, 8.1, True),
        # As Section.review_hours has it: none asked for is not "at once".
        (0, None, 3.9, False),
        (0, 0, 4.1, True),
        (0, 0, 0.5, False),
    ],
)
def test_a_story_is_late_after_the_hours_of_its_section(
    draft: Draft,
    section: Section,
    own: int | None,
    of_parent: int | None,
    waited: float,
    is_late: bool,
) -> None:
    Section.objects.filter(pk=section.pk).update(hours=of_parent)
    inner = Section.objects.create(name="社区", parent=section, hours=own)
    at_level(draft(section=inner), ReviewState.SECOND, waited)
    assert Article.objects.overdue().exists() is is_late


@pytest.mark.parametrize("state", [ReviewState.DRAFT, ReviewState.SIGNED, ReviewState.RETURNED])
def test_only_what_waits_for_a_review_is_late(draft: Draft, state: ReviewState) -> None:
    at_level(draft(section=None), state, 100)
    at_level(draft("没有栏目", section=None), ReviewState.FIRST, 100)
    assert titles(Article.objects.overdue()) == {"没有栏目"}


@pytest.mark.parametrize("hand", ["created_by", "submitted_by", "text_by", "updated_by"])
def test_a_story_is_somebodys_who_wrote_submitted_or_changed_it(
    draft: Draft, editor: User, reporter: User, hand: str
) -> None:
    draft(**{hand: editor})
    assert Article.objects.of(editor).count() == 1
    assert not Article.objects.of(reporter)


def test_what_is_signed_is_to_be_published_until_that_text_is_out(
    signed: Callable[..., Article], put_out: Callable[..., Edition], revise: Callable[..., Article]
) -> None:
    signed(title="待发")
    put_out("已发")
    again = put_out("旧题").article
    signed(revise(again, title="再发"))
    put_out("定时", at=timezone.now() + timedelta(days=1))
    assert titles(Article.objects.to_be_published()) == {"待发", "再发"}


@pytest.fixture
def mixed(
    draft: Draft,
    put_out: Callable[..., Edition],
    revise: Callable[..., Article],
    chief: User,
) -> None:
    """A story in every state that readers can see it in, and some between two."""
    later = timezone.now() + timedelta(days=1)
    draft("未发")
    put_out("已发")
    revise(put_out("旧题").article, title="又改")
    put_out("定时", at=later)
    workflow.unschedule(put_out("取消", at=later).article, by=chief)
    workflow.withdraw(put_out("撤下").article, by=chief, reason="错")
    corrected = revise(put_out("更正").article, kicker="新的")
    put_out(article=corrected, at=later, change="typo")


def test_a_public_state_is_found_as_it_is_told(mixed: None) -> None:
    for state in PublicState:
        told = [a for a in Article.objects.with_public_state() if a.state_for_readers == state]
        assert titles(Article.objects.seen_as(state)) == titles(told) != set(), state


def test_stories_are_found_by_what_came_before_readers(mixed: None) -> None:
    now = timezone.now()
    assert titles(Article.objects.scheduled()) == {"定时", "更正"}
    assert titles(Article.objects.changed()) == {"又改", "更正"}
    out = titles(Article.objects.put_out(now - timedelta(hours=1)))
    assert out == {"已发", "又改", "撤下", "更正"}
    assert titles(Article.objects.put_out(now + timedelta(hours=1))) == set()
