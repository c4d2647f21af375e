"""What a story must have and should have before others read it, by the rules of its section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import compiling, richtext
from articles.choices import (
    WRITER_ROLES,
    ArticleKind,
    CreditRole,
    DeskVerb,
    Licence,
    Severity,
    SourceListing,
    Strictness,
)
from articles.models import Article, ImportRecord, PhotoUse

#: A headline beyond this breaks over more than three lines on a phone.
LONG_TITLE = 60
#: Findings of an import that somebody has to look at.
MATTERS = frozenset({Severity.WARNING.value, Severity.ERROR.value})


@dataclass(frozen=True, slots=True)
class Copy:
    """A story with its parts, read once for all rules."""

    article: Article
    parts: compiling.Parts
    open_findings: int
    open_marks: int

    @property
    def shown(self) -> list[PhotoUse]:
        """The photos that readers would see: those in the text, and the cover."""
        placed = set(richtext.photo_keys(self.article.body))
        return [use for use in self.parts.uses if use.key in placed or use.is_cover]


def copy_of(article: Article) -> Copy:
    return Copy(
        article=article,
        parts=compiling.parts_of(article),
        open_findings=open_findings(article),
        open_marks=article.marks.open().count(),
    )


def open_findings(article: Article) -> int:
    """Findings of the newest import that matter and that nobody has ticked off."""
    record = ImportRecord.objects.filter(article=article).order_by("-pk").defer("original").first()
    if record is None:
        return 0
    return sum(
        found["severity"] in MATTERS and str(place) not in record.settled
        for place, found in enumerate(record.findings)
    )


# Rules that always hold


def faults(copy: Copy, start: Any = None) -> list[str]:
    """What stands between any story and its readers, as sentences; empty when nothing does."""
    article, sources = copy.article, copy.parts.sources
    found = []
    if not richtext.plain_text(article.body).strip() and not richtext.photo_keys(article.body):
        found.append(_("The body is empty. Write it before you publish."))
    if not article.section_id:
        found.append(_("Choose a section."))
    if not sources:
        found.append(_("Name the source of the story."))
    found.extend(
        _("%(source)s may not be used as a source. Choose another.") % {"source": source}
        for source in sources
        if source.listing == SourceListing.BLOCKED
    )
    if article.kind == ArticleKind.REPRINT and not article.original_title:
        found.append(_("A reprint names the original title. Fill it in."))
    if start and article.published_at and article.published_at > start:
        found.append(_("The time shown to readers lies after the publication. Correct it."))
    known = {use.key for use in copy.parts.uses}
    if set(richtext.photo_keys(article.body)) - known:
        found.append(_("The body holds a photo that is not in this story. Remove or replace it."))
    return found


# Rules that a section sets


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how strict it is unless a section says otherwise, and which act it is due at.

    `broken` answers a sentence that says what to do, or an empty one.
    """

    code: str
    label: Any
    default: Strictness
    due: DeskVerb
    broken: Callable[[Copy], str]


def long_title(copy: Copy) -> str:
    length = len(copy.article.title)
    if length <= LONG_TITLE or copy.article.list_title:
        return ""
    return _(
        "The headline has %(length)d characters. Shorten it to %(limit)d, or give the story a "
        "list title."
    ) % {"length": length, "limit": LONG_TITLE}


def no_digest(copy: Copy) -> str:
    return "" if copy.article.digest else _("Write a digest.")


def no_editor(copy: Copy) -> str:
    named = any(credit.role == CreditRole.EDITOR for credit in copy.parts.credits)
    return "" if named else _("Name the editor: the real name stands under the story.")


def no_writer(copy: Copy) -> str:
    named = any(credit.role in WRITER_ROLES for credit in copy.parts.credits)
    own = copy.article.kind == ArticleKind.ORIGINAL
    return _("Name the reporter or correspondent.") if own and not named else ""


def no_tags(copy: Copy) -> str:
    return "" if copy.parts.tags else _("Give the story a tag.")


def no_cover(copy: Copy) -> str:
    return "" if compiling.cover_of(copy.parts.uses) else _("Give the story a photo as its cover.")


def missing_files(copy: Copy) -> str:
    count = sum(use.photo_id is None for use in copy.shown)
    if not count:
        return ""
    return ngettext(
        "%(count)d caption waits for its photo. Fill it in or remove it.",
        "%(count)d captions wait for their photos. Fill them in or remove them.",
        count,
    ) % {"count": count}


def no_caption(copy: Copy) -> str:
    count = sum(not use.caption for use in copy.shown)
    return photos_without(
        count,
        ngettext("%(count)d photo has no caption.", "%(count)d photos have no caption.", count),
    )


def no_photo_credit(copy: Copy) -> str:
    count = sum(not use.credit for use in copy.shown)
    return photos_without(
        count,
        ngettext(
            "%(count)d photo has no credit: who took it?",
            "%(count)d photos have no credit: who took them?",
            count,
        ),
    )


def no_alt(copy: Copy) -> str:
    count = sum(not use.alt for use in copy.shown if use.photo_id)
    return photos_without(
        count,
        ngettext(
            "%(count)d photo has no text alternative.",
            "%(count)d photos have no text alternative.",
            count,
        ),
    )


def photos_without(count: int, sentence: str) -> str:
    return sentence % {"count": count} if count else ""


def expired_licence(copy: Copy) -> str:
    today = timezone.localdate()
    count = sum(bool(use.photo and use.photo.is_expired(today)) for use in copy.shown)
    return photos_without(
        count,
        ngettext(
            "The licence of %(count)d photo has ended. Replace it, or extend the licence.",
            "The licences of %(count)d photos have ended. Replace them, or extend the licences.",
            count,
        ),
    )


def unclear_licence(copy: Copy) -> str:
    count = sum(bool(use.photo and use.photo.licence == Licence.UNCLEAR) for use in copy.shown)
    return photos_without(
        count,
        ngettext(
            "%(count)d photo has no clear licence. Ask, and note it in the library.",
            "%(count)d photos have no clear licence. Ask, and note it in the library.",
            count,
        ),
    )


def unlisted_source(copy: Copy) -> str:
    if copy.article.kind == ArticleKind.ORIGINAL:
        return ""
    others = [
        str(source)
        for source in copy.parts.sources
        if not source.is_own and source.listing != SourceListing.LISTED
    ]
    if not others:
        return ""
    names = "\u3001".join(others)
    return _("%(names)s is not on the list of permitted sources. Check it.") % {"names": names}


def incomplete_reprint(copy: Copy) -> str:
    article = copy.article
    if article.kind != ArticleKind.REPRINT:
        return ""
    if article.original_title and article.original_author and article.original_url:
        return ""
    return _("A reprint names the original title, author and address. Complete them.")


def findings_left(copy: Copy) -> str:
    count = copy.open_findings
    if not count:
        return ""
    return ngettext(
        "%(count)d finding of the import is open. Settle it and tick it off.",
        "%(count)d findings of the import are open. Settle them and tick them off.",
        count,
    ) % {"count": count}


def marks_left(copy: Copy) -> str:
    count = copy.open_marks
    if not count:
        return ""
    return ngettext(
        "%(count)d mark of a reviewer is not done.",
        "%(count)d marks of reviewers are not done.",
        count,
    ) % {"count": count}


ADVISED, REQUIRED, OFF = Strictness.ADVISED, Strictness.REQUIRED, Strictness.OFF
SUBMIT, SIGN = DeskVerb.SUBMIT, DeskVerb.SIGN_OFF

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("title", gettext_lazy("Length of the headline"), ADVISED, SUBMIT, long_title),
        Rule("digest", gettext_lazy("Digest"), ADVISED, SIGN, no_digest),
        Rule("editor", gettext_lazy("Credit of an editor"), REQUIRED, SIGN, no_editor),
        Rule("writer", gettext_lazy("Credit of a writer"), OFF, SUBMIT, no_writer),
        Rule("tags", gettext_lazy("Tags"), ADVISED, SIGN, no_tags),
        Rule("cover", gettext_lazy("Cover"), OFF, SIGN, no_cover),
        Rule("files", gettext_lazy("Every caption has its photo"), ADVISED, SIGN, missing_files),
        Rule("captions", gettext_lazy("Every photo has a caption"), ADVISED, SIGN, no_caption),
        Rule("credits", gettext_lazy("Every photo has a credit"), ADVISED, SIGN, no_photo_credit),
        Rule("alt", gettext_lazy("Every photo has a text alternative"), ADVISED, SIGN, no_alt),
        Rule("expired", gettext_lazy("No licence has ended"), REQUIRED, SIGN, expired_licence),
        Rule("licences", gettext_lazy("Every licence is clear"), OFF, SIGN, unclear_licence),
        Rule("source", gettext_lazy("Source on the list"), ADVISED, SIGN, unlisted_source),
        Rule("reprint", gettext_lazy("Reprint fields"), ADVISED, SUBMIT, incomplete_reprint),
        Rule("findings", gettext_lazy("No open finding"), ADVISED, SIGN, findings_left),
        Rule("marks", gettext_lazy("Reviewers' marks are done"), ADVISED, SIGN, marks_left),
    )
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a story breaks, and how its section takes that."""

    rule: Rule
    strictness: Strictness
    sentence: str

    @property
    def is_required(self) -> bool:
        return self.strictness == Strictness.REQUIRED


def strictness_of(rule: Rule, copy: Copy) -> Strictness:
    """As the section says; a word that is none, left by an older version, counts as unsaid."""
    section = copy.article.section
    said = (section.rules if section else {}).get(rule.code)
    return Strictness(said) if said in Strictness.values else rule.default


def broken(copy: Copy) -> Iterator[Broken]:
    """The rules that the story breaks and its section has not switched off, in their order."""
    for rule in RULES.values():
        strictness = strictness_of(rule, copy)
        if strictness != Strictness.OFF and (sentence := rule.broken(copy)):
            yield Broken(rule, strictness, sentence)


def required(copy: Copy, at: DeskVerb) -> list[str]:
    """Sentences of the required rules that are broken and due at this act.

    What is due when a story is submitted is due later too, whatever path it took.
    """
    due = {DeskVerb.SUBMIT} if at == DeskVerb.SUBMIT else {DeskVerb.SUBMIT, DeskVerb.SIGN_OFF}
    return [found.sentence for found in broken(copy) if found.is_required and found.rule.due in due]
