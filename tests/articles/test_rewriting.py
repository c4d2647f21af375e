"""An earlier text written over the working copy: all of it comes back, or nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import compiling, workflow
from articles.choices import DeskVerb, ReviewState, RevisionReason
from articles.models import (
    Article,
    Edition,
    EditLock,
    Person,
    Photo,
    PhotoUse,
    Recommendation,
    Revision,
    Section,
    Source,
    Topic,
    User,
)

Draft = Callable[..., Article]
Revise = Callable[..., Article]
REVERT, MERGE = DeskVerb.REVERT, DeskVerb.MERGE


@pytest.fixture
def full(filled: Callable[[str], Article]) -> Article:
    return filled("图一")


def newest(article: Article) -> Revision:
    return article.revisions.of_the_copy().earliest("-version")


def emptied(article: Article) -> Article:
    """The story without anything that hung on it."""
    for parts in (article.photo_uses, article.credits, article.source_lines):
        parts.all().delete()
    article.recommendations.all().delete()
    article.tags.clear()
    article.topics.clear()
    return article


def rewritten(article: Article, snapshot: dict[str, Any], by: User, **asked: Any) -> Article:
    current = Article.objects.get(pk=article.pk)
    workflow.rewrite(
        current, snapshot, **{"by": by, "version": current.version, "verb": REVERT} | asked
    )
    return Article.objects.get(pk=article.pk)


def test_who_may_not_write_restores_nothing(full: Article, moderator: User) -> None:
    with pytest.raises(PermissionDenied):
        rewritten(full, newest(full).snapshot, moderator)


def test_a_story_saved_meanwhile_is_not_written_over(full: Article, reporter: User) -> None:
    with pytest.raises(workflow.Stale):
        rewritten(full, newest(full).snapshot, reporter, version=full.version - 1)


@pytest.mark.parametrize("put_away", ["archived_at", "discarded_at"])
def test_a_story_that_is_put_away_stays_as_it_is(
    put_away: str, full: Article, reporter: User
) -> None:
    Article.objects.filter(pk=full.pk).update(**{put_away: timezone.now()})
    with pytest.raises(workflow.Refused):
        rewritten(full, newest(full).snapshot, reporter)


def test_a_story_locked_by_somebody_else_stays_as_it_is(
    full: Article, reporter: User, editor: User
) -> None:
    now = timezone.now()
    EditLock.objects.create(article=full, by=editor, taken_at=now, at=now)
    with pytest.raises(workflow.Refused):
        rewritten(full, newest(full).snapshot, reporter)


@pytest.mark.parametrize(
    "wrong",
    [{"list_title": "字" * 33}, {"title": ""}, {"body": "<blockquote>" * 200}, {"kind": "x"}],
    ids=["too long", "no headline", "too deep", "unknown kind"],
)
def test_a_text_that_does_not_fit_changes_nothing(
    wrong: dict[str, str], full: Article, reporter: User
) -> None:
    with pytest.raises(workflow.Refused) as refused:
        rewritten(full, newest(full).snapshot | wrong, reporter)
    assert len(refused.value.reasons) == 1
    assert Article.objects.get(pk=full.pk).version == full.version


def test_words_of_a_photo_that_do_not_fit_undo_the_rest(full: Article, reporter: User) -> None:
    kept = newest(full).snapshot
    kept["title"] = "别的题"
    kept["uses"][0]["credit"] = "字" * 101
    with pytest.raises(workflow.Refused):
        rewritten(full, kept, reporter)
    assert Article.objects.get(pk=full.pk).title == "甲"


def test_the_newest_text_written_again_changes_nothing(full: Article, reporter: User) -> None:
    kept = newest(full).snapshot
    article = rewritten(full, kept, reporter)
    assert compiling.snapshot(article) == kept
    assert article.version == full.version + 1


def test_an_earlier_text_comes_back_with_all_that_hung_on_it(
    full: Article, revise: Revise, reporter: User
) -> None:
    old = newest(full)
    revise(emptied(full), title="乙", body="<p>别的</p>", section=None, published_at=None)
    article = rewritten(full, old.snapshot, reporter)
    back = compiling.snapshot(article)
    assert compiling.text_hash(back) == old.text_hash == article.text_hash
    for snapshot in (back, old.snapshot):
        for use in snapshot["uses"]:
            del use["id"]
        snapshot["tags"].sort(key=lambda tag: tag["name"])
    assert back == old.snapshot


def test_what_came_later_goes(
    full: Article, revise: Revise, reporter: User, with_photo: Callable[..., PhotoUse]
) -> None:
    old = newest(full)
    full.photo_uses.update(is_cover=False)
    with_photo(full, None, caption="后来的图", is_cover=True)
    full.tags.add("后来的词")
    revise(full, body=full.body)
    assert compiling.snapshot(rewritten(full, old.snapshot, reporter)) == old.snapshot


def test_what_no_longer_exists_is_left_out_and_told(full: Article, reporter: User) -> None:
    kept = newest(full).snapshot
    emptied(full)
    Article.objects.get(title="别的稿").delete()
    for model, name in ((Source, kept["sources"][0]["name"]), (Person, "刘洋"), (Topic, "两会")):
        model.objects.get(name=name).delete()
    Photo.objects.all().delete()
    told = workflow.left_out(full, kept)
    article = rewritten(full, kept, reporter, note="退回旧稿")
    assert [credit.person.name for credit in article.credits.all()] == ["袁也然"]
    assert not article.sources.exists()
    assert [use.photo for use in article.photo_uses.all()] == [None, None]
    assert len(told) == 2
    assert article.acts.latest("number").note == " ".join(["退回旧稿", *told])


def test_a_section_that_is_gone_leaves_the_storys_own(full: Article, reporter: User) -> None:
    gone = newest(full).snapshot | {"section": Section.objects.latest("pk").pk + 1}
    assert rewritten(full, gone, reporter).section == full.section
    assert len(workflow.left_out(full, gone)) == 1


def test_a_source_under_another_number_is_found_by_its_name(
    full: Article, reporter: User, source: Source
) -> None:
    kept = newest(full).snapshot | {"source_ids": [source.pk + 100]}
    assert list(rewritten(full, kept, reporter).sources.all()) == [source]


def test_a_recommended_story_that_is_gone_is_waited_for(full: Article, reporter: User) -> None:
    kept = newest(full).snapshot
    Article.objects.get(title="别的稿").delete()
    picks = rewritten(full, kept, reporter).recommendations.all()
    assert [(pick.target, pick.title) for pick in picks] == [(None, "别的稿"), (None, "待来的稿")]


def test_a_photo_that_stands_in_another_story_stays_there(
    full: Article, draft: Draft, reporter: User
) -> None:
    kept = newest(full).snapshot
    full.photo_uses.filter(caption="图二").update(article=draft())
    article = rewritten(full, kept, reporter)
    assert [use.caption for use in article.photo_uses.all()] == ["图一"]


def test_the_time_shown_comes_back_while_nobody_has_seen_it(full: Article, reporter: User) -> None:
    earlier = timezone.now() - timedelta(days=9)
    kept = newest(full).snapshot | {"published_at": earlier.isoformat()}
    assert rewritten(full, kept, reporter).published_at == earlier


@pytest.mark.parametrize(
    ("verb", "kept", "comes_back"),
    [(REVERT, True, False), (MERGE, True, True), (MERGE, False, False)],
)
def test_once_readers_have_seen_a_time_only_another_that_was_chosen_replaces_it(
    verb: DeskVerb,
    kept: bool,
    comes_back: bool,
    put_out: Callable[..., Edition],
    full: Article,
    reporter: User,
) -> None:
    shown = put_out(article=full).published_at
    earlier = shown - timedelta(days=9)
    snapshot = newest(full).snapshot | {"published_at": earlier.isoformat() if kept else None}
    article = rewritten(full, snapshot, reporter, verb=verb)
    assert article.published_at == (earlier if comes_back else shown)


@pytest.mark.parametrize(
    ("verb", "reason"), [(REVERT, RevisionReason.REVERT), (MERGE, RevisionReason.MERGE)]
)
def test_a_rewriting_is_a_revision_and_an_act(
    verb: DeskVerb, reason: RevisionReason, full: Article, editor: User
) -> None:
    article = rewritten(full, newest(full).snapshot, editor, verb=verb, note="缘由")
    revision, act = newest(article), article.acts.latest("number")
    assert (revision.reason, revision.by, revision.version) == (reason, editor, article.version)
    assert (act.verb, act.by, act.note, act.version) == (verb, editor, "缘由", article.version)
    assert article.updated_by == editor


@pytest.mark.three_reviews
def test_an_earlier_text_takes_the_signature_away(
    full: Article, signed: Draft, revise: Revise, reporter: User
) -> None:
    old = newest(full)
    article = signed(revise(full, title="乙"))
    assert rewritten(article, old.snapshot, reporter).state == ReviewState.FIRST
    assert not article.passes.valid().exists()


def test_a_title_that_comes_back_is_found_by_those_who_wait_for_it(
    full: Article, draft: Draft, revise: Revise, reporter: User
) -> None:
    old = newest(full)
    revise(full, title="乙")
    pick = Recommendation.objects.create(article=draft(), title="甲")
    rewritten(full, old.snapshot, reporter)
    pick.refresh_from_db()
    assert pick.target_id == full.pk
