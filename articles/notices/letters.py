"""Letters: what a person has not read in the desk, gathered into one plain mail."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Notice, SiteSettings, User
from articles.models.talk import NoticeQuerySet
from articles.notices.telling import listed, path_of

logger = logging.getLogger("articles.notices")

#: A notice waits this long for others, and for being read in the desk.
GATHERS = timedelta(minutes=2)
#: After this long without success a letter is given up.
GIVEN_UP = timedelta(days=3)
#: Sentences in one letter; the rest is counted.
MOST = 50

#: What one address or one letter can do wrong. A server that cannot be reached is the trouble of
#: all: it ends the run, and what was not sent waits for the next.
FAULTS_OF_ONE = (SMTPException, ValueError)


class Undelivered(Exception):
    """Letters to some people failed; `sent` to others went out. Says whose in a sentence."""

    def __init__(self, sent: int, people: list[User]) -> None:
        names = listed(person.username for person in people)
        super().__init__(_("Letters to these people were not taken: %(names)s") % {"names": names})
        self.sent = sent


def send_letters(now: datetime) -> int:
    """Send everybody what waits for a letter, one letter each; answers how many were sent.

    A run that falls between sending and noting it sends that one letter again: better twice than
    never. Raises Undelivered when all others have had theirs.
    """
    leave_out(now)
    people = list(User.objects.filter(pk__in=waiting(now).values("to")).order_by("pk"))
    if not people:
        return 0
    sent, failed = 0, []
    with translation.override(settings.LANGUAGE_CODE), mail.get_connection() as post:
        for person in people:
            try:
                sent += send_letter(post, person, now)
            except FAULTS_OF_ONE:
                logger.exception("letter_failed", extra={"user": person.pk})
                failed.append(person)
                post.close()  # The next letter opens it anew, whatever state this one left.
    if failed:
        raise Undelivered(sent, failed)
    return sent


def waiting(now: datetime) -> NoticeQuerySet:
    return Notice.objects.unread().to_mail().filter(at__lte=now - GATHERS)


def leave_out(now: datetime) -> None:
    """Write no letter of what was read, of what is old, nor to somebody who gets none."""
    unmailable = Q(to__email="") | Q(to__is_active=False)
    needless = unmailable | Q(read_at__isnull=False) | Q(at__lt=now - GIVEN_UP)
    Notice.objects.to_mail().filter(needless).update(wants_mail=False)


@transaction.atomic
def send_letter(post: BaseEmailBackend, person: User, now: datetime) -> int:
    """Send one person's letter while their notices are held, so that no other run sends them.

    SQLite holds no rows but lets one writer in at a time, which keeps the same promise.
    """
    can_skip = connection.features.has_select_for_update_skip_locked
    rows = waiting(now).filter(to=person).select_for_update(skip_locked=can_skip, of=("self",))
    notices = list(rows.order_by("pk"))
    if not notices:
        return 0
    post.send_messages([letter(person, notices)])
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return 1


def letter(person: User, notices: list[Notice]) -> mail.EmailMessage:
    context = {
        "person": person,
        "site": SiteSettings.objects.current(),
        "count": len(notices),
        "rest": max(len(notices) - MOST, 0),
        "lines": [{"notice": notice, "address": address(notice)} for notice in notices[:MOST]],
        "settings_address": settings.SITE_URL + reverse("admin:articles_notice_settings"),
    }
    subject = " ".join(render_to_string("desk/mail/subject.txt", context).split())
    return mail.EmailMessage(
        subject,
        render_to_string("desk/mail/letter.txt", context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def address(notice: Notice) -> str:
    """The absolute address of what it is about; of the desk, where there is no story."""
    return settings.SITE_URL + (path_of(notice) or reverse("admin:index"))
