"""Who is told of an act, and in which words; the rows stand or fall with the act itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles import text, workflow
from articles.choices import (
    DeskVerb,
    NoticeKind,
    ReviewState,
)
from articles.models import Article, DeskAct, Notice, User
from articles.notices.choosing import DESK, MAIL, is_on

#: The one that knows rights; the other of AUTHENTICATION_BACKENDS only counts wrong passwords.
RIGHTS = "django.contrib.auth.backends.ModelBackend"

TITLE_LENGTH = 60
SENTENCE_LENGTH = 600

#: Acts after which the story no longer waits for what it waited for.
MOVES = frozenset(
    {
        DeskVerb.SUBMIT,
        DeskVerb.TAKE_BACK,
        DeskVerb.PASS_FIRST,
        DeskVerb.PASS_SECOND,
        DeskVerb.SIGN_OFF,
        DeskVerb.RETURN,
        DeskVerb.GREEN,
        DeskVerb.EDIT,
    }
)

WAITS_WORDS: dict[ReviewState, Any] = {
    ReviewState.FIRST: gettext_lazy("“%(title)s” waits for the first review, from %(who)s"),
    ReviewState.SECOND: gettext_lazy("“%(title)s” waits for the second review, from %(who)s"),
    ReviewState.FINAL: gettext_lazy("“%(title)s” waits for the final review, from %(who)s"),
}

#: What those are told whose story it is, with the opinion, reason or note where there is one.
WRITERS_WORDS: dict[DeskVerb, tuple[NoticeKind, Any]] = {
    DeskVerb.RETURN: (NoticeKind.RETURNED, gettext_lazy("%(who)s returned “%(title)s”")),
    DeskVerb.PASS_FIRST: (
        NoticeKind.PASSED,
        gettext_lazy("%(who)s passed “%(title)s” in the first review"),
    ),
    DeskVerb.PASS_SECOND: (
        NoticeKind.PASSED,
        gettext_lazy("%(who)s passed “%(title)s” in the second review"),
    ),
    DeskVerb.SIGN_OFF: (NoticeKind.PASSED, gettext_lazy("%(who)s signed “%(title)s”")),
    DeskVerb.GREEN: (
        NoticeKind.PASSED,
        gettext_lazy("%(who)s signed “%(title)s” through the green channel"),
    ),
    DeskVerb.PUBLISH: (NoticeKind.PUBLISHED, gettext_lazy("%(who)s published “%(title)s”")),
    DeskVerb.SCHEDULE: (
        NoticeKind.PUBLISHED,
        gettext_lazy("%(who)s scheduled “%(title)s” for %(when)s"),
    ),
    DeskVerb.CORRECT: (
        NoticeKind.AFTERWARDS,
        gettext_lazy("%(who)s put out “%(title)s” with changes"),
    ),
    DeskVerb.WITHDRAW: (NoticeKind.AFTERWARDS, gettext_lazy("%(who)s withdrew “%(title)s”")),
    DeskVerb.RESTORE: (NoticeKind.AFTERWARDS, gettext_lazy("%(who)s restored “%(title)s”")),
}


def tell_of_act(sender: object, article: Article, act: DeskAct, **kwargs: Any) -> None:
    """Receives `signals.acted`, inside the act's transaction, in a fixed number of queries."""
    verb, state = DeskVerb(act.verb), ReviewState(article.state)
    said_of: dict[str, Any] = {"article": article, "by": act.by, "at": act.at}
    rows: list[Notice] = []
    if verb in MOVES:
        settle(article, act.at)
    if verb in MOVES and state in WAITS_WORDS:
        sentence = sentence_of(WAITS_WORDS[state], article, act)
        rows += to_each(called(article, act), NoticeKind.WAITS, sentence, **said_of)
    if verb in WRITERS_WORDS:
        kind, words = WRITERS_WORDS[verb]
        sentence = with_words(sentence_of(words, article, act), act.note)
        rows += to_each(writers(article, act), kind, sentence, **said_of)
    Notice.objects.bulk_create(rows)


def tell(
    people: Iterable[User],
    kind: NoticeKind,
    sentence: str,
    *,
    article: Article,
    by: User,
    at: datetime | None = None,
) -> list[Notice]:
    """Tell each of these people, in the ways that they want to hear of this kind."""
    moment = at or timezone.now()
    rows = to_each(people, kind, sentence, article=article, by=by, at=moment)
    return Notice.objects.bulk_create(rows)


def to_each(
    people: Iterable[User], kind: NoticeKind, sentence: str, **said_of: Any
) -> list[Notice]:
    """A row for everybody who wants to hear of it at all."""
    rows = [
        Notice(
            to=person,
            kind=kind,
            sentence=text.excerpt(sentence, SENTENCE_LENGTH),
            in_desk=is_on(person, kind, DESK),
            wants_mail=is_on(person, kind, MAIL),
            **said_of,
        )
        for person in people
    ]
    return [row for row in rows if row.in_desk or row.wants_mail]


# Who


def called(article: Article, act: DeskAct) -> QuerySet[User]:
    """Who may pass the story next, but for who has just acted."""
    return workflow.reviewers(article).exclude(pk=act.by_id)


def writers(article: Article, act: DeskAct) -> QuerySet[User]:
    """Whose story it is: who wrote it, handed it in or changed it last, but not who acted."""
    mine = (article.created_by_id, article.submitted_by_id, article.text_by_id)
    others = [key for key in mine if key and key != act.by_id]
    return User.objects.filter(pk__in=others, is_active=True)


# What is said


def sentence_of(words: Any, article: Article, act: DeskAct) -> str:
    start = act.edition.live_from if act.edition else act.at
    return str(words) % {
        "who": act.by,
        "title": title_of(article),
        "when": date_format(timezone.localtime(start), "Y-m-d H:i"),
    }


def title_of(article: Article) -> str:
    """The headline as a sentence has room for it."""
    return text.excerpt(article.title, TITLE_LENGTH)


def with_words(sentence: str, words: str) -> str:
    """The sentence, and after it what somebody wrote for it."""
    if not words.strip():
        return sentence
    return _("%(sentence)s: %(words)s") % {"sentence": sentence, "words": words}


def path_of(notice: Notice) -> str:
    """Where on the form of its story stands what it is about; empty without a story."""
    if notice.article_id is None:
        return ""
    place = "notes" if notice.kind == NoticeKind.MENTIONED else "standing"
    return reverse("admin:articles_article_change", args=[notice.article_id]) + f"#{place}"


def listed(names: Iterable[str]) -> str:
    """Names one after another, with the mark that stands between them in the desk's language."""
    return pgettext("between names", ", ").join(names)


# Reading


def settle(article: Article, at: datetime) -> None:
    """Call nobody any more to work that is done."""
    calls = article.notices.filter(kind=NoticeKind.WAITS, read_at__isnull=True)
    calls.update(read_at=at)


def unread(person: User) -> QuerySet[Notice]:
    """What stands in the desk for this person and has not been read."""
    return Notice.objects.unread().filter(to=person, in_desk=True)


def mark_read(person: User, *, only: int | None = None) -> int:
    """Mark this person's notices read, or one of them; says how many were not read before."""
    rows = unread(person)
    if only is not None:
        rows = rows.filter(pk=only)
    return rows.update(read_at=timezone.now())
