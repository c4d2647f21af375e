"""Rows of the desk's first page: stories in the reviews and before readers, each in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import text
from articles.admin import baskets
from articles.admin.baskets import BASKETS
from articles.admin.next_step import in_short, lateness, span, waiting
from articles.choices import DeskVerb
from articles.models import Article, Autosave, DeskAct, Edition, Pass, User

SHOWN = 8
#: Characters of an opinion, a reason or a comment that stand in a row.
QUOTED = 120


@dataclass(frozen=True, slots=True)
class Button:
    label: Any
    address: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to be done, said so that it need not be opened to be understood."""

    title: str
    address: str
    facts: Sequence[str] = ()
    tone: str = ""
    state: Any = ""
    late: str = ""
    quote: str = ""
    buttons: Sequence[Button] = ()


# Where things are, in words that a row says


def change_address(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def review_address(pk: int) -> str:
    return reverse("admin:articles_article_review", args=[pk])


def opening(pk: int, place: str = "") -> Button:
    return Button(_("Open"), f"{change_address(pk)}{place}")


def section_of(article: Article) -> str:
    return str(article.section or "")


def ago(moment: datetime, now: datetime) -> str:
    return _("%(time)s ago") % {"time": span(moment, now)}


# Stories in the reviews


def waiting_rows(user: User, now: datetime) -> Iterable[Row]:
    passes = Prefetch("passes", Pass.objects.valid().select_related("by").order_by("level"))
    stories = BASKETS["mine"].stories(user).for_lists().prefetch_related(passes)
    for article in stories.order_by("state_since", "pk")[:SHOWN]:
        sent = _("from %(who)s") % {"who": sender(article)} if sender(article) else ""
        yield Row(
            article.title,
            review_address(article.pk),
            [section_of(article), sent, waiting(article, now)],
            tone=article.state,
            state=article.get_state_display(),
            late=lateness(article, now),
            buttons=[
                Button(_("Review"), review_address(article.pk), is_main=True),
                opening(article.pk),
            ],
        )


def sender(article: Article) -> Any:
    """Who handed it to the level at which it waits: the last to pass it, else who submitted it."""
    passed = [one.by for one in article.passes.all() if one.round == article.round]
    return passed[-1] if passed else article.submitted_by


def returned_rows(user: User, now: datetime) -> Iterable[Row]:
    returns = DeskAct.objects.filter(verb=DeskVerb.RETURN).select_related("by").order_by("-number")
    stories = BASKETS["returned-to-me"].stories(user).for_lists()
    stories = stories.prefetch_related(Prefetch("acts", returns))
    for article in stories.order_by("-state_since", "-pk")[:SHOWN]:
        back = next(iter(article.acts.all()), None)
        by = _("Returned by %(who)s") % {"who": back.by} if back else ""
        yield Row(
            article.title,
            change_address(article.pk),
            [section_of(article), by, ago(article.state_since, now)],
            quote=text.excerpt(back.note, QUOTED) if back else "",
            buttons=[opening(article.pk)],
        )


def unsaved_rows(user: User, now: datetime) -> Iterable[Row]:
    """Stories in which this person has typed and not saved; their forms offer to go on with it."""
    typed = Autosave.objects.filter(by=user, article__isnull=False).order_by("at")
    # Of several windows the last counts.
    moments: dict[Any, datetime] = dict(typed.values_list("article", "at"))
    newest = sorted(moments, key=moments.__getitem__, reverse=True)[:SHOWN]
    stories = Article.objects.for_lists().in_bulk(newest)
    for pk in newest:
        yield Row(
            stories[pk].title,
            change_address(pk),
            [section_of(stories[pk]), _("typed %(time)s ago") % {"time": span(moments[pk], now)}],
            buttons=[opening(pk)],
        )


def draft_rows(user: User, now: datetime) -> Iterable[Row]:
    stories = BASKETS["drafts-of-mine"].stories(user).for_lists()
    for article in stories.order_by("-updated_at", "-pk")[:SHOWN]:
        changed = _("changed %(time)s ago") % {"time": span(article.updated_at, now)}
        yield Row(
            article.title,
            change_address(article.pk),
            [section_of(article), changed],
            buttons=[opening(article.pk)],
        )


def signed_rows(user: User, now: datetime) -> Iterable[Row]:
    stories = BASKETS["signed"].stories(user).for_lists()
    for article in stories.order_by("state_since", "pk")[:SHOWN]:
        since = _("signed %(time)s ago") % {"time": span(article.state_since, now)}
        yield Row(
            article.title,
            f"{change_address(article.pk)}#standing",
            [section_of(article), since],
            buttons=[opening(article.pk, "#standing")],
        )


def green_rows(user: User, now: datetime) -> Iterable[Row]:
    signed = baskets.to_review_afterwards().select_related("article__section", "by")
    for one in signed.defer("article__body").order_by("at")[:SHOWN]:
        own = _("You signed it; somebody else has to review it.") if one.by_id == user.pk else ""
        yield Row(
            one.article.title,
            f"{change_address(one.article_id)}#standing",
            [
                section_of(one.article),
                _("signed by %(who)s") % {"who": one.by},
                ago(one.at, now),
                own,
            ],
            quote=text.excerpt(one.opinion, QUOTED),
            buttons=[opening(one.article_id, "#standing")],
        )


# What readers see today


def scheduled_rows(user: User, now: datetime) -> Iterable[Row]:
    coming = Edition.objects.scheduled(now).for_lists().filter(article__archived_at=None)
    for edition in coming.order_by("live_from", "pk")[:SHOWN]:
        yield Row(
            edition.title,
            f"{change_address(edition.article_id)}#standing",
            [in_short(edition.live_from), str(edition.section)],
        )


def today_rows(user: User, now: datetime) -> Iterable[Row]:
    """The newest edition of each story that came before readers today."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    out = Edition.objects.ever_shown().filter(live_from__gte=midnight, live_from__lte=now)
    newest: dict[int, Edition] = {}
    for edition in out.for_lists().order_by("-live_from", "-pk")[: SHOWN * 3]:
        newest.setdefault(edition.article_id, edition)
    for edition in list(newest.values())[:SHOWN]:
        seen = edition.is_live(now)
        page = [Button(_("Open the page"), edition.get_absolute_url())] if seen else []
        yield Row(
            edition.title,
            change_address(edition.article_id),
            [timezone.localtime(edition.live_from).strftime("%H:%M"), str(edition.section)],
            tone="" if seen else "bad",
            state="" if seen else _("No longer before readers"),
            buttons=page,
        )
