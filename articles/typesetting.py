"""The one normal form of a body: which tag may stand where, and where white space stands.

What comes in is clean already, since `richtext` lets nothing through that its list does not name;
this file knows structure only. Setting a set text changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.markup import Tag, Token, collapsed, written

# --- one line -------------------------------------------------------------------------------

#: Inline tags, in the order in which they are nested.
MARKS = {"a": 0, "strong": 1, "em": 2, "sup": 3, "sub": 3}

#: Open inline tags, outermost first.
Marks = tuple[Tag, ...]


class Line:
    """Inline text being set: neighbours with equal marks merge, white space stands outside marks.

    White space at the ends and around breaks is dropped, typed indents (U+3000) with it.
    """

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: Marks = ()
        self._space = ""
        self._breaks = 0

    def add(self, text: str, marks: Marks) -> None:
        words = text.strip()
        if not words:
            self._space += text
            return
        lead = text[: len(text) - len(text.lstrip())]
        if self._out:
            self._turn_to(marks, "<br>" * self._breaks or collapsed(self._space + lead))
        else:
            self._turn_to(marks, "")
        self._out.append(written(collapsed(words)))
        self._space, self._breaks = text[len(text.rstrip()) :], 0

    def break_(self) -> None:
        self._breaks += 1

    def separate(self) -> None:
        """Ask for one break at least, where a block stood inside a line."""
        self._breaks = max(self._breaks, 1)

    def finish(self) -> str:
        """The line's HTML, empty when it holds no visible text."""
        if self._out:
            self._turn_to((), "")
        return "".join(self._out)

    def _turn_to(self, marks: Marks, gap: str) -> None:
        same = 0
        for old, new in zip(self._open, marks, strict=False):
            if old != new:
                break
            same += 1
        self._out += [f"</{mark.name}>" for mark in reversed(self._open[same:])]
        self._out.append(gap)
        self._out += [written(mark) for mark in marks[same:]]
        self._open = marks


def nested(marks: Iterable[Tag]) -> Marks:
    """Marks in their order, one of each place; the innermost wins."""
    chosen = {MARKS[mark.name]: mark for mark in marks}
    return tuple(chosen[place] for place in sorted(chosen))


# --- the page -------------------------------------------------------------------------------

ROOT = ""
_FLOW = frozenset((ROOT, "blockquote"))
_LISTS = frozenset(("ul", "ol"))
_CELLS = frozenset(("th", "td"))
_TEXT_BOXES = _CELLS | {"li"}
_LINES = ("p", "h2", "h3")

#: Tags that hold other blocks, and where each may stand; elsewhere only their text is kept.
PARENTS = {
    "blockquote": _FLOW,
    "ul": _FLOW | {"li"},
    "ol": _FLOW | {"li"},
    "li": _LISTS,
    "table": _FLOW,
    "thead": frozenset(("table",)),
    "tbody": frozenset(("table",)),
    "tr": frozenset(("thead", "tbody")),
    "th": frozenset(("tr",)),
    "td": frozenset(("tr",)),
}
#: Boxes inside one another; quotations and lists that go deeper lose their outline, not text.
MAX_BOXES = 24


@dataclass(slots=True, eq=False)
class Box:
    """A block that holds others, while it is being filled; `implied` when no tag asked for it.

    Its line waits while a list inside is filled, since an empty list must not part the text.
    """

    tag: Tag
    line: Line = field(default_factory=Line)
    parts: list[str] = field(default_factory=list)
    filled: bool = False
    implied: bool = False

    def html(self) -> str:
        """The box with its content. Empty ones vanish, but for cells, which keep the columns."""
        inside = "".join(self.parts)
        keeps = self.filled if self.tag.name == "table" else inside or self.tag.name in _CELLS
        return f"{written(self.tag)}{inside}</{self.tag.name}>" if keeps else ""


class Page:
    """Takes the tokens of a clean, properly nested fragment and gives its normal form.

    End tags of links that were refused may be among them; they end nothing.
    """

    def __init__(self) -> None:
        self._boxes = [Box(Tag(ROOT))]
        self._opened: list[tuple[str, Box | None]] = []
        self._line_tags: list[str] = []
        self._open_marks: list[Tag] = []
        self._marks: Marks = ()
        self._figures: set[str] = set()
        self._late: list[str] = []

    def set(self, read: Iterable[Token]) -> str:
        """The whole fragment, set."""
        for token in read:
            if isinstance(token, str):
                self._text(token)
            elif token.closes:
                self._close(token.name)
            else:
                self._start(token)
        self._close_boxes(1)
        self._end_line(self._boxes[0])
        return "".join(self._boxes[0].parts)

    def _text(self, text: str) -> None:
        if self._boxes[-1].tag.name in _LISTS and text.strip():
            self._boxes.append(Box(Tag("li"), implied=True))
        self._boxes[-1].line.add(text, self._marks)

    def _start(self, tag: Tag) -> None:
        if tag.name in MARKS:
            self._open_marks.append(tag)
            self._marks = nested(self._open_marks)
        elif tag.name == "br":
            self._boxes[-1].line.break_()
        elif tag.name == "figure":
            self._figure(tag)
        elif tag.name in _LINES:
            self._boundary()
            self._line_tags.append(tag.name)
        elif tag.name == "hr":
            self._boundary()
            if self._boxes[-1].tag.name in _FLOW:
                self._boxes[-1].parts.append(written(tag))
        else:
            self._start_box(tag)

    def _close(self, name: str) -> None:
        if name in MARKS:
            self._end_mark(name)
        elif name in self._line_tags:
            self._boundary()
            self._line_tags.remove(name)
        elif self._opened and self._opened[-1][0] == name:
            box = self._opened.pop()[1]
            if box:
                self._close_boxes(self._boxes.index(box))
            self._boundary()

    def _end_mark(self, name: str) -> None:
        places = [at for at, mark in enumerate(self._open_marks) if mark.name == name]
        if places:
            del self._open_marks[places[-1]]
            self._marks = nested(self._open_marks)

    def _start_box(self, tag: Tag) -> None:
        if tag.name == "li" and self._boxes[-1].implied:
            self._close_boxes(len(self._boxes) - 1)
        elif tag.name in _LISTS and self._boxes[-1].tag.name in _LISTS:
            self._boxes.append(Box(Tag("li"), implied=True))
        self._boundary()
        box = Box(tag) if self._fits(tag.name) else None
        if box:
            self._boxes.append(box)
        self._opened.append((tag.name, box))

    def _fits(self, name: str) -> bool:
        shallow = len(self._boxes) < MAX_BOXES or name not in PARENTS["li"] | _FLOW
        return shallow and self._boxes[-1].tag.name in PARENTS.get(name, ())

    def _figure(self, tag: Tag) -> None:
        """A photo stands between blocks: at once where it can, else behind the outermost box."""
        key = tag.attributes["data-photo"]
        if key in self._figures:
            return
        self._figures.add(key)
        if len(self._boxes) == 1:
            self._end_line(self._boxes[0])
        self._late.append(f"{written(tag)}</figure>")
        self._place_late()

    def _boundary(self) -> None:
        """Begin or end a block: a paragraph where there may be one, elsewhere a break."""
        box = self._boxes[-1]
        if box.tag.name in _FLOW:
            self._end_line(box)
        else:
            box.line.separate()

    def _end_line(self, box: Box) -> None:
        line, box.line = box.line.finish(), Line()
        if not line:
            return
        box.filled = True
        if box.tag.name in _TEXT_BOXES:
            box.parts.append(line)
            return
        tag = next((name for name in self._line_tags if name != "p"), "p")
        # Text between the parts of a table stands nowhere in a page; it follows the table.
        parts = box.parts if box.tag.name in _FLOW else self._late
        parts.append(f"<{tag}>{line}</{tag}>")

    def _close_boxes(self, left: int) -> None:
        while len(self._boxes) > left:
            box = self._boxes.pop()
            self._end_line(box)
            if set_box := box.html():
                outer = self._boxes[-1]
                self._end_line(outer)
                outer.parts.append(set_box)
                outer.filled |= box.filled
        self._place_late()

    def _place_late(self) -> None:
        if len(self._boxes) == 1 and self._late:
            self._boxes[0].parts += self._late
            self._late.clear()
