"""What people have typed into a story's form and not saved: private, one a page, kept a while."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.models import Article, Autosave, EditLock, Presence, User
from articles.workflow import acting
from articles.workflow.presence import LOCK_LASTS, SEEN

#: As much as a story of many photos needs; a form takes more when it is saved.
MOST_BYTES = 2_500_000
MOST_FIELDS = 1_000

#: Unsaved texts of one person; the oldest give way.
MOST_OF_ONE = 50

#: After this long nobody comes back for what they typed.
KEPT_FOR = timedelta(days=30)

#: A name that a page gives itself: of its window and its own, at random.
TAB = re.compile(r"[0-9A-Za-z-]{1,32}")

#: The form's own business: its token, what its scripts say, and the rows that rows are made from.
NOT_TYPED = re.compile(r"_|csrfmiddlewaretoken\Z|.*-__prefix__-")


def typed(sent: QueryDict) -> QueryDict:
    """Of all that a page sent, what somebody typed. Raises Refused where that is too much."""
    fields = QueryDict(mutable=True)
    for name, values in sent.lists():
        if not NOT_TYPED.match(name):
            fields.setlist(name, values)
    too_many = sum(len(values) for _name, values in sent.lists()) > MOST_FIELDS
    if too_many or size_of(fields) > MOST_BYTES:
        raise acting.Refused(
            _("This is too much to be kept while you type. Save it, and go on in smaller steps.")
        )
    return fields


def size_of(fields: QueryDict) -> int:
    return sum(
        len(name.encode()) + len(value.encode())
        for name, values in fields.lists()
        for value in values
    )


@transaction.atomic
def keep_typed(
    fields: QueryDict,
    *,
    by: User,
    tab: str,
    article: Article | None,
    now: datetime,
    continues: datetime | None = None,
) -> Autosave:
    """Keep what stands in a page now in the place of what stood there before.

    `continues` is the moment of an unsaved text that the page went on from; its row goes on too,
    unless the window that it came from has written to it since.
    """
    mine = Autosave.objects.select_for_update().filter(by=by)
    if continues and not mine.filter(tab=tab).exists():
        mine.filter(article=article, at=continues).update(tab=tab)
    kept, _new = mine.update_or_create(
        by=by,
        tab=tab,
        defaults={
            "article": article,
            "version": number(fields.get("seen_version", "")),
            "at": now,
            "title": one_line(fields.get("title", "")),
            "fields": fields.urlencode(),
        },
    )
    too_old = mine.order_by("-at", "-pk").values_list("pk", flat=True)[MOST_OF_ONE:]
    Autosave.objects.filter(pk__in=list(too_old)).delete()
    return kept


def number(said: str) -> int:
    """A version as a page tells it; 0 where it tells none."""
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else 0


def one_line(title: str) -> str:
    longest = Autosave._meta.get_field("title").max_length
    return " ".join(title.replace("\0", "").split())[:longest]


def drop_typed(*, by: User, tab: str = "", continues: datetime | None = None) -> None:
    """Forget what a page kept, for it is saved, or nothing was changed after all."""
    Autosave.objects.filter(Q(tab=tab) | Q(at=continues), by=by).delete()


def unsaved_of(by: User, article: Article | None) -> list[Autosave]:
    """What this person typed into this story, or into new ones; newest first, without fields."""
    return list(Autosave.objects.filter(by=by, article=article).defer("fields"))


def forget_old(now: datetime) -> int:
    """Delete unsaved texts that nobody came back for, and signs of people long gone.

    Answers how many texts those were.
    """
    Presence.objects.filter(at__lt=now - SEEN).delete()
    EditLock.objects.filter(at__lt=now - LOCK_LASTS).delete()
    return Autosave.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
