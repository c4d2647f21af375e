"""The acts of the desk by command: refused as at the desk, and asked for the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import workflow
from articles.choices import DeskVerb, ReviewState
from articles.models import Article, DeskAct, Edition, Section, User
from articles.views.buttons import ACTS

Draft = Callable[..., Article]


def told(*words: Any) -> tuple[str, str, str]:
    """What the command says on standard output and standard error, and how it fails."""
    out, err = StringIO(), StringIO()
    failure = ""
    try:
        call_command("desk_act", *map(str, words), stdout=out, stderr=err)
    except CommandError as error:
        failure = str(error)
    return out.getvalue(), err.getvalue(), failure


def state(article: Article) -> str:
    return Article.objects.get(pk=article.pk).state


@pytest.mark.parametrize("verb", ACTS)
def test_a_person_without_the_right_does_nothing(
    verb: str, draft: Draft, hire: Callable[[str], User]
) -> None:
    out, _err, failure = told(verb, draft().pk, "--by", hire("moderator"))
    assert failure
    assert not out
    assert not DeskAct.objects.exists()


def test_a_person_who_left_does_nothing(draft: Draft, reporter: User) -> None:
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    assert told("submit", draft().pk, "--by", reporter.username)[2]
    assert not DeskAct.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["burn", 1, "--by", "x"],
        ["submit", 1],
        ["submit", "--by", "x"],
        ["submit", "one", "--by", "x"],
        ["submit", 1, "--by", "nobody"],
        ["submit", 1, "--by", "x", "--version", "new"],
    ],
    ids=["unknown act", "no person", "no story", "no number", "unknown person", "no version"],
)
@pytest.mark.django_db
def test_a_command_that_says_too_little_is_refused(words: list[Any]) -> None:
    assert told(*words)[2]


@pytest.mark.parametrize(
    "number", [0, 999_999, 2**70], ids=["zero", "unknown", "beyond every database"]
)
def test_a_story_that_is_not_there_is_refused(number: int, reporter: User) -> None:
    _out, err, failure = told("submit", number, "--by", reporter.username)
    assert f"#{number}: " in err
    assert failure


def test_one_version_cannot_be_read_of_two_stories(draft: Draft, reporter: User) -> None:
    one, other = draft("一"), draft("二")
    words = ["submit", one.pk, other.pk, "--by", reporter.username, "--version", 1]
    assert told(*words)[2]
    assert (state(one), state(other)) == (ReviewState.DRAFT, ReviewState.DRAFT)


def test_another_version_than_the_one_read_is_refused(
    draft: Draft, reporter: User, revise: Callable[..., Article]
) -> None:
    article = revise(draft(), title="新题")
    words = ["submit", article.pk, "--by", reporter.username, "--version"]
    assert told(*words, 1)[2]
    assert state(article) == ReviewState.DRAFT
    assert not told(*words, 2)[2]


@pytest.mark.three_reviews
def test_nobody_passes_two_reviews_of_one_story(draft: Draft, reporter: User, chief: User) -> None:
    article = draft()
    told("submit", article.pk, "--by", reporter.username)
    assert not told("pass_first", article.pk, "--by", chief.username)[2]
    assert told("pass_second", article.pk, "--by", chief.username)[2]
    assert state(article) == ReviewState.SECOND


def test_a_story_that_lacks_something_is_refused_with_every_reason(
    draft: Draft, reporter: User
) -> None:
    article = draft(section=None, body="")
    with pytest.raises(workflow.Refused) as refused:
        workflow.submit(article, by=reporter, version=1)
    _out, err, failure = told("submit", article.pk, "--by", reporter.username)
    assert f"#{article.pk} {article.title}: {refused.value}" in err
    assert failure
    assert state(article) == ReviewState.DRAFT


@pytest.mark.parametrize(
    ("verb", "words", "asked"),
    [
        ("return", [], "--opinion"),
        ("return", ["--opinion", "  "], "--opinion"),
        ("green", [], "--reason"),
        ("withdraw", [], "--reason"),
        ("review_after", [], "--opinion"),
        ("schedule", [], "--at"),
        ("schedule", ["--at", "tomorrow"], "--at"),
        ("schedule", ["--at", "2020-01-01T10:00"], "--at"),
        ("correct", [], "--change"),
        ("correct", ["--change", "first"], "--change"),
        ("correct", ["--change", "fact"], "--note"),
        ("correct", ["--change", "update", "--note", " "], "--note"),
        ("withdraw", ["--reason", "x", "--notice", "长" * 201], "--notice"),
    ],
)
def test_what_the_form_asks_is_asked_here(
    verb: str, words: list[str], asked: str, draft: Draft, chief: User
) -> None:
    failure = told(verb, draft().pk, "--by", chief.username, *words)[2]
    assert failure.startswith(f"{asked}: ")


@pytest.mark.parametrize(
    ("verb", "option"),
    [("publish", "--at"), ("publish", "--change"), ("submit", "--opinion"), ("return", "--note")],
)
def test_a_word_that_the_act_does_not_ask_for_is_not_swallowed(
    verb: str, option: str, draft: Draft, chief: User
) -> None:
    assert option in told(verb, draft().pk, "--by", chief.username, option, "x")[2]


def test_a_dry_run_meets_the_refusals_and_changes_nothing(draft: Draft, reporter: User) -> None:
    good, bad = draft("一"), draft("二", body="")
    words = ["submit", good.pk, bad.pk, "--by", reporter.username, "--dry-run"]
    out, err, failure = told(*words)
    assert f"#{good.pk} 一" in out
    assert f"#{bad.pk} 二" in err
    assert failure
    assert (state(good), state(bad)) == (ReviewState.DRAFT, ReviewState.DRAFT)
    assert not DeskAct.objects.exists()


@pytest.mark.three_reviews
def test_the_others_are_done_where_one_is_refused(draft: Draft, reporter: User) -> None:
    bad, good = draft("二", body=""), draft("一")
    _out, _err, failure = told("submit", bad.pk, good.pk, "--by", reporter.username)
    assert failure
    assert (state(bad), state(good)) == (ReviewState.DRAFT, ReviewState.FIRST)


@pytest.mark.three_reviews
def test_a_story_goes_its_way_from_the_draft_to_its_withdrawal(
    draft: Draft, reporter: User, editor: User, director: User, chief: User
) -> None:
    article = draft()
    for verb, by, words in (
        ("submit", reporter, ["--note", "急"]),
        ("return", editor, ["--opinion", "导语重写"]),
        ("submit", reporter, []),
        ("pass_first", editor, ["--opinion", "同意"]),
        ("pass_second", director, []),
        ("sign_off", chief, []),
        ("publish", chief, []),
        ("withdraw", chief, ["--reason", "来源有误"]),
        ("restore", chief, ["--note", "已核实"]),
    ):
        out, err, failure = told(verb, article.pk, "--by", by.username, *words)
        assert (err, failure) == ("", "")
        assert f"#{article.pk} {article.title}: " in out
    notes = dict(DeskAct.objects.values_list("verb", "note"))
    assert notes[DeskVerb.RETURN] == "导语重写"
    assert notes[DeskVerb.WITHDRAW] == "来源有误"
    assert Edition.objects.live().get().article == article


@pytest.mark.parametrize("offset", ["", "+08:00"])
def test_a_story_is_scheduled_for_the_moment_named(offset: str, signed: Draft, chief: User) -> None:
    at = timezone.localtime(timezone.now() + timedelta(days=1)).replace(microsecond=0)
    article = signed()
    words = ["--at", at.strftime("%Y-%m-%dT%H:%M:%S") + offset]
    assert not told("schedule", article.pk, "--by", chief.username, *words)[2]
    assert Edition.objects.get().live_from == at


def test_a_correction_reaches_readers_with_its_note(
    put_out: Callable[..., Edition], revise: Callable[..., Article], signed: Draft, chief: User
) -> None:
    article = signed(revise(put_out().article, title="新题"))
    words = ["--change", "fact", "--note", "人数有误"]
    assert not told("correct", article.pk, "--by", chief.username, *words)[2]
    assert Edition.objects.live().get().notices[0]["note"] == "人数有误"


def test_the_number_of_reviews_is_the_sections(
    draft: Draft, section: Section, reporter: User, chief: User
) -> None:
    Section.objects.filter(pk=section.pk).update(levels=1)
    article = draft()
    told("submit", article.pk, "--by", reporter.username)
    assert not told("sign_off", article.pk, "--by", chief.username)[2]
    assert state(article) == ReviewState.SIGNED
