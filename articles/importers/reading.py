"""Goes down one page line by line and decides which room of the story each line belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from django.utils.translation import gettext as _

from articles.choices import CreditRole
from articles.importers import (
    blocks,
    bylines,
    captions,
    comments,
    furniture,
    headline,
    labels,
    metadata,
    recommended,
)
from articles.importers.base import Block, ImportedRecommendation, ImportedStory
from articles.importers.lines import Line
from articles.importers.notes import Code, Notes, cut, quoted
from articles.text import title_key


class Part(Enum):
    """Where in the page a line stands."""

    HEAD = auto()
    BODY = auto()
    COMMENTS = auto()
    RECOMMENDED = auto()


#: Behind the banner that ends a list, a shorter line without a date is a slogan.
SLOGAN = 12


class Reading:
    """One page being read, from its title to its last banner."""

    def __init__(self, lines: Sequence[Line], notes: Notes) -> None:
        self.lines = lines
        self.notes = notes
        self.result = ImportedStory(title=lines[0].text)
        self.part = Part.HEAD
        self.after_banner = False
        self.body: list[Block] = []
        self.remarks: list[Line] = []
        self.rows: list[tuple[Line, ImportedRecommendation]] = []
        self.date_remarked = False
        self.compiled = False

    def story(self) -> ImportedStory:
        title = self.lines[0]
        headline.remark(title, self.notes)
        if headline.looks_like_no_title(title):
            self.take_metadata(title)
        for line in self.lines[1:]:
            self.take(line)
        self.close_comments()
        self.keep_body()
        self.keep_rows()
        self.read_bylines()
        self.remark_missing()
        for names in (self.result.sources, self.result.tags):
            names[:] = dict.fromkeys(names)
        self.result.credits = list(dict.fromkeys(self.result.credits))
        return self.result

    # --- line after line ----------------------------------------------------------------------

    def take(self, line: Line) -> None:
        section = furniture.header(line)
        if section:
            self.close_comments()
            self.part = Part.COMMENTS if section == "comments" else Part.RECOMMENDED
            self.after_banner = False
            cut(self.notes, line.text, line.number)
        elif self.part is Part.COMMENTS:
            self.take_beside_comments(line)
        elif furniture.is_furniture(line):
            cut(self.notes, line.text, line.number)
            self.after_banner = self.part is Part.RECOMMENDED
        elif row := furniture.headed_row(line):
            self.take_row(Line(line.number, row))
        elif self.part is Part.RECOMMENDED:
            self.take_beside_rows(line)
        elif not self.take_metadata(line):
            self.take_text(line)

    def take_beside_comments(self, line: Line) -> None:
        taken = comments.taken_apart(line)
        if taken.likes is not None or taken.stamp:
            self.remarks.append(line)
        elif furniture.is_furniture(line):
            cut(self.notes, line.text, line.number)
        elif not self.take_metadata(line):
            self.remarks.append(line)

    def take_beside_rows(self, line: Line) -> None:
        found = metadata.read(line, in_head=False)
        sure = found is not None and found.labelled and not found.labelled.doubtful
        if sure and self.take_metadata(line):
            return
        if recommended.is_text_again(line):
            self.part = Part.BODY
            self.take_text(line)
        else:
            self.take_row(line)

    def take_row(self, line: Line) -> None:
        row, stamp = recommended.read(line)
        if stamp and stamp.value is None:
            self.remark_impossible(line)
        if not row.title:
            # The date of the row above stands in a line of its own.
            if self.rows and self.rows[-1][1].published_at is None:
                above, title = self.rows[-1][0], self.rows[-1][1].title
                self.rows[-1] = (above, ImportedRecommendation(title, row.published_at))
        elif self.after_banner and not stamp and len(row.title) < SLOGAN:
            cut(self.notes, line.text, line.number)
        else:
            self.rows.append((line, row))

    def take_text(self, line: Line) -> None:
        if self.part is Part.HEAD:
            self.part = Part.BODY
        if captions.is_caption(line):
            text, credit = captions.read(line)
            self.body.append(Block("photo", text, credit, line.number))
            return
        if line.is_short and labels.looks_labelled(line.folded):
            message = _("This line begins like a label but is no name; it stands in the text.")
            self.notes.add(Code.LABEL_AS_TEXT, message, line.number)
        self.body.append(Block("paragraph", line.text, None, line.number))

    # --- dates, sources, credits --------------------------------------------------------------

    def take_metadata(self, line: Line) -> bool:
        found = metadata.read(line, self.part is Part.HEAD)
        if found is None or self.is_told_already(found):
            return False
        self.keep_dates(found, line)
        if found.labelled:
            self.keep_labelled(found.labelled, found.guessed, line)
        return True

    def is_told_already(self, found: metadata.Metadata) -> bool:
        """The story has its date, or its original title: another one belongs to the text."""
        if found.labelled:
            return bool(found.labelled.original_title and self.result.original_title)
        return self.part is Part.BODY and self.result.published_at is not None

    def keep_dates(self, found: metadata.Metadata, line: Line) -> None:
        self.date_remarked |= found.no_year or any(one.value is None for one in found.stamps)
        if found.no_year:
            message = _("This time has no year, so the story was stored without a date: %(line)s")
            self.notes.add(Code.DATE_INCOMPLETE, message % {"line": line.text}, line.number)
        for stamp in found.stamps:
            if stamp.value is None:
                self.remark_impossible(line)
            elif self.result.published_at is None:
                self.result.published_at = stamp.value
                if not stamp.has_time:
                    message = _("The date has no time of day and was read as midnight.")
                    self.notes.add(Code.DATE_WITHOUT_TIME, message, line.number)
            elif self.result.published_at != stamp.value:
                message = _("A second date was left out: %(line)s")
                self.notes.add(Code.DATE_SECOND, message % {"line": line.text}, line.number)

    def remark_impossible(self, line: Line) -> None:
        message = _("No calendar has this date: %(line)s")
        self.notes.add(Code.DATE_IMPOSSIBLE, message % {"line": quoted(line.text)}, line.number)

    def keep_labelled(self, found: labels.Labelled, guessed: bool, line: Line) -> None:
        self.result.sources += found.sources
        self.result.credits += found.credits
        self.result.tags += found.tags
        self.result.original_title = found.original_title or self.result.original_title
        self.compiled |= found.compiled
        self.credit_photo_above(found, line)
        if guessed:
            message = _("What stands beside the date was read as the source: %(line)s")
            self.notes.add(Code.SOURCE_GUESSED, message % {"line": line.text}, line.number)
        if found.compiled:
            message = _("The story was compiled from several sources. Name them: %(line)s")
            self.notes.add(Code.SOURCE_COMPILED, message % {"line": line.text}, line.number)
        for name in found.doubtful:
            message = _("Is this a name? %(name)s")
            self.notes.add(Code.CREDIT_DOUBTFUL, message % {"name": name}, line.number)
        for outlet in labels.outlets(line.text) if found.credits or found.empty else ():
            if outlet not in self.result.sources:
                message = _("The outlet before the reporter was left out: %(outlet)s")
                self.notes.add(Code.OUTLET_LEFT_OUT, message % {"outlet": outlet}, line.number)
        if found.empty:
            message = _("No name stands behind the label: %(line)s")
            self.notes.add(Code.LABEL_EMPTY, message % {"line": line.text}, line.number)

    def credit_photo_above(self, found: labels.Labelled, line: Line) -> None:
        """`本报记者 乔利峰 摄` in the line below a caption signs that photo, too."""
        last = self.body[-1] if self.body else None
        only = {credit.role for credit in found.credits} == {CreditRole.PHOTOGRAPHER}
        if not last or last.kind != "photo" or last.credit or not only or found.sources:
            return
        if not labels.looks_labelled(line.folded):
            names = "\u3001".join(credit.name for credit in found.credits)
            self.body[-1] = Block("photo", last.text, names, last.line)

    # --- what was collected -------------------------------------------------------------------

    def close_comments(self) -> None:
        """Read the comments collected so far; what is none of them returns to the text."""
        found, unread = comments.read(self.remarks)
        self.remarks = []
        self.result.comments += found
        for line in unread:
            message = _("This line among the comments was not understood; it stands in the text.")
            self.notes.add(Code.COMMENT_UNREAD, message, line.number)
            self.take_text(line)

    def keep_body(self) -> None:
        self.result.body, guesses, listed = blocks.decide(self.body)
        for guess in guesses:
            message = _("Taken for a subhead with %(confidence)d per cent confidence: %(text)s")
            given = {"confidence": guess.confidence, "text": quoted(guess.block.text)}
            self.notes.add(Code.HEADING_GUESSED, message % given, guess.block.line)
        for block in listed:
            message = _("Short lines in a row were kept as paragraphs. Are there subheads in them?")
            self.notes.add(Code.HEADING_DOUBTFUL, message, block.line)

    def keep_rows(self) -> None:
        """The recommended stories, each once, without the story itself."""
        own, seen = title_key(self.result.title), set()
        for line, row in self.rows:
            key = title_key(row.title) or row.title
            if key == own:
                message = _("The story stood in its own list of recommended stories.")
                self.notes.add(Code.RECOMMENDED_SELF, message, line.number)
            elif key not in seen:
                self.result.recommended.append(row)
            seen.add(key)

    def read_bylines(self) -> None:
        for block in self.result.body:
            if block.kind != "paragraph":
                continue
            found = bylines.read(block.text)
            if found.dateline and not self.result.dateline:
                self.result.dateline = found.dateline
                self.keep_agency(found.agency, block)
            if found.credits:
                self.result.credits += found.credits
                names = "\u3001".join(dict.fromkeys(credit.name for credit in found.credits))
                message = _("A name in the text became a credit and stays in the text: %(names)s")
                self.notes.add(Code.BYLINE_INLINE, message % {"names": names}, block.line)

    def keep_agency(self, agency: str, block: Block) -> None:
        """The agency of a dateline is the source where no line names one."""
        if not agency or any(agency in source for source in self.result.sources):
            return
        if self.result.sources:
            message = _("The dateline names %(agency)s, which is not among the sources.")
        else:
            message = _("No line names a source; %(agency)s was taken from the dateline.")
            self.result.sources.append(agency)
        self.notes.add(Code.SOURCE_INLINE, message % {"agency": agency}, block.line)

    def remark_missing(self) -> None:
        if self.result.published_at is None and not self.date_remarked:
            message = _("No date of publication was found. The story is stored without one.")
            self.notes.add(Code.DATE_MISSING, message)
        if not self.result.sources and not self.compiled:
            self.notes.add(Code.SOURCE_MISSING, _("No source was found."))
        if not self.result.body:
            self.notes.add(Code.BODY_MISSING, _("No text was found under the title."))
