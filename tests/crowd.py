"""A newsroom that has worked for long: thousands of stories in every state, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from articles import text
from articles.choices import WITH_WRITER, ArticleKind, DeskVerb, EditionChange, Level, ReviewState
from articles.models import Article, DeskAct, Edition, Pass, Section, User, Withdrawal

#: Of twenty stories in a row, fifteen are before readers and five are on their way.
ON_THEIR_WAY = {
    15: ReviewState.DRAFT,
    16: ReviewState.RETURNED,
    17: ReviewState.FIRST,
    18: ReviewState.SECOND,
    19: ReviewState.FINAL,
}
CYCLE = 20
#: A story every so many minutes: 20,000 of them are a year and a third.
APART = timedelta(minutes=36)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who did what to all of them."""

    reporter: User
    editor: User
    director: User
    chief: User


def gather(
    total: int, cast: Cast, section: Section, *, words: int = 40, logged: int | None = None
) -> None:
    """Write `total` stories, the newest first, with the editions of each.

    `words` is the length of each text; passes and acts are written for the newest `logged`, or
    for all. The log's rows are no chain: nothing here verifies it.
    """
    now = timezone.now()
    articles = Article.objects.bulk_create(
        stories(total, cast, section, words, now), batch_size=500
    )
    out = [story for story in articles if story.out_version]
    editions = Edition.objects.bulk_create(
        [edition(story, cast.chief, now) for story in out], batch_size=500
    )
    Withdrawal.objects.bulk_create(
        Withdrawal(article_id=shown.article_id, edition=shown, at=now, by=cast.chief, reason="错")
        for shown in editions
        if shown.live_until
    )
    told = articles[:logged]
    read = [story for story in told if story.out_version]
    Pass.objects.bulk_create([one for story in read for one in passes(story, cast)], batch_size=500)
    DeskAct.objects.bulk_create(acts(told, cast), batch_size=500)


def stories(
    total: int, cast: Cast, section: Section, words: int, now: datetime
) -> Iterator[Article]:
    body = f"<p>{'高新区的一天' * (words // 6 + 1)}</p>"
    for number in range(total):
        title = f"第{number}篇"
        yield Article(
            title=title,
            title_key=text.title_key(title),
            section=section,
            body=body,
            created_by=cast.reporter,
            text_by=cast.reporter,
            updated_by=cast.reporter,
            submitted_by=cast.reporter,
            created_at=now - APART * number - timedelta(days=1),
            updated_at=now - APART * number,
            state_since=now - APART * number,
            round=1,
            **standing(number, now),
        )


def standing(number: int, now: datetime) -> dict[str, Any]:
    """Where the story of this number stands; a few of each cycle stand somewhere rare."""
    cycle, place = divmod(number, CYCLE)
    if place not in ON_THEIR_WAY:
        return before_readers(cycle, place, now)
    rare = cycle % 10 == 0
    if rare and place == 15:
        return {"state": ReviewState.SIGNED}
    if rare and place == 16:
        return {"state": ReviewState.SIGNED, "out_version": 1, "published_at": now}
    if rare and place == 17:
        return {"state": ReviewState.DRAFT, "discarded_at": now}
    return {"state": ON_THEIR_WAY[place]}


def before_readers(cycle: int, place: int, now: datetime) -> dict[str, Any]:
    out = {"state": ReviewState.SIGNED, "out_version": 1}
    if place == 0 and cycle % 5 == 0:
        return out | {"state": ReviewState.DRAFT, "version": 2}
    if place == 1 and cycle % 10 == 0:
        return out | {"archived_at": now}
    return out


def edition(story: Article, by: User, now: datetime) -> Edition:
    later = story.published_at is not None
    start = now + timedelta(hours=6) if later else story.updated_at
    gone = not later and story.pk % 500 == 0
    return Edition(
        article=story,
        number=1,
        article_version=1,
        live_from=start,
        live_until=now if gone else None,
        change=EditionChange.FIRST,
        by=by,
        published_at=start,
        section=story.section,
        title=story.title,
        title_key=story.title_key,
        kind=ArticleKind.ORIGINAL,
        content_hash="",
        body=story.body,
    )


def passes(story: Article, cast: Cast) -> Iterator[Pass]:
    people = {Level.FIRST: cast.editor, Level.SECOND: cast.director, Level.FINAL: cast.chief}
    for level, person in people.items():
        yield Pass(
            article=story,
            round=1,
            level=level,
            by=person,
            at=story.state_since,
            version=1,
            text_hash="",
            written_by=cast.reporter,
            text_by=cast.reporter,
        )


def acts(articles: list[Article], cast: Cast) -> Iterator[DeskAct]:
    """Oldest first, as the log has them: the steps that brought each story where it stands."""
    numbers = count(1)
    for story in reversed(articles):
        for hours, (verb, level, person) in enumerate(steps(story, cast), start=1):
            number = next(numbers)
            yield DeskAct(
                number=number,
                article=story,
                title=story.title,
                verb=verb,
                by=person,
                at=story.state_since - timedelta(hours=5 - hours),
                version=1,
                round=1,
                level=level,
                previous=str(number - 1),
                row_hash=str(number),
            )


def steps(story: Article, cast: Cast) -> Iterator[tuple[DeskVerb, Level | None, User]]:
    if story.state == ReviewState.DRAFT and not story.out_version:
        return
    yield DeskVerb.SUBMIT, None, cast.reporter
    if story.state in WITH_WRITER and not story.out_version:
        yield DeskVerb.RETURN, Level.FIRST, cast.editor
        return
    if story.state != ReviewState.FIRST:
        yield DeskVerb.PASS_FIRST, Level.FIRST, cast.editor
    if story.state not in {ReviewState.FIRST, ReviewState.SECOND}:
        yield DeskVerb.PASS_SECOND, Level.SECOND, cast.director
    if story.out_version or story.state == ReviewState.SIGNED:
        yield DeskVerb.SIGN_OFF, Level.FINAL, cast.chief
    if story.out_version:
        yield DeskVerb.PUBLISH, None, cast.chief
