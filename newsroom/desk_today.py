"""What waits today: the lists of the desk's first page, for whom each is, and what comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import text, workflow
from articles.admin import baskets
from articles.admin.baskets import BASKETS
from articles.admin.next_step import in_short
from articles.admin.photo_page import may_fill
from articles.checklist import MATTERS
from articles.choices import DeskVerb
from articles.models import Edition, ImportRecord, Photo, PhotoUse, User
from articles.photodesk import credit_of
from comments import moderation
from newsroom import desk_letters, desk_rows
from newsroom.desk_rows import QUOTED, SHOWN, Row, change_address

SEE, CHANGE = "articles.view_article", "articles.change_article"

#: Uses without a file that are looked through for the stories they stand in; imports likewise.
LOOKED_AT = 200
IMPORTS = 100
#: Days before its end from which on a licence is listed.
ENDING = 7


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the page: for whom it is, how its rows are found, what it says when empty.

    One that is named after a basket counts that and leads to it; another counts `all`, or just
    its rows, and leads to `address`.
    """

    name: str
    title: Any
    nothing: Any
    is_for: Callable[[User], bool]
    rows: Callable[[User, datetime], Iterable[Row]]
    all: Callable[[User], Any] | None = None
    address: Callable[[], str] | None = None
    is_work: bool = True

    def stories(self, user: User) -> Any:
        """What its number counts, as a queryset; None where the rows are counted."""
        if self.name in BASKETS:
            return BASKETS[self.name].stories(user)
        return self.all(user) if self.all else None

    def whole(self) -> str:
        return self.address() if self.address else baskets.address(self.name)


# What comes in


def photo_rows(user: User, now: datetime) -> Iterable[Row]:
    """Stories with captions that wait for their file, the newest captions first."""
    uses = captions(user).order_by("-pk").values_list("article_id", "article__title")[:LOOKED_AT]
    stories: dict[int, tuple[str, int]] = {}
    for pk, title in uses:
        stories[pk] = (title, stories.get(pk, ("", 0))[1] + 1)
    filling = may_fill(user)
    for pk, (title, count) in list(stories.items())[:SHOWN]:
        page = reverse("admin:articles_article_photos", args=[pk])
        address = page if filling else f"{change_address(pk)}#photo_uses-group"
        words = ngettext("%(n)d photo", "%(n)d photos", count) % {"n": count}
        yield Row(title, address, tone="wait", state=words)


def captions(user: User) -> Any:
    on_desk = {"article__archived_at": None, "article__discarded_at": None}
    return PhotoUse.objects.waiting().filter(**on_desk)


def licence_rows(user: User, now: datetime) -> Iterable[Row]:
    """Photos before readers whose licence ends within the week, or has ended; the first to go."""
    today = timezone.localdate(now)
    for photo in ending(user).order_by("expires_on", "pk")[:SHOWN]:
        day = date_format(photo.expires_on, "m-d")
        has_ended = photo.is_expired(today)
        words = _("ended after %(day)s") if has_ended else _("until %(day)s")
        address = reverse("admin:articles_photo_change", args=[photo.pk])
        tone = "bad" if has_ended else "wait"
        yield Row(str(photo), address, [credit_of(photo)], tone=tone, state=words % {"day": day})


def ending(user: User) -> Any:
    soon = timezone.localdate() + timedelta(days=ENDING)
    shown = Edition.objects.live().filter(photo_rows=OuterRef("pk"))
    return Photo.objects.filter(Exists(shown), expires_on__lte=soon)


def keeps_pictures(user: User) -> bool:
    """Whoever answers for pictures before readers: the picture desk, and who publishes."""
    answers = not user.has_perm(CHANGE) or workflow.may(user, DeskVerb.PUBLISH)
    return user.has_perm("articles.change_photo") and answers


def import_rows(user: User, now: datetime) -> Iterable[Row]:
    """Of the latest imports those with findings that matter and that nobody has settled."""
    records = ImportRecord.objects.select_related("article").order_by("-pk")
    shown = ("origin", "imported_at", "findings", "settled", "article__title")
    seen: set[int] = set()
    for record in records.only(*shown)[:IMPORTS]:
        found = open_findings(record)
        # Of a story only the newest import counts, as for the checklist.
        is_old = record.article_id in seen
        seen |= {record.article_id} if record.article_id else set()
        if is_old or not found:
            continue
        words = ngettext("%(n)d problem", "%(n)d problems", len(found)) % {"n": len(found)}
        yield Row(
            record.article.title if record.article else record.origin,
            import_address(record),
            [in_short(record.imported_at), text.excerpt(found[0]["message"], QUOTED)],
            tone="care" if record.article else "bad",
            state=words,
        )


def open_findings(record: ImportRecord) -> list[dict[str, Any]]:
    return [
        finding
        for place, finding in enumerate(record.findings)
        if finding["severity"] in MATTERS and str(place) not in record.settled
    ]


def import_address(record: ImportRecord) -> str:
    if record.article_id:
        return f"{change_address(record.article_id)}#findings"
    return reverse("admin:articles_importrecord_change", args=[record.pk])


# The page


def allowed(permission: str) -> Callable[[User], bool]:
    return lambda user: user.has_perm(permission)


def may_any(*verbs: DeskVerb) -> Callable[[User], bool]:
    return lambda user: any(workflow.may(user, verb) for verb in verbs)


LISTINGS = (
    Listing(
        "mine",
        gettext_lazy("Waiting for me"),
        gettext_lazy("Nothing waits for your review."),
        BASKETS["mine"].is_for,
        desk_rows.waiting_rows,
    ),
    Listing(
        "returned-to-me",
        gettext_lazy("Returned to me"),
        gettext_lazy("Nothing was returned to you."),
        allowed(CHANGE),
        desk_rows.returned_rows,
    ),
    Listing(
        "unsaved",
        gettext_lazy("Typed and not saved"),
        gettext_lazy("Nothing that you typed is unsaved."),
        allowed(CHANGE),
        desk_rows.unsaved_rows,
    ),
    Listing(
        "drafts-of-mine",
        gettext_lazy("My drafts"),
        gettext_lazy("You have no drafts."),
        allowed(CHANGE),
        desk_rows.draft_rows,
    ),
    Listing(
        "comments",
        gettext_lazy("Comments to be read"),
        gettext_lazy("Every comment has been read."),
        allowed(moderation.PERMISSION),
        desk_letters.review_rows,
        all=desk_letters.to_review,
        address=desk_letters.address,
    ),
    Listing(
        "reports",
        gettext_lazy("Reported comments"),
        gettext_lazy("No report waits to be settled."),
        allowed(moderation.PERMISSION),
        desk_letters.report_rows,
        all=desk_letters.reported,
        address=lambda: desk_letters.address("reported"),
    ),
    Listing(
        "appeals",
        gettext_lazy("Appeals of writers"),
        gettext_lazy("No appeal waits for an answer."),
        allowed(moderation.PERMISSION),
        desk_letters.appeal_rows,
        all=desk_letters.appealed,
        address=lambda: desk_letters.address("appeals"),
    ),
    Listing(
        "signed",
        gettext_lazy("Signed, to be published"),
        gettext_lazy("Nothing that is signed waits to be published."),
        allowed(SEE),
        desk_rows.signed_rows,
    ),
    Listing(
        "green",
        gettext_lazy("To be reviewed afterwards"),
        gettext_lazy("No signature through the green channel waits for a review."),
        may_any(DeskVerb.REVIEW_AFTER),
        desk_rows.green_rows,
    ),
    Listing(
        "imports",
        gettext_lazy("Imports with problems"),
        gettext_lazy("The latest imports have no problems that are open."),
        allowed("articles.view_importrecord"),
        import_rows,
        address=lambda: reverse("admin:articles_importrecord_changelist"),
    ),
    Listing(
        "captions",
        gettext_lazy("Captions that wait for their photo"),
        gettext_lazy("Every caption has its photo."),
        allowed(SEE),
        photo_rows,
        all=captions,
        address=lambda: f"{baskets.address()}?photos=waiting",
    ),
    Listing(
        "licences",
        gettext_lazy("Picture licences that end"),
        gettext_lazy("No licence of a picture before readers ends within the week."),
        keeps_pictures,
        licence_rows,
        all=ending,
        address=lambda: reverse("admin:articles_photo_changelist"),
    ),
    Listing(
        "scheduled",
        gettext_lazy("Scheduled for later"),
        gettext_lazy("Nothing is scheduled."),
        allowed(SEE),
        desk_rows.scheduled_rows,
        is_work=False,
    ),
    Listing(
        "today",
        gettext_lazy("Published today"),
        gettext_lazy("Nothing has been published today."),
        allowed(SEE),
        desk_rows.today_rows,
        is_work=False,
    ),
)
