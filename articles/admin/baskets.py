"""The baskets of the desk: every list of the flow, with its name, its colour and its stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.choices import PASS_OF_LEVEL, STATE_OF_LEVEL, DeskVerb, ReviewState
from articles.models import Article, Autosave, DeskAct, Pass, User
from articles.models.article import ArticleQuerySet

PARAMETER = "basket"


@dataclass(frozen=True, slots=True)
class Basket:
    """`holds` narrows stories to what lies in it for somebody; `needs` are the acts, of which one
    has to be theirs for it to be offered. Only a chip stands over the list unasked.
    """

    label: Any
    holds: Callable[[ArticleQuerySet, User], ArticleQuerySet]
    tone: str = "plain"
    needs: frozenset[DeskVerb] = frozenset()
    is_chip: bool = True

    def is_for(self, user: User) -> bool:
        return not self.needs or any(workflow.may(user, verb) for verb in self.needs)

    def stories(self, user: User) -> ArticleQuerySet:
        return self.holds(Article.objects.all(), user)


Holds = Callable[[ArticleQuerySet, User], ArticleQuerySet]

REVIEWING = frozenset(PASS_OF_LEVEL.values())


def at(state: ReviewState) -> Holds:
    return lambda stories, user: stories.on_the_desk().filter(state=state)


def late(state: ReviewState) -> Holds:
    return lambda stories, user: stories.on_the_desk().filter(state=state).overdue()


def states_for(user: User) -> list[ReviewState]:
    """The levels that this person has the right to pass."""
    levels = PASS_OF_LEVEL.items()
    return [STATE_OF_LEVEL[level] for level, verb in levels if workflow.may(user, verb)]


def waiting_for_me(stories: ArticleQuerySet, user: User) -> ArticleQuerySet:
    return stories.on_the_desk().waiting_for(user, states_for(user))


def mine(state: ReviewState) -> Holds:
    return lambda stories, user: stories.on_the_desk().filter(state=state).of(user)


def typed_in(stories: ArticleQuerySet, user: User) -> ArticleQuerySet:
    typed = Autosave.objects.order_by().filter(by=user, article__isnull=False)
    return stories.filter(pk__in=typed.values("article"))


def put_out_today(stories: ArticleQuerySet, user: User) -> ArticleQuerySet:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return stories.put_out(midnight)


def to_review_afterwards() -> Any:
    """The signatures through the green channel; the log leads to the few stories that have one."""
    green = DeskAct.objects.order_by().filter(verb=DeskVerb.GREEN)
    return Pass.objects.to_review_afterwards().filter(article__in=green.values("article"))


def signed_green(stories: ArticleQuerySet, user: User) -> ArticleQuerySet:
    return stories.filter(pk__in=to_review_afterwards().order_by().values("article"))


#: By the word that stands in an address, in the order in which they are offered.
BASKETS: dict[str, Basket] = {
    "mine": Basket(_("Waiting for me"), waiting_for_me, "accent", REVIEWING),
    "overdue": Basket(_("Overdue"), lambda stories, user: stories.on_the_desk().overdue(), "bad"),
    "draft": Basket(_("Drafts"), at(ReviewState.DRAFT), "draft"),
    "first": Basket(_("First review"), at(ReviewState.FIRST), "first"),
    "second": Basket(_("Second review"), at(ReviewState.SECOND), "second"),
    "final": Basket(_("Final review"), at(ReviewState.FINAL), "final"),
    "returned": Basket(ReviewState.RETURNED.label, at(ReviewState.RETURNED), "returned"),
    "signed": Basket(
        _("To be published"),
        lambda stories, user: stories.on_the_desk().to_be_published(),
        "signed",
    ),
    "scheduled": Basket(
        _("Scheduled for later"),
        lambda stories, user: stories.on_the_desk().scheduled(),
        "wait",
    ),
    "changed": Basket(
        _("Published, with unpublished changes"),
        lambda stories, user: stories.on_the_desk().changed(),
        "care",
    ),
    "archived": Basket(_("Archived"), lambda stories, user: stories.archived()),
    "bin": Basket(_("Recycle bin"), lambda stories, user: stories.in_bin()),
    # What a number on the first page leads to.
    "unsaved": Basket(_("Typed and not saved"), typed_in, "care", is_chip=False),
    "drafts-of-mine": Basket(_("My drafts"), mine(ReviewState.DRAFT), is_chip=False),
    "returned-to-me": Basket(_("Returned to me"), mine(ReviewState.RETURNED), is_chip=False),
    "overdue-first": Basket(
        _("First review, overdue"), late(ReviewState.FIRST), "bad", is_chip=False
    ),
    "overdue-second": Basket(
        _("Second review, overdue"), late(ReviewState.SECOND), "bad", is_chip=False
    ),
    "overdue-final": Basket(
        _("Final review, overdue"), late(ReviewState.FINAL), "bad", is_chip=False
    ),
    "today": Basket(_("Published today"), put_out_today, "live", is_chip=False),
    "green": Basket(
        _("Signed through the green channel, to be reviewed"), signed_green, is_chip=False
    ),
}


def address(name: str = "") -> str:
    """The story list with this basket open; without a name, everything on the desk."""
    stories = reverse("admin:articles_article_changelist")
    return f"{stories}?{urlencode({PARAMETER: name})}" if name else stories
