"""The slip that goes with a story (发稿单): who passed which text, and when, on one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import checklist, compiling, renditions, richtext, text, workflow
from articles.choices import DeskVerb, Level
from articles.models import Article, Pass, PhotoUse
from articles.templatetags.story import CreditLine, credit_lines
from articles.views import records
from articles.workflow import Facts

#: Acts that put a text before readers, or name the moment at which it will be.
PUBLICATIONS = (DeskVerb.PUBLISH, DeskVerb.SCHEDULE, DeskVerb.CORRECT, DeskVerb.RESTORE)


@dataclass(frozen=True, slots=True)
class Signature:
    """A pass on the slip; it counts while it is not void and the text is the one it was given."""

    given: Pass
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A level that the section asks for, with every pass of this round, void ones too."""

    level: Level
    signatures: Sequence[Signature]
    #: Left out, because the story was signed through the green channel.
    is_skipped: bool = False

    @property
    def is_open(self) -> bool:
        return not self.is_skipped and not any(one.is_valid for one in self.signatures)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that readers see, with its words."""

    use: PhotoUse
    address: str


@require_safe
@never_cache
def slip(request: HttpRequest, object_id: int) -> HttpResponse:
    """One sheet of a story as it stands now, to be printed and signed by hand."""
    article = records.story_of(request, object_id)
    facts = workflow.facts_of(article)
    acts = list(
        article.acts.filter(round=article.round).select_related("by", "edition").order_by("number")
    )
    context = {
        "article": article,
        "facts": facts,
        "steps": list(steps(article, facts)),
        "acts": acts,
        "publications": [act for act in acts if act.verb in PUBLICATIONS],
        "credits": credits_of(facts),
        "characters": text.count_chars(richtext.plain_text(article.body)),
        "pictures": [Picture(use, renditions.smallest_url(use.photo)) for use in facts.copy.shown],
        "broken": list(checklist.broken(facts.copy)),
        "printed_at": timezone.now(),
    }
    return render(request, "desk/slip.html", context)


def steps(article: Article, facts: Facts) -> Iterator[Step]:
    """The levels of the section, and any other that was passed before the section changed."""
    given: dict[int, list[Signature]] = {}
    text_hash = facts.text_hash
    for one in article.passes.filter(round=article.round).select_related("by", "afterwards_by"):
        valid = one.voided_at is None and one.text_hash == text_hash
        given.setdefault(one.level, []).append(Signature(one, valid))
    green = any(one.is_valid and one.given.is_green for one in given.get(Level.FINAL, ()))
    for level in Level:
        signatures = given.get(level, [])
        if signatures or level in facts.levels:
            skipped = green and not any(one.is_valid for one in signatures)
            yield Step(level, signatures, is_skipped=skipped)


def credits_of(facts: Facts) -> list[CreditLine]:
    return list(credit_lines(compiling.credit_entries(facts.copy.parts.credits)))
