"""How a story stands: the strongest rule holds, and one query says it with the counts."""

from __future__ import annotations

from typing import Any

import pytest

from articles.models import Article, Section
from comments.choices import CommentState, Posting, Reviewing
from comments.models import LettersRule, LettersSettings
from comments.standing import Standing, standing
from tests.comments.conftest import Write

OPEN, SIGNED_IN, CLOSED = Posting.OPEN, Posting.SIGNED_IN, Posting.CLOSED
BEFORE, AFTER = Reviewing.BEFORE, Reviewing.AFTER


@pytest.fixture
def story(put_out: Any) -> Article:
    """A live story in a section that is under another."""
    parent = Section.objects.create(name="社会", slug="shehui")
    section = Section.objects.create(name="交通", slug="jiaotong", parent=parent)
    article: Article = put_out("地铁新线开通", section=section).article
    return article


def rule(story: Article, where: str, **fields: Any) -> None:
    """Set what holds at one of the places where something may be set."""
    if where == "site":
        LettersSettings.objects.create(**fields)
        return
    section = story.section
    assert section
    target = {"story": {"article": story}, "section": {"section": section}}
    target["parent"] = {"section": section.parent}
    LettersRule.objects.create(**target[where], **fields)


def test_a_story_that_nobody_knows_stands_as_the_site_does(db: None) -> None:
    assert standing(99) == Standing(OPEN, BEFORE)


def test_without_any_rule_everybody_may_write_and_waits(story: Article) -> None:
    assert standing(story.pk) == Standing(OPEN, BEFORE)


@pytest.mark.parametrize("where", ["site", "parent", "section", "story"])
def test_what_is_said_anywhere_holds_where_nothing_stronger_is_said(
    story: Article, where: str
) -> None:
    rule(story, where, posting=CLOSED, reviewing=AFTER)
    found = standing(story.pk)
    assert (found.posting, found.reviewing) == (CLOSED, AFTER)


@pytest.mark.parametrize(
    ("strong", "weak"), [("story", "section"), ("section", "parent"), ("parent", "site")]
)
def test_the_nearer_rule_is_the_stronger(story: Article, strong: str, weak: str) -> None:
    rule(story, weak, posting=CLOSED, reviewing=AFTER)
    rule(story, strong, posting=SIGNED_IN, reviewing=BEFORE)
    found = standing(story.pk)
    assert (found.posting, found.reviewing) == (SIGNED_IN, BEFORE)


def test_what_a_rule_leaves_open_is_taken_from_above(story: Article) -> None:
    rule(story, "site", posting=CLOSED, reviewing=AFTER)
    rule(story, "section", posting=SIGNED_IN)
    rule(story, "story", reviewing=BEFORE)
    found = standing(story.pk)
    assert (found.posting, found.reviewing) == (SIGNED_IN, BEFORE)


def test_rules_of_others_do_not_hold(story: Article, put_out: Any) -> None:
    other = put_out("另一篇", section=Section.objects.create(name="文化", slug="wenhua")).article
    rule(other, "story", posting=CLOSED)
    rule(other, "section", posting=CLOSED)
    assert standing(story.pk).posting == OPEN


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_it_counts_what_readers_see(
    write: Write, shown: Write, live: Article, state: CommentState
) -> None:
    head = shown()
    shown(parent=head)
    write(parent=head, state=state)
    write(state=state)
    found = standing(live.pk)
    assert (found.shown, found.threads) == (2, 1)


def test_it_is_one_query_whatever_rules_there_are(
    story: Article, django_assert_num_queries: Any
) -> None:
    for where in ("site", "parent", "section", "story"):
        rule(story, where, posting=CLOSED)
    with django_assert_num_queries(1):
        standing(story.pk)
