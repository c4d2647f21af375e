"""A story as an article of a WeChat official account: HTML whose every style stands in its tag.

Two decisions. A link that leads out of WeChat becomes its words: the editor would drop it anyway,
and an address in brackets reads badly and cannot be touched; the addresses are told to the person
who copies, who may put one of them under "read the original". And nothing is taken over: each tag
is written anew from the tables here, so that what they do not name cannot come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from articles import richtext
from articles.exporters.wechat_rules import ARTICLES, EMPTY_TAGS
from articles.markup import Tag, Token, collapsed, tokens, written

# The numbers of tokens.css that a pasted article needs; it can name no variable.
INK, SOFT, LINE, ACCENT, RAISED = "#1a1a1d", "#5b5c63", "#e4e2dc", "#b3161b", "#f6f5f2"

#: Set once around everything, and inherited: each character of it would count for each paragraph.
FRAME = f"font-size:17px;line-height:1.8;color:{INK};letter-spacing:0.5px;word-break:break-word"
SUBHEAD = "margin:28px 0 12px;padding-left:10px;font-size:17px;font-weight:700;line-height:1.5"
PARAGRAPH = "margin:0 0 16px;line-height:1.8;text-align:justify;text-indent:2em"
NESTED = "margin:0 0 8px;text-indent:0"
SMALL = f"margin:6px 0 0;font-size:13px;line-height:1.6;color:{SOFT}"
AWAITED = f"margin:0 0 16px;font-size:13px;line-height:1.6;text-align:center;color:{SOFT}"
CELL = f"padding:8px 10px;border:1px solid {LINE};text-align:left;vertical-align:top"

#: What stands for a tag of the body, and its style; an empty style is none.
STYLED: dict[str, tuple[str, str]] = {
    "p": ("p", PARAGRAPH),
    "h2": ("h2", f"{SUBHEAD};border-left:3px solid {ACCENT}"),
    "h3": ("h3", f"{SUBHEAD};border-left:3px solid {LINE}"),
    "strong": ("strong", "font-weight:700"),
    # Chinese has no italics; the dots under the words, which the site sets, are not kept.
    "em": ("em", "font-style:normal;font-weight:700"),
    "sup": ("sup", "font-size:12px"),
    "sub": ("sub", "font-size:12px"),
    "br": ("br", ""),
    "ul": ("ul", "margin:0 0 16px;padding-left:1.5em;list-style-type:disc"),
    "ol": ("ol", "margin:0 0 16px;padding-left:1.5em;list-style-type:decimal"),
    "li": ("li", "margin:0 0 6px"),
    "blockquote": (
        "blockquote",
        f"margin:0 0 16px;padding:12px 16px;border-left:3px solid {LINE};color:{SOFT}",
    ),
    "table": (
        "table",
        "width:100%;margin:0 0 16px;border-collapse:collapse;font-size:14px;line-height:1.6",
    ),
    "thead": ("thead", ""),
    "tbody": ("tbody", ""),
    "tr": ("tr", ""),
    "td": ("td", CELL),
    "th": ("th", f"{CELL};background-color:{RAISED};font-weight:700"),
}
SPANS = ("colspan", "rowspan")
#: Paragraphs in these stand without an indent.
WITHIN = frozenset(("li", "blockquote", "td", "th"))
#: What stands for the line between two parts.
PARTED = "\u2014\u2014\u2014"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the body: the whole address of a JPEG, or none where there is no file."""

    address: str
    caption: str
    credit: str
    alt: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction as readers are told of it: its kind, its day, its words."""

    kind: str
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """What an article is written from: plain texts, a clean body, and photos by their keys."""

    body: str
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    #: Lines before the text (kicker, second headline, dateline), and after it (source, editor).
    opening: Sequence[str] = ()
    closing: Sequence[str] = ()
    notices: Sequence[Notice] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link that became its words."""

    words: str
    address: str


@dataclass(slots=True)
class Article:
    """The article's HTML, how many pictures are in it, and what could not be taken along."""

    html: str
    pictures: int
    #: Keys of photos without a file, whose words stand alone.
    without_file: list[str]
    links: list[Link]


def article(story: Story) -> Article:
    """The story as WeChat takes it; its title is no part of it. Raises richtext.TooLarge."""
    writer = Writer(story.pictures)
    parts = [
        started("section", FRAME),
        *(line(words, SMALL) for words in story.opening),
        *map(notice, story.notices),
        *writer.write(tokens(richtext.clean(story.body))),
        *closing(story.closing),
        "</section>",
    ]
    return Article("".join(parts), writer.set, writer.without_file, writer.links)


def started(name: str, style: str, **attributes: str) -> str:
    """A start tag with its style; empty attributes are left out."""
    given = attributes | {"style": style}
    return written(Tag(name, False, {key: value for key, value in given.items() if value}))


def line(words: str, style: str, name: str = "p") -> str:
    return f"{started(name, style)}{written(words)}</{name}>"


def notice(told: Notice) -> str:
    """A correction, in a box before the text, as on our own page."""
    box = (
        f"margin:0 0 16px;padding:12px 16px;border:1px solid {LINE};font-size:15px;line-height:1.6"
    )
    kind = line(told.kind, f"color:{ACCENT};font-weight:700", "strong")
    day = line(told.day, f"font-size:13px;color:{SOFT}", "span")
    return f"{started('p', box)}{kind} {day}<br>{written(told.words)}</p>"


def closing(lines: Sequence[str]) -> Iterator[str]:
    for place, words in enumerate(lines):
        rule = f"margin:32px 0 0;padding:12px 0 0;border-top:1px solid {LINE}"
        place_style = rule if place == 0 else "margin:0"
        yield line(words, f"{place_style};font-size:14px;line-height:1.8;color:{SOFT}")


class Writer:
    """Writes the tokens of a clean body as tags that WeChat keeps."""

    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        self.pictures = pictures
        self.set = 0
        self.without_file: list[str] = []
        self.links: list[Link] = []
        self.open: list[str] = []
        #: Words of the link that is being read, if its address is not kept.
        self.leaving: tuple[str, list[str]] | None = None

    def write(self, read: Iterable[Token]) -> Iterator[str]:
        for token in read:
            if isinstance(token, str):
                yield self.words(token)
            elif token.name == "a":
                yield self.link(token)
            elif token.name == "figure":
                yield "" if token.closes else self.figure(token.attributes["data-photo"])
            elif token.name == "hr":
                yield line(PARTED, f"margin:24px 0;text-align:center;color:{LINE}")
            elif token.name in STYLED:
                yield self.end(token.name) if token.closes else self.start(token)

    def words(self, text: str) -> str:
        if self.leaving:
            self.leaving[1].append(text)
        return written(text)

    def start(self, tag: Tag) -> str:
        name, style = STYLED[tag.name]
        if tag.name == "p" and WITHIN & set(self.open):
            style = NESTED
        if name not in EMPTY_TAGS:
            self.open.append(tag.name)
        return started(name, style, **{key: tag.attributes.get(key, "") for key in SPANS})

    def end(self, name: str) -> str:
        self.open.pop()
        return f"</{STYLED[name][0]}>"

    def link(self, tag: Tag) -> str:
        if not tag.closes:
            address = tag.attributes["href"]
            if address.startswith(ARTICLES):
                return started("a", f"color:{ACCENT};text-decoration:underline", href=address)
            self.leaving = (address, [])
            return ""
        if self.leaving is None:
            return "</a>"
        address, words = self.leaving
        self.leaving = None
        self.links.append(Link(collapsed("".join(words)).strip(), address))
        return ""

    def figure(self, key: str) -> str:
        """A photo with its words under it; of a gallery, one stands under another."""
        picture = self.pictures.get(key)
        if picture is None:
            return ""
        words = caption(picture)
        if not picture.address:
            self.without_file.append(key)
            return line(words, AWAITED) if words else ""
        self.set += 1
        image = started(
            "img",
            "display:block;width:100%;height:auto",
            src=picture.address,
            alt=picture.alt or picture.caption,
        )
        told = line(words, SMALL, "figcaption") if words else ""
        return f"{started('figure', 'margin:24px 0')}{image}{told}</figure>"


def caption(picture: Picture) -> str:
    """Caption and credit on one line, as they stand under the photo on our page."""
    return "\u3000".join(filter(None, (picture.caption, picture.credit)))
