"""Who may write under a story now, and under which name: each check refuses in a sentence."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Edition, SiteSettings
from articles.workflow import Refused
from comments import handover, normal, sealing
from comments.choices import Posting
from comments.identity import Sender
from comments.models import Ban, Comment, LettersSettings, Writer
from comments.standing import RULE_COLUMNS, Standing, of_columns

#: A nickname of these words alone, and of the names of the site and its app, would pass for the
#: paper's own; with anything else beside them it is a reader's.
HOUSE_WORDS = (
    *("编辑部", "编辑", "小编", "主编", "记者", "管理员", "版主", "站长", "客服", "官方", "系统"),
    *("审核员", "审核", "工作人员", "账号", "号", "admin", "administrator", "editor", "official"),
)

ARTICLE = "article__"

# Questions of every comment, made once: to put one into words takes longer than to answer it.
_STORIES = Edition.objects.order_by().values(
    "article__published_at", *(f"{ARTICLE}{column}" for column in RULE_COLUMNS)
)
_BANS = Ban.objects.order_by().values_list("pk", flat=True)
_SITE = SiteSettings.objects.order_by().values_list("name", "app_name")


class NotLive(Refused):
    """The story cannot be read now, so nobody can write under it."""


class Closed(Refused):
    """Nobody may write under this story."""


class SignInFirst(Refused):
    """Only readers whom the paper's app vouches for may write under this story."""


class Barred(Refused):
    """A ban is in force on the writer, or on the network."""


class NameTaken(Refused):
    """The nickname would pass for the paper's own."""


class Unanswerable(Refused):
    """The comment to be answered is not there, or not any more."""


def live_story(article_id: int, site: LettersSettings, now: datetime) -> tuple[Article, Standing]:
    """The story, with what a comment needs of it, and how one may write. Raises NotLive."""
    row = next(iter(_STORIES.filter(article=article_id).live(at=now)), None)
    if not row:
        raise NotLive(_("This story cannot be commented on at the moment."))
    found = {name.removeprefix(ARTICLE): value for name, value in row.items()}
    fields = {"id": article_id, "published_at": found["published_at"]}
    # As with `only`: what else is asked of it is fetched then.
    story = Article.from_db(DEFAULT_DB_ALIAS, fields.keys(), fields.values())
    sites = {"site_posting": site.posting, "site_reviewing": site.reviewing}
    return story, of_columns(found | sites)


def demand_open(rule: Standing, sender: Sender) -> None:
    """Raises Closed or SignInFirst."""
    if rule.posting == Posting.CLOSED:
        raise Closed(_("Comments on this story are closed."))
    if rule.posting == Posting.SIGNED_IN and not (sender.writer and sender.writer.subject):
        raise SignInFirst(sign_in_sentence())


def sign_in_sentence() -> str:
    if handover.is_possible():
        return _("Please sign in first; your words are kept below.")
    return _("On this page nobody can sign in. Please write your comment in our app.")


def demand_no_ban(writer: Writer | None, address: str, now: datetime) -> None:
    """Raises Barred, with the end of the ban that lasts longest."""
    whose = Q(writer=writer.pk) if writer else Q()
    if address:
        whose |= Q(network__in=sealing.network_marks(address))
    # Hardly anybody ever had one: so much is asked first, in few words.
    bans = list(_BANS.filter(whose)) if whose else []
    in_force = Ban.objects.in_force(now).filter(pk__in=bans)
    ends = list(in_force.values_list("expires_at", flat=True)) if bans else []
    if ends:
        raise Barred(barred_sentence(ends))


def barred_sentence(ends: list[datetime | None]) -> str:
    dated = [end for end in ends if end]
    if len(dated) < len(ends):
        return _("You cannot comment here any more, because of what was written before.")
    until = date_format(timezone.localtime(max(dated)), "Y-m-d H:i")
    sentence = _("Because of what was written before, you cannot comment here until %(until)s.")
    return sentence % {"until": until}


def demand_own_name(name: str) -> None:
    """Raises NameTaken."""
    site = next(iter(_SITE.all()), ())
    if is_of_the_house(name, site):
        raise NameTaken(_("This nickname is kept for the editors. Please choose another one."))


def is_of_the_house(name: str, names: tuple[str, ...]) -> bool:
    return bool(house_names(names).fullmatch(normal.spelling(name).words))


@lru_cache(maxsize=4)
def house_names(names: tuple[str, ...]) -> re.Pattern[str]:
    spelled = (normal.spelling(word).words for word in (*names, *HOUSE_WORDS))
    words = sorted(filter(None, spelled), key=len, reverse=True)
    house = "|".join(map(re.escape, words))
    return re.compile(f"(?:{house})+[0-9]*")


def thread_of(article_id: int, answered_id: int | None) -> tuple[Comment | None, Comment | None]:
    """The comment on the story that an answer stands under, and the answer that it answers.

    Raises Unanswerable where readers do not see the comment that is to be answered.
    """
    if answered_id is None:
        return None, None
    seen = Comment.objects.shown().filter(article=article_id, pk=answered_id)
    answered = seen.select_related("parent").first()
    if not answered:
        raise Unanswerable(unanswerable_sentence())
    return answered.parent or answered, answered if answered.parent else None


def hold_in_place(parent: Comment | None) -> None:
    """Lock the comment to be answered. Raises Unanswerable where it was hidden in between."""
    if not parent:
        return
    # Without FOR KEY: an answer to one of its answers need not wait for that one's moderator.
    held = Comment.objects.shown().select_for_update(of=("self",), no_key=True)
    if not held.filter(pk=parent.pk).values_list("pk", flat=True).first():
        raise Unanswerable(unanswerable_sentence())


def unanswerable_sentence() -> str:
    return _("The comment that you answer cannot be read any more.")
