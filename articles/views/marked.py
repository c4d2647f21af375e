"""The copy that keeps all marks (花脸稿): what every revision added and removed, and who did it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import comparing, richtext
from articles.models import Article, Edition, Revision
from articles.models.review import RevisionQuerySet
from articles.views import records

#: Each state is compared with the one before; so many, and so many characters in all, are at most
#: read for one page, the newest first.
MOST_REVISIONS = 60
MOST_CHARACTERS = 600_000

#: Lines of the head, then the body; each is marked for itself, so that none runs into the next.
HEAD = ("kicker", "title", "subtitle")
#: Two people of one stage get two tones of its colour; the letter tells any number apart.
TONES = 2

#: A revision and its lines: the head, then the body.
Kept = tuple[Revision, tuple[str, ...]]


@dataclass(slots=True)
class Hand:
    """A person at one stage, and how many characters they added and removed there.

    A person keeps their letter from stage to stage; the colour is the stage's.
    """

    letter: str
    name: str
    stage: str
    tone: int
    added: int = 0
    removed: int = 0

    @property
    def stage_word(self) -> str:
        return str(records.STAGES[self.stage])


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the text: its lines, and the hand that left it so."""

    revision: Revision
    lines: tuple[str, ...]
    hand: Hand

    def said(self, act: str) -> str:
        when = date_format(timezone.localtime(self.revision.at), "Y-m-d H:i")
        return _("%(act)s: %(who)s, %(when)s, %(stage)s, version %(version)d") % {
            "act": act,
            "who": self.hand.name,
            "when": when,
            "stage": self.hand.stage_word,
            "version": self.revision.version,
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters with one history: the steps that brought and that removed them, if any."""

    text: str
    added: Step | None
    removed: Step | None

    @property
    def history(self) -> str:
        """Who did what to it when, a line each."""
        came = self.added.said(_("Added")) if self.added else ""
        went = self.removed.said(_("Removed")) if self.removed else ""
        return "\n".join(filter(None, (came, went)))


@dataclass(slots=True)
class Range:
    """The revisions that a page covers, newest first, and since which edition, if that is why."""

    revisions: RevisionQuerySet
    edition: Edition | None = None
    is_all: bool = False


@dataclass(slots=True)
class Copy:
    """The text with all its marks."""

    steps: list[Step]
    head: list[tuple[str, list[Mark]]] = field(default_factory=list)
    body: list[list[Mark]] = field(default_factory=list)
    #: How many earlier revisions of the range were left out.
    left_out: int = 0

    @property
    def hands(self) -> list[Hand]:
        """Those who changed something, in the order in which they came."""
        hands = (step.hand for step in self.steps[1:])
        return list({(hand.letter, hand.stage): hand for hand in hands}.values())


@require_safe
@never_cache
def marked(request: HttpRequest, object_id: int) -> HttpResponse:
    """All marks between two revisions; by default since the edition before, or of all."""
    article = records.story_of(request, object_id)
    asked = request.GET
    chosen = range_of(article, asked.get("from", ""), asked.get("to", ""), is_all="all" in asked)
    context = {
        **records.frame(request, article, _("Copy with all marks")),
        "chosen": chosen,
        "copy": copy_of(chosen.revisions),
        "most": MOST_REVISIONS,
    }
    return render(request, "desk/marked.html", context)


# Which revisions


def range_of(article: Article, older: str, newer: str, *, is_all: bool) -> Range:
    """From the revision `older`, else from the last edition before, else from the beginning.

    The edition is the last of another version than the text at the end of the range, so that a
    text that has just been published still shows how it came about.
    """
    copy = article.revisions.of_the_copy()
    end = records.revision_in(copy, newer) if newer else copy.first()
    if end is None:
        return Range(copy)
    if older:
        start = records.revision_in(copy, older)
        first, last = sorted((start.version, end.version))
        return Range(copy.filter(version__range=(first, last)))
    until = copy.filter(version__lte=end.version)
    edition = None if is_all else edition_before(article, end)
    if edition is None:
        return Range(until, is_all=True)
    return Range(until.filter(version__gte=edition.article_version), edition)


def edition_before(article: Article, revision: Revision) -> Edition | None:
    """The last edition that readers were shown of an earlier version than this."""
    shown = article.editions.ever_shown().filter(live_from__lte=timezone.now())
    earlier = shown.filter(article_version__lt=revision.version)
    return earlier.only("number", "article_version", "live_from", "article").first()


# The marks


def copy_of(revisions: RevisionQuerySet) -> Copy:
    """Read the revisions, newest first, as far as there is room, and mark what they changed."""
    kept: list[Kept] = []
    room = MOST_CHARACTERS
    rows = revisions.select_related("by").order_by("-version")
    for revision in rows[:MOST_REVISIONS].iterator(chunk_size=5):
        lines = lines_of(revision)
        room -= sum(map(len, lines))
        if room < 0 and len(kept) > 1:
            break
        kept.append((revision, lines))
    copy = Copy(steps=steps_of(reversed(kept)), left_out=revisions.count() - len(kept))
    if copy.steps:
        *head, copy.body = (marks(copy.steps, place) for place in range(len(HEAD) + 1))
        copy.head = [(name, line) for name, [line] in zip(HEAD, head, strict=True) if line]
    return copy


def lines_of(revision: Revision) -> tuple[str, ...]:
    kept = revision.snapshot
    head = (" ".join(kept[name].splitlines()) for name in HEAD)
    return (*head, richtext.plain_text(kept["body"]))


def steps_of(kept: Iterable[Kept]) -> list[Step]:
    """The states in their order; a save that left every line as it was is none.

    The first has no marks, so its hand is nobody's in the legend and needs no letter.
    """
    steps: list[Step] = []
    hands = Hands()
    for revision, lines in kept:
        if not steps:
            first = Hand("", name_of(revision), revision.stage, tone=0)
            steps.append(Step(revision, lines, first))
        elif steps[-1].lines != lines:
            steps.append(Step(revision, lines, hands.of(revision)))
    return steps


@dataclass(slots=True)
class Hands:
    """The hands of one copy: a letter for each person, a tone for each within a stage."""

    letters: dict[int | None, str] = field(default_factory=dict)
    found: dict[tuple[int | None, str], Hand] = field(default_factory=dict)

    def of(self, revision: Revision) -> Hand:
        by, stage = revision.by_id, revision.stage
        letter = self.letters.setdefault(by, letter_of(len(self.letters)))
        tone = sum(hand.stage == stage for hand in self.found.values()) % TONES + 1
        return self.found.setdefault((by, stage), Hand(letter, name_of(revision), stage, tone))


def letter_of(place: int) -> str:
    """A to Z, then AA to ZZ."""
    return ascii_uppercase[place % 26] * (place // 26 + 1)


def name_of(revision: Revision) -> str:
    return str(revision.by) if revision.by else _("Nobody named")


def marks(steps: Sequence[Step], place: int) -> list[list[Mark]]:
    """One of the lines, in paragraphs of marks; what the hands did is added to their count."""
    states = [comparing.State(step.lines[place], step.hand.name, step.hand.stage) for step in steps]
    return [[mark_of(run, steps) for run in paragraph] for paragraph in comparing.marked(states)]


def mark_of(run: comparing.MarkedRun, steps: Sequence[Step]) -> Mark:
    added = None if run.added_by is None else steps[run.added_by]
    removed = None if run.removed_by is None else steps[run.removed_by]
    if added and not run.is_break:
        added.hand.added += len(run.text)
    if removed and not run.is_break:
        removed.hand.removed += len(run.text)
    return Mark(run.text, added, removed)
