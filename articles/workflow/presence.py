"""Who is in a story, and the lock that one of them may take or another may break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import text
from articles.choices import DeskVerb, NoticeKind
from articles.models import Article, EditLock, Notice, Presence, User
from articles.workflow import acting
from articles.workflow.hindrances import away
from articles.workflow.rights import PERMISSIONS

#: Somebody is here who gave a sign this lately; a page that is looked at gives one every 15 s.
SEEN = timedelta(seconds=45)

#: A lock lapses this long after the last sign of its holder.
LOCK_LASTS = timedelta(minutes=15)

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who has the story open; with `is_me` it is another window of one's own."""

    by: User
    is_writing: bool
    is_me: bool


# Who is here


def seen(article: Article, *, by: User, tab: str, is_writing: bool, now: datetime) -> None:
    """Note a sign of somebody's window; it keeps a lock of theirs from lapsing."""
    Presence.objects.filter(article=article, at__lt=now - SEEN).delete()
    said = {"at": now, "is_writing": is_writing}
    Presence.objects.update_or_create(article=article, by=by, tab=tab, defaults=said)
    EditLock.objects.filter(article=article, by=by, at__gte=now - LOCK_LASTS).update(at=now)


def leave(article: Article, *, by: User, tab: str) -> None:
    """A window was closed. A lock stays: its holder may come back from another page."""
    Presence.objects.filter(article=article, by=by, tab=tab).delete()


def company(article: Article, by: User, tab: str, now: datetime) -> list[Companion]:
    """Who else has the story open, each once and by name, and oneself from another window."""
    here = Presence.objects.filter(article=article, at__gte=now - SEEN).select_related("by")
    windows = here.order_by("by__real_name", "by__username")
    return [
        Companion(person, any(window.is_writing for window in theirs), is_me=person == by)
        for person, theirs in by_person(windows)
        if person != by or any(window_of(one.tab) != window_of(tab) for one in theirs)
    ]


def by_person(windows: Iterable[Presence]) -> list[tuple[User, list[Presence]]]:
    return [(person, list(theirs)) for person, theirs in groupby(windows, lambda one: one.by)]


def window_of(tab: str) -> str:
    """A page is named after its window: `window-page`. A page that was loaded again left a sign
    under its old name, and is no second window."""
    return tab.partition("-")[0]


# The lock


def lock_of(article: Article, now: datetime | None = None) -> EditLock | None:
    """The lock of this story, if its holder has been seen lately."""
    since = (now or timezone.now()) - LOCK_LASTS
    return EditLock.objects.filter(article=article, at__gte=since).select_related("by").first()


def holder_of(article: Article) -> User | None:
    """Who holds the lock of this story now."""
    held = lock_of(article)
    return held.by if held else None


@transaction.atomic
def take(article: Article, *, by: User) -> EditLock:
    """Lock the story for one person, in all windows of theirs; taken again, it lasts anew.

    Raises PermissionDenied, or Refused where somebody else holds it or the story is put away.
    """
    acting.demand(by, *PERMISSIONS[DeskVerb.EDIT])
    current, now = acting.lock(article), timezone.now()
    held = lock_of(current, now)
    if put_away := away(current, DeskVerb.EDIT):
        raise acting.Refused(put_away)
    if held and held.by != by:
        raise acting.Refused(locked_sentence(held))
    fields = {"by": by, "taken_at": held.taken_at if held else now, "at": now}
    return EditLock.objects.update_or_create(article=current, defaults=fields)[0]


@transaction.atomic
def release(article: Article, *, by: User) -> None:
    """Give the lock back. Raises Refused where it is not this person's."""
    held = lock_of(acting.lock(article))
    if held is None or held.by != by:
        raise acting.Refused(_("You do not hold the lock of this story."))
    held.delete()


@transaction.atomic
def break_(article: Article, *, by: User) -> None:
    """Take the lock from somebody else, who is told; the log says whose it was.

    Raises PermissionDenied, or Refused where there is no lock or it is one's own.
    """
    acting.demand(by, *PERMISSIONS[DeskVerb.BREAK_LOCK])
    current = acting.lock(article)
    held = lock_of(current)
    if held is None:
        raise acting.Refused(_("Nobody has locked this story."))
    if held.by == by:
        raise acting.Refused(_("This lock is your own. Give it back instead."))
    held.delete()
    note = _("Held by %(who)s since %(when)s") % {"who": held.by, "when": clock(held.taken_at)}
    acting.record(current, DeskVerb.BREAK_LOCK, by=by, note=note)
    tell_holder(held.by, current, by=by)


def tell_holder(holder: User, article: Article, *, by: User) -> None:
    """The notice stands or falls with the act. Kept even by who reads none: it says who it was."""
    silent = holder.silenced.get(NoticeKind.LOCK.value, ())
    Notice.objects.create(
        to=holder,
        article=article,
        kind=NoticeKind.LOCK,
        by=by,
        at=timezone.now(),
        sentence=_("%(who)s broke your lock of “%(title)s”; what you typed is kept for you")
        % {"who": by, "title": text.excerpt(article.title, TITLE_LENGTH)},
        in_desk="desk" not in silent,
        wants_mail="mail" not in silent,
    )


def lost_sentence(article: Article, *, by: User, now: datetime) -> str:
    """What became of a lock that this person held a moment ago."""
    told = Notice.objects.filter(to=by, article=article, kind=NoticeKind.LOCK)
    broken = told.filter(at__gte=now - LOCK_LASTS).select_related("by").first()
    if broken is None:
        return _("Your lock is gone: it lapsed, or you gave it back in another window.")
    return _("%(who)s broke your lock at %(when)s. What you typed is kept for you.") % {
        "who": broken.by,
        "when": clock(broken.at),
    }


def locked_sentence(held: EditLock) -> str:
    return _("%(who)s has locked this story for editing.") % {"who": held.by}


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")
