"""The three reviews: who may pass what, what a change makes void, returns and the green channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import workflow
from articles.choices import DeskVerb, Level, ReviewState
from articles.models import Article, Credit, DeskAct, Edition, Pass, Person, Section, User

pytestmark = pytest.mark.three_reviews

Draft = Callable[..., Article]
Revise = Callable[..., Article]


@pytest.fixture
def submitted(draft: Draft, reporter: User) -> Draft:
    def handed_in(**fields: Any) -> Article:
        article = draft(**{"created_by": reporter, "text_by": reporter} | fields)
        return workflow.submit(article, by=reporter, version=article.version)

    return handed_in


def state_of(article: Article) -> ReviewState:
    return ReviewState(Article.objects.get(pk=article.pk).state)


def passed(article: Article, by: User, level: Level, version: int = 1) -> Pass:
    return workflow.pass_(article, by=by, version=version, level=level)


@pytest.mark.parametrize(
    ("role", "level"),
    [("reporter", Level.FIRST), ("editor", Level.SECOND), ("director", Level.FINAL)],
)
def test_a_level_is_passed_only_by_who_has_its_right(
    role: str, level: Level, submitted: Draft, hire: Callable[[str], User]
) -> None:
    article = submitted()
    with pytest.raises(PermissionDenied):
        passed(article, hire(role), level)
    assert not Pass.objects.exists()


def test_nobody_passes_what_they_wrote(draft: Draft, editor: User) -> None:
    article = draft(created_by=editor)
    workflow.submit(article, by=editor, version=1)
    with pytest.raises(workflow.Refused):
        passed(article, editor, Level.FIRST)
    assert state_of(article) == ReviewState.FIRST


def test_nobody_passes_what_bears_their_name(submitted: Draft, editor: User) -> None:
    article = submitted()
    person = Person.objects.create(name="编辑自己", user=editor)
    Credit.objects.create(article=article, person=person, role="reporter")
    with pytest.raises(workflow.Refused):
        passed(article, editor, Level.FIRST)


def test_nobody_passes_what_they_changed_last(
    submitted: Draft, revise: Revise, editor: User, hire: Callable[[str], User]
) -> None:
    article = revise(submitted(), by=editor, title="编辑改的题")
    with pytest.raises(workflow.Refused):
        passed(article, editor, Level.FIRST, version=2)
    passed(article, hire("editor"), Level.FIRST, version=2)
    assert state_of(article) == ReviewState.SECOND


def test_a_change_of_tags_alone_makes_nobody_the_last_writer(
    submitted: Draft, revise: Revise, editor: User
) -> None:
    article = submitted()
    article.tags.add("地铁")
    article = revise(article, by=editor)
    assert passed(article, editor, Level.FIRST, version=2).text_by != editor


def test_nobody_passes_two_levels_of_one_round(submitted: Draft, chief: User) -> None:
    article = submitted()
    passed(article, chief, Level.FIRST)
    with pytest.raises(workflow.Refused):
        passed(article, chief, Level.SECOND)
    assert state_of(article) == ReviewState.SECOND


@pytest.mark.parametrize("part", ["written_by", "text_by"])
def test_the_database_takes_no_pass_of_ones_own_text(
    part: str, submitted: Draft, editor: User
) -> None:
    row = {"round": 1, "level": 1, "version": 1, "text_hash": "x", "at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pass.objects.create(article=submitted(), by=editor, **row, **{part: editor})


def test_a_new_round_lets_the_same_people_pass_again(
    submitted: Draft, reporter: User, editor: User, director: User
) -> None:
    article = submitted()
    passed(article, editor, Level.FIRST)
    workflow.return_(article, by=director, version=1, opinion="核实人数")
    workflow.submit(article, by=reporter, version=1)
    passed(article, editor, Level.FIRST)
    assert [one.round for one in article.passes.valid()] == [2]


def test_a_return_needs_an_opinion(submitted: Draft, editor: User) -> None:
    article = submitted()
    with pytest.raises(workflow.Refused):
        workflow.return_(article, by=editor, version=1, opinion="  ")
    assert state_of(article) == ReviewState.FIRST


def test_a_return_tells_the_writer_why(submitted: Draft, editor: User) -> None:
    article = submitted()
    workflow.return_(article, by=editor, version=1, opinion="核实人数")
    act = DeskAct.objects.latest("number")
    assert (act.verb, act.level, act.note) == (DeskVerb.RETURN, Level.FIRST, "核实人数")


def test_a_text_that_was_not_read_is_not_passed(
    submitted: Draft, revise: Revise, editor: User
) -> None:
    article = submitted()
    revise(article, title="后来改的题")
    with pytest.raises(workflow.Stale):
        passed(article, editor, Level.FIRST)


def test_a_change_after_a_pass_goes_back_to_the_first_level(
    submitted: Draft, revise: Revise, editor: User, director: User
) -> None:
    article = submitted()
    passed(article, editor, Level.FIRST)
    passed(article, director, Level.SECOND)
    revise(article, title="终审时改的题")
    assert state_of(article) == ReviewState.FIRST
    assert not article.passes.valid().exists()
    act = DeskAct.objects.latest("number")
    assert (act.verb, article.passes.count()) == (DeskVerb.EDIT, 2)


def test_a_change_of_tags_voids_nothing(submitted: Draft, revise: Revise, editor: User) -> None:
    article = submitted()
    passed(article, editor, Level.FIRST)
    article.tags.add("地铁")
    revise(article)
    assert state_of(article) == ReviewState.SECOND
    assert article.passes.valid().count() == 1


def test_a_change_after_the_signature_voids_it(signed: Draft, revise: Revise, chief: User) -> None:
    article = revise(signed(), title="签发后改的题")
    assert article.state == ReviewState.FIRST
    with pytest.raises(workflow.Refused):
        workflow.publish(article, by=chief, version=2)


def test_a_change_after_publication_begins_a_draft_and_readers_notice_nothing(
    put_out: Callable[..., Edition], revise: Revise
) -> None:
    edition = put_out("旧题")
    article = revise(edition.article, title="新题")
    assert article.state == ReviewState.DRAFT
    assert Edition.objects.live().get() == edition


def test_another_section_asks_for_the_levels_that_it_has(
    submitted: Draft, revise: Revise, editor: User, section: Section
) -> None:
    short = Section.objects.create(name="快讯", levels=1)
    article = submitted(section=short)
    assert article.state == ReviewState.FINAL
    assert revise(article, section=section).state == ReviewState.FIRST


@pytest.mark.parametrize(
    ("levels", "steps"),
    [
        (1, [ReviewState.FINAL]),
        (2, [ReviewState.FIRST, ReviewState.FINAL]),
        (3, [ReviewState.FIRST, ReviewState.SECOND, ReviewState.FINAL]),
    ],
)
def test_a_section_sets_its_levels(
    levels: int, steps: list[ReviewState], section: Section, submitted: Draft, hire: Any
) -> None:
    Section.objects.update(levels=levels)
    article, seen = submitted(section=Section.objects.get(pk=section.pk)), []
    while (state := state_of(article)) != ReviewState.SIGNED:
        seen.append(state)
        level = {"first": Level.FIRST, "second": Level.SECOND, "final": Level.FINAL}[state]
        passed(article, hire("chief"), level)
    assert seen == steps


def test_only_who_handed_a_story_in_takes_it_back(
    submitted: Draft, reporter: User, hire: Callable[[str], User], editor: User
) -> None:
    article = submitted()
    passed(article, editor, Level.FIRST)
    with pytest.raises(workflow.Refused):
        workflow.take_back(article, by=hire("reporter"), version=1)
    workflow.take_back(article, by=reporter, version=1)
    assert state_of(article) == ReviewState.DRAFT
    assert not article.passes.valid().exists()


def test_the_green_channel_needs_a_reason_and_both_rights(
    draft: Draft, chief: User, director: User
) -> None:
    article = draft()
    with pytest.raises(PermissionDenied):
        workflow.green(article, by=director, version=1, reason="突发")
    with pytest.raises(workflow.Refused):
        workflow.green(article, by=chief, version=1, reason=" ")
    assert not Pass.objects.exists()


def test_nobody_signs_their_own_text_through_the_green_channel(draft: Draft, chief: User) -> None:
    with pytest.raises(workflow.Refused):
        workflow.green(draft(created_by=chief), by=chief, version=1, reason="突发")


def test_a_green_signature_is_listed_until_somebody_else_has_looked(
    draft: Draft, chief: User, director: User
) -> None:
    article = draft()
    signed = workflow.green(article, by=chief, version=1, reason="突发")
    workflow.publish(article, by=chief, version=1)
    assert Pass.objects.to_review_afterwards().get() == signed
    with pytest.raises(workflow.Refused):
        workflow.review_afterwards(signed, by=chief, opinion="没问题")
    workflow.review_afterwards(signed, by=director, opinion="没问题")
    assert not Pass.objects.to_review_afterwards().exists()
    with pytest.raises(workflow.Refused):
        workflow.review_afterwards(signed, by=director, opinion="再看一次")


def test_the_writer_does_not_review_afterwards(draft: Draft, chief: User, director: User) -> None:
    article = draft(created_by=director)
    signed = workflow.green(article, by=chief, version=1, reason="突发")
    with pytest.raises(workflow.Refused):
        workflow.review_afterwards(signed, by=director, opinion="没问题")
    assert Pass.objects.to_review_afterwards().exists()


def test_restoring_needs_the_right_to_sign(
    put_out: Callable[..., Edition], chief: User, director: User
) -> None:
    article = put_out().article
    workflow.withdraw(article, by=chief, reason="核实中")
    with pytest.raises(PermissionDenied):
        workflow.restore(article, by=director)


def test_every_save_is_kept_with_its_stage(submitted: Draft, revise: Revise, editor: User) -> None:
    article = revise(submitted(), by=editor, title="初审时改的题")
    revision = article.revisions.get(version=2)
    assert (revision.stage, revision.by) == (ReviewState.FIRST, editor)
    assert revision.text_hash == article.text_hash


def test_what_is_written_after_publication_is_the_stage_of_writing(
    put_out: Callable[..., Edition], signed: Draft, revise: Revise
) -> None:
    out = revise(put_out().article, title="新题")
    assert out.revisions.get(version=2).stage == ReviewState.DRAFT
    waiting = revise(signed(), title="签发后改的题")
    assert waiting.revisions.get(version=2).stage == ReviewState.SIGNED


def test_a_save_does_not_write_back_where_the_story_stood_when_it_was_read(
    draft: Draft, signed: Draft, reporter: User, chief: User
) -> None:
    """Acts raise no version, so a form read before one is not stale: it must not undo the act."""
    article = draft()
    read_before = Article.objects.get(pk=article.pk)
    edition = workflow.publish(signed(article), by=chief, version=1)
    workflow.claim_version(read_before, 1, by=reporter)
    read_before.save()
    kept = Article.objects.get(pk=article.pk)
    assert (kept.state, kept.round, kept.out_version) == (ReviewState.SIGNED, 1, 1)
    assert kept.submitted_by == reporter
    assert Edition.objects.live().get() == edition
