"""Adding a staff note to a story, and telling whom it names."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import text
from articles.choices import NoticeKind
from articles.models import Article, StaffNote, User
from articles.models.talk import NOTE_LENGTH
from articles.notices import mentions
from articles.notices.telling import RIGHTS, listed, tell, title_of, with_words
from articles.workflow import Refused, demand

SEE_STORIES = "articles.view_article"

#: What no keyboard types and PostgreSQL does not all store; tabs and line breaks stay.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@transaction.atomic
def add_note(article: Article, *, by: User, words: str) -> StaffNote:
    """Write a note under a story; its text and version stay as they are.

    Raises PermissionDenied, or Refused where the note is empty, too long, or names somebody by a
    name that several people bear.
    """
    demand(by, SEE_STORIES)
    words = tidy(words)
    refuse_length(words)
    named = mentions.named(words, colleagues())
    if named.shared:
        raise Refused(*(shared_sentence(name, who) for name, who in named.shared.items()))
    people = named.people - {by}
    note = StaffNote.objects.create(article=article, by=by, at=timezone.now(), text=words)
    note.mentioned.set(people)
    sentence = _("%(who)s in a note on “%(title)s”") % {"who": by, "title": title_of(article)}
    tell(
        people,
        NoticeKind.MENTIONED,
        with_words(sentence, words),
        article=article,
        by=by,
        at=note.at,
    )
    return note


def colleagues() -> QuerySet[User]:
    """Everybody who can read a note: active staff who may see stories."""
    found: QuerySet[User] = User.objects.with_perm(SEE_STORIES, backend=RIGHTS)
    return found.filter(is_staff=True).order_by("pk")


def tidy(words: str) -> str:
    """As it is stored: one kind of line break, nothing that cannot be seen around it."""
    return CONTROLS.sub("", "\n".join(words.splitlines())).strip()


def refuse_length(words: str) -> None:
    if not text.name_key(words):
        raise Refused(_("Write something first; an empty note says nothing."))
    over = len(words) - NOTE_LENGTH
    if over > 0:
        raise Refused(
            ngettext(
                "A note has at most %(limit)d characters; take out %(over)d character.",
                "A note has at most %(limit)d characters; take out %(over)d characters.",
                over,
            )
            % {"limit": NOTE_LENGTH, "over": over}
        )


def shared_sentence(name: str, bearers: list[User]) -> str:
    signins = listed(f"@{person.username}" for person in bearers)
    return _("Several people are called %(name)s. Name the one you mean: %(signins)s.") % {
        "name": name,
        "signins": signins,
    }
