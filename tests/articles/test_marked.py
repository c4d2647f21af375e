"""The copy that keeps all marks: whose they are, how they are told apart, which are shown."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from articles import richtext, workflow
from articles.choices import ReviewState, RevisionReason
from articles.models import Article, User
from articles.views.marked import Copy, letter_of
from tests.articles.page_reading import reading

Draft = Callable[..., Article]
Revise = Callable[..., Article]


def marked_url(article: Article) -> str:
    return reverse("admin:articles_article_marked", args=[article.pk])


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    client.force_login(chief)
    return client


@pytest.fixture
def passed_on(draft: Draft, revise: Revise, reporter: User, editor: User) -> Article:
    """Written, submitted, changed at the first review, returned and changed by its writer."""
    article = revise(draft("题目"), title="旧题目")
    article = revise(article, title="旧的题目")
    article = workflow.submit(article, by=reporter, version=article.version)
    article = revise(article, by=editor, title="新的题目")
    workflow.return_(article, by=editor, version=article.version, opinion="再改")
    return revise(article, title="新题目")


def copy_of(response: Any) -> Copy:
    copy: Copy = response.context["copy"]
    return copy


def versions(response: Any) -> list[int]:
    return [step.revision.version for step in copy_of(response).steps]


def numbers(article: Article) -> dict[int, int]:
    return dict(article.revisions.of_the_copy().values_list("version", "pk"))


# What is refused


def test_what_is_not_the_number_of_a_revision_is_not_found(
    desk: Client, passed_on: Article
) -> None:
    for side, asked in product(["from", "to"], ["0", "-1", "x", "1.5", "9" * 30, "\uff11"]):
        response = desk.get(marked_url(passed_on), {side: asked})
        assert response.status_code == 404, (side, asked)


@pytest.mark.parametrize("side", ["from", "to"])
def test_a_revision_of_another_story_is_not_found(
    desk: Client, passed_on: Article, draft: Draft, revise: Revise, side: str
) -> None:
    other = revise(draft("别稿"), title="别题")
    assert desk.get(marked_url(passed_on), {side: numbers(other)[2]}).status_code == 404


def test_a_text_that_was_kept_aside_left_no_marks(
    desk: Client, passed_on: Article, reporter: User
) -> None:
    snapshot = passed_on.revisions.earliest("version").snapshot
    aside = workflow.keep_aside(passed_on, snapshot, by=reporter, version=2)
    assert desk.get(marked_url(passed_on), {"from": aside.pk}).status_code == 404
    assert versions(desk.get(marked_url(passed_on))) == [2, 3, 4, 5]


# Whose marks


@pytest.mark.three_reviews
def test_a_person_keeps_the_letter_from_stage_to_stage(desk: Client, passed_on: Article) -> None:
    hands = copy_of(desk.get(marked_url(passed_on))).hands
    assert [(hand.letter, hand.name, hand.stage) for hand in hands] == [
        ("A", "Reporter", ReviewState.DRAFT),
        ("B", "Editor", ReviewState.FIRST),
        ("A", "Reporter", ReviewState.RETURNED),
    ]
    assert [(hand.added, hand.removed) for hand in hands] == [(1, 0), (1, 1), (0, 1)]


def test_two_people_of_one_stage_have_two_tones(
    desk: Client, draft: Draft, revise: Revise, hire: Callable[[str], User]
) -> None:
    article = revise(draft("题"), title="题目")
    for place in range(3):
        article = revise(article, by=hire("reporter"), title=f"题目{place}")
    hands = copy_of(desk.get(marked_url(article))).hands
    assert [(hand.letter, hand.tone) for hand in hands] == [("A", 1), ("B", 2), ("C", 1)]


@pytest.mark.three_reviews
def test_a_mark_says_who_and_when_and_at_which_stage(desk: Client, passed_on: Article) -> None:
    shown = reading(desk.get(marked_url(passed_on)))
    gone = next(one for one in shown.of_class("mark") if one.attributes.get("title"))
    assert (gone.name, gone.text) == ("del", "旧")
    told = gone.attributes["title"]
    assert all(word in told for word in ("Editor", gettext("First review"), gettext("Removed")))


def test_what_was_added_and_removed_again_bears_both_marks(
    desk: Client, passed_on: Article
) -> None:
    shown = reading(desk.get(marked_url(passed_on)))
    both = [one for one in shown.elements if one.name in ("ins", "del") and one.text == "的"]
    assert [(one.name, "is-draft" in one.classes) for one in both] == [
        ("del", False),
        ("ins", True),
    ]
    [told] = {one.attributes["title"] for one in both}
    came, went = told.splitlines()
    assert gettext("Writing") in came
    assert gettext("After a return") in went


def test_the_title_stands_first_then_the_paragraphs(
    desk: Client, draft: Draft, revise: Revise
) -> None:
    paragraphs = [("paragraph", "甲段"), ("paragraph", "乙段")]
    article = revise(draft("题", body=richtext.from_blocks(paragraphs)), kicker="引题")
    copy = copy_of(desk.get(marked_url(article)))
    assert [name for name, _line in copy.head] == ["kicker", "title"]
    assert ["".join(mark.text for mark in line) for line in copy.body] == ["甲段", "乙段"]


def test_a_save_that_changed_no_word_is_no_step(
    desk: Client, passed_on: Article, revise: Revise
) -> None:
    article = revise(passed_on, digest="摘要")
    assert versions(desk.get(marked_url(article))) == [2, 3, 4, 5]


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (53, "BBB")])
def test_letters_do_not_run_out(place: int, letter: str) -> None:
    assert letter_of(place) == letter


# Which marks


def test_a_range_leaves_out_what_lies_outside(desk: Client, passed_on: Article) -> None:
    by_version = numbers(passed_on)
    asked = {"from": by_version[4], "to": by_version[3]}
    assert versions(desk.get(marked_url(passed_on), asked)) == [3, 4]


def test_marks_begin_at_the_last_edition(
    desk: Client, put_out: Any, revise: Revise, reporter: User
) -> None:
    article = put_out().article
    workflow.record_save(article, by=reporter, reason=RevisionReason.SAVE)
    article = revise(article, title="新题")
    put_out(article=article, change="typo")
    article = revise(article, title="再新的题")
    response = desk.get(marked_url(article))
    assert (versions(response), response.context["chosen"].edition.number) == ([2, 3], 2)
    assert versions(desk.get(marked_url(article), {"all": "1"})) == [1, 2, 3]


def test_a_text_that_has_just_been_put_out_shows_how_it_came_about(
    desk: Client, put_out: Any, revise: Revise, reporter: User
) -> None:
    article = put_out().article
    workflow.record_save(article, by=reporter, reason=RevisionReason.SAVE)
    article = revise(article, title="新题")
    put_out(article=article, change="typo")
    response = desk.get(marked_url(article))
    assert (versions(response), response.context["chosen"].edition.number) == ([1, 2], 1)


def test_at_most_so_many_revisions_are_shown_and_the_page_says_so(
    desk: Client, passed_on: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.views.marked.MOST_REVISIONS", 2)
    response = desk.get(marked_url(passed_on))
    assert (versions(response), copy_of(response).left_out) == ([4, 5], 2)
    assert reading(response).named("strong")


def test_at_most_so_many_characters_are_compared(
    desk: Client, passed_on: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.views.marked.MOST_CHARACTERS", 1)
    response = desk.get(marked_url(passed_on))
    assert (versions(response), copy_of(response).left_out) == ([4, 5], 2)


def test_what_is_within_bounds_is_complete_and_says_nothing(
    desk: Client, passed_on: Article
) -> None:
    response = desk.get(marked_url(passed_on))
    assert copy_of(response).left_out == 0
    assert not reading(response).named("strong")
