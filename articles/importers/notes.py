"""Every code that the text parser reports, with its meaning, and the list that collects them."""

from __future__ import annotations

from collections import Counter

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.choices import Severity
from articles.importers.base import Finding

#: Findings of one code that are kept for one file; the rest is counted.
LIMIT = 200

#: Characters of the text that a message quotes, where the text stands in the story as well.
QUOTED = 60


class Code(TextChoices):
    """The codes are part of the import's JSON: add new ones, never rename."""

    FILE_EMPTY = "file-empty", gettext_lazy("The file holds no text.")
    FILE_BINARY = "file-binary", gettext_lazy("The file is not text.")
    FILE_TOO_LARGE = "file-too-large", gettext_lazy("The file is too large for one story.")
    NOT_DECODABLE = "not-decodable", gettext_lazy("The file's encoding cannot be read.")
    ENCODING_READ = "encoding-read", gettext_lazy("The file is not in UTF-8.")
    ENCODING_DOUBTFUL = "encoding-doubtful", gettext_lazy("The encoding may be wrong.")
    INVISIBLE_DROPPED = "invisible-dropped", gettext_lazy("Invisible characters were removed.")
    PUNCTUATION_HALF_WIDTH = (
        "punctuation-half-width",
        gettext_lazy("Half-width punctuation stands beside Chinese characters."),
    )
    TITLE_DOUBTFUL = "title-doubtful", gettext_lazy("The first line does not look like a title.")
    TITLE_LONG = "title-long", gettext_lazy("The title is very long.")
    TITLE_SPLIT = "title-split", gettext_lazy("The title may hold a kicker and a headline.")
    BODY_MISSING = "body-missing", gettext_lazy("The story has no body.")
    DATE_MISSING = "date-missing", gettext_lazy("The file gives no date of publication.")
    DATE_IMPOSSIBLE = "date-impossible", gettext_lazy("A date does not exist in the calendar.")
    DATE_INCOMPLETE = "date-incomplete", gettext_lazy("A date has no year.")
    DATE_WITHOUT_TIME = "date-without-time", gettext_lazy("The date has no time of day.")
    DATE_SECOND = "date-second", gettext_lazy("The file gives more than one date.")
    SOURCE_MISSING = "source-missing", gettext_lazy("The file names no source.")
    SOURCE_GUESSED = "source-guessed", gettext_lazy("A name beside the date was read as source.")
    SOURCE_INLINE = "source-inline", gettext_lazy("The dateline names an agency.")
    SOURCE_COMPILED = "source-compiled", gettext_lazy("The source line says: several sources.")
    BYLINE_INLINE = "byline-inline", gettext_lazy("A name was read inside the text.")
    CREDIT_DOUBTFUL = "credit-doubtful", gettext_lazy("A credit may not be a name.")
    OUTLET_LEFT_OUT = "outlet-left-out", gettext_lazy("A reporter's outlet is no part of a credit.")
    LABEL_EMPTY = "label-empty", gettext_lazy("A label has no name behind it.")
    LABEL_AS_TEXT = "label-as-text", gettext_lazy("A line begins like a label but is text.")
    HEADING_GUESSED = "heading-guessed", gettext_lazy("A line was taken for a subhead.")
    HEADING_DOUBTFUL = "heading-doubtful", gettext_lazy("Short lines in a row were kept as text.")
    FURNITURE_CUT = "furniture-cut", gettext_lazy("A line of the page's furniture was cut.")
    RECOMMENDED_SELF = "recommended-self", gettext_lazy("The story recommended itself.")
    COMMENT_UNREAD = "comment-unread", gettext_lazy("A line among the comments was not understood.")
    FINDINGS_LEFT_OUT = "findings-left-out", gettext_lazy("There are more findings of one kind.")


SEVERITIES: dict[Code, Severity] = {
    Code.FILE_EMPTY: Severity.ERROR,
    Code.FILE_BINARY: Severity.ERROR,
    Code.FILE_TOO_LARGE: Severity.ERROR,
    Code.NOT_DECODABLE: Severity.ERROR,
    Code.ENCODING_DOUBTFUL: Severity.WARNING,
    Code.TITLE_DOUBTFUL: Severity.WARNING,
    Code.TITLE_LONG: Severity.WARNING,
    Code.BODY_MISSING: Severity.WARNING,
    Code.DATE_MISSING: Severity.WARNING,
    Code.DATE_IMPOSSIBLE: Severity.WARNING,
    Code.DATE_INCOMPLETE: Severity.WARNING,
    Code.SOURCE_MISSING: Severity.WARNING,
    Code.CREDIT_DOUBTFUL: Severity.WARNING,
    Code.COMMENT_UNREAD: Severity.WARNING,
}


def finding(code: Code, message: str, line: int | None = None) -> Finding:
    return Finding(code.value, SEVERITIES.get(code, Severity.INFO), message, line)


def quoted(text: str) -> str:
    return text if len(text) <= QUOTED else text[:QUOTED] + "\u2026"


class Notes:
    """The findings of one file, in the order in which they were made."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._counts: Counter[Code] = Counter()

    def add(self, code: Code, message: str, line: int | None = None) -> None:
        self._counts[code] += 1
        if self._counts[code] <= LIMIT:
            self._kept.append(finding(code, message, line))

    def all(self) -> list[Finding]:
        """The findings by line, those on the whole file first."""
        rest = [
            self._rest(code, count - LIMIT) for code, count in self._counts.items() if count > LIMIT
        ]
        return sorted(self._kept, key=lambda one: one.line or 0) + rest

    @staticmethod
    def _rest(code: Code, count: int) -> Finding:
        message = ngettext(
            "There is %(count)d more finding of the kind %(code)s.",
            "There are %(count)d more findings of the kind %(code)s.",
            count,
        ) % {"count": count, "code": code.value}
        return finding(Code.FINDINGS_LEFT_OUT, message)


def cut(notes: Notes, text: str, line: int) -> None:
    """Report a line of furniture; the message holds all of it, so that nothing is lost unseen."""
    message = _("This line belongs to the page, not to the story, and was cut: %(text)s")
    notes.add(Code.FURNITURE_CUT, message % {"text": text}, line)
