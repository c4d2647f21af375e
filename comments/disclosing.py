"""Opens from where comments were sent, one for a moment or many for an authority; all logged."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import notices
from articles.models import User
from articles.workflow import Refused, demand
from comments import sealing
from comments.choices import LetterVerb
from comments.models import NOTE_LENGTH, Comment, CommentQuerySet, Decision, Disclosure, Whereabouts

PERMISSION = "comments.disclose_comment"

#: Comments in one file. An authority asks for some; who asks for all has to come again.
MOST = 5_000

#: Of numbers that nobody knows, so many are named in a sentence.
NAMED = 10

#: As the columns of a disclosure have them.
LINE_LENGTH, GROUND_LENGTH = 120, 500

#: What a spreadsheet takes for the beginning of a formula; in China the wide ones too.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Gone(Refused):
    """Nothing is kept of where the comment was sent from, or not any more."""


# One, to be looked at


def view(comment: Comment, *, by: User, reason: str) -> sealing.Opened:
    """From where a comment was sent. That `by` looked, and why, is in the log before they see it.

    Raises Gone, and Refused where no reason is given or no key opens the seal.
    """
    demand(by, PERMISSION)
    sentence = _("Say why you have to see the address; it goes into the log.")
    reason = asked(reason, sentence, NOTE_LENGTH)
    with transaction.atomic():
        kept = Whereabouts.objects.filter(comment=comment.pk).first()
        if kept is None:
            raise Gone(_("Nothing is kept of where this comment was sent from."))
        try:
            opened = sealing.unseal(kept.sealed)
        except sealing.Unreadable:
            raise Refused(unreadable_sentence()) from None
        Decision.objects.create(
            verb=LetterVerb.VIEW_ADDRESS,
            comment_id=comment.pk,
            writer_id=comment.writer_id,
            by=by,
            at=timezone.now(),
            note=reason,
        )
    return opened


# Many, to be handed over


def chosen(
    *,
    numbers: Sequence[int] = (),
    writer_id: int | None = None,
    article_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[int]:
    """The comments that were asked for, by their numbers: those that are named, and those that
    everything else together finds. `since` is included, `until` is not.

    Raises Refused where a number is nobody's, where nothing was found and where it is too much.
    """
    found = set(known(numbers))
    if writer_id is not None or article_id is not None:
        found |= set(sent(writer_id, article_id, since, until).values_list("pk", flat=True))
    return bounded(found)


def sent(
    writer_id: int | None, article_id: int | None, since: datetime | None, until: datetime | None
) -> CommentQuerySet:
    rows: CommentQuerySet = Comment.objects.order_by("pk")
    asked_for = {
        "writer": writer_id,
        "article": article_id,
        "created_at__gte": since,
        "created_at__lt": until,
    }
    given = {name: value for name, value in asked_for.items() if value is not None}
    return rows.filter(**given)[: MOST + 1]


def known(numbers: Iterable[int]) -> list[int]:
    wanted = sorted(set(numbers))
    if len(wanted) > MOST:
        return bounded(wanted)
    found = set(Comment.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    missing = [f"#{number}" for number in wanted if number not in found]
    if missing:
        sentence = _("There are no comments with these numbers: %(names)s")
        raise Refused(sentence % {"names": notices.listed(missing[:NAMED])})
    return sorted(found)


def bounded(numbers: Iterable[int]) -> list[int]:
    found = sorted(numbers)
    if not found:
        raise Refused(_("No comment was found. Give numbers, a writer or a story."))
    if len(found) > MOST:
        raise Refused(
            _(
                "These are more than %(most)d comments. Ask for a shorter time, and hand the rest "
                "over by a second act."
            )
            % {"most": MOST}
        )
    return found


def hand_over(
    comment_ids: Iterable[int], *, by: User, authority: str, request_number: str, reason: str
) -> tuple[Disclosure, bytes]:
    """Make the file for an authority that asked for it; who made it and why stays for good.

    The file itself is kept nowhere, only its hash: it is to be passed on, and then deleted.
    """
    demand(by, PERMISSION)
    words = {
        "authority": asked(authority, _("Say which authority asks."), LINE_LENGTH),
        "request_number": asked(request_number, _("Give the number of its request."), LINE_LENGTH),
        "reason": asked(reason, _("Say by which law it asks, and for what."), GROUND_LENGTH),
    }
    with transaction.atomic():
        numbers = bounded(known(comment_ids))
        comments = list(to_hand_over(numbers))
        file = written(comments)
        disclosure = Disclosure.objects.create(
            by=by, comments=numbers, sha256=hashlib.sha256(file).hexdigest(), **words
        )
        record(disclosure, comments)
    return disclosure, file


def to_hand_over(numbers: Sequence[int]) -> CommentQuerySet:
    related = ("article", "writer", "whereabouts")
    rows: CommentQuerySet = Comment.objects.filter(pk__in=numbers).select_related(*related)
    return rows.defer("article__body").order_by("pk")


def record(disclosure: Disclosure, comments: Sequence[Comment]) -> None:
    batch, note = uuid4(), f"{disclosure.authority} {disclosure.request_number}"
    Decision.objects.bulk_create(
        Decision(
            verb=LetterVerb.DISCLOSE,
            comment_id=comment.pk,
            writer_id=comment.writer_id,
            by=disclosure.by,
            at=disclosure.at,
            note=note[:NOTE_LENGTH],
            batch=batch,
        )
        for comment in comments
    )


# The file


def written(comments: Sequence[Comment]) -> bytes:
    """CSV (RFC 4180) in UTF-8 with the mark by which spreadsheets know it, each cell quoted."""
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(headings())
    table.writerows([cell(value) for value in row(comment)] for comment in comments)
    return out.getvalue().encode("utf-8-sig")


def headings() -> list[str]:
    return [
        _("Number"),
        _("Received at"),
        _("Nickname"),
        _("Comment"),
        _("Address"),
        _("Port"),
        _("Region"),
        _("Number of the writer"),
        _("Account in the app"),
        _("Number of the story"),
        _("Headline of the story"),
        _("State"),
        _("Remark"),
    ]


def row(comment: Comment) -> Iterator[object]:
    opened, remark = whereabouts_of(comment)
    yield comment.pk
    yield timezone.localtime(comment.created_at).isoformat(timespec="seconds")
    yield comment.author_name
    yield comment.text
    yield opened.address
    yield opened.port or ""
    yield comment.region
    yield comment.writer_id or ""
    yield (comment.writer.subject or "") if comment.writer else ""
    yield comment.article_id
    yield comment.article.title
    yield comment.get_state_display()
    yield remark


def whereabouts_of(comment: Comment) -> tuple[sealing.Opened, str]:
    """Address and port, or nothing and in a sentence why."""
    kept: Whereabouts | None = getattr(comment, "whereabouts", None)
    nothing = sealing.Opened("", 0)
    if kept is None:
        return nothing, _("Nothing is kept of where this comment was sent from.")
    try:
        opened = sealing.unseal(kept.sealed)
    except sealing.Unreadable:
        return nothing, unreadable_sentence()
    return opened, "" if opened.port else _("The port is not known.")


def cell(value: object) -> str:
    """What a reader wrote is no formula to whoever opens the file: a quote mark goes before it."""
    written_out = str(value)
    return f"'{written_out}" if written_out.startswith(FORMULAS) else written_out


def asked(words: str, sentence: str, most: int) -> str:
    """What has to be said, in at most so many characters. Raises Refused with what to do."""
    words = words.strip()
    if not words:
        raise Refused(sentence)
    if len(words) > most:
        raise Refused(_("Write at most %(most)d characters here.") % {"most": most})
    return words


def unreadable_sentence() -> str:
    return _(
        "The address was sealed with a key that the server does not know. Ask whoever runs it to "
        "add the earlier key to LETTERS_KEY."
    )
