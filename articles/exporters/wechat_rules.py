"""What WeChat's editor takes of an article for an official account: the rules, and who broke them.

Facts behind the numbers: WeChat's page "新增草稿" (draft/add) of its server API says a title has at
most 32 characters, an author 16, a digest 128, the address of the original 1 KB, and the content
fewer than 20,000 characters with its markup and less than 1 MB, from which scripts are taken; the
editor on the web takes a digest of 120. "上传图文消息图片" (media/uploadimg) takes JPEG and PNG of
less than 1 MB and knows no other format. The editor drops style sheets, classes, ids and handlers
from what is pasted, and every link but those to articles of official accounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TITLE_LIMIT, AUTHOR_LIMIT, DIGEST_LIMIT = 32, 16, 120
#: Characters of the body with its markup, its bytes, and bytes of the address of the original.
BODY_LIMIT, BODY_BYTES, ADDRESS_BYTES = 20_000, 1_048_576, 1_024

#: The only place that a link may lead to.
ARTICLES = "https://mp.weixin.qq.com/"

#: Tag -> its attributes beside `style`.
TAGS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("section", "p", "span", "strong", "em", "sup", "sub", "br"), frozenset()),
    **dict.fromkeys(("h2", "h3", "ul", "ol", "li", "blockquote"), frozenset()),
    **dict.fromkeys(("figure", "figcaption", "table", "thead", "tbody", "tr"), frozenset()),
    **dict.fromkeys(("td", "th"), frozenset(("colspan", "rowspan"))),
    "a": frozenset(("href",)),
    "img": frozenset(("src", "alt")),
}
EMPTY_TAGS = frozenset(("br", "img"))

STYLE = re.compile(
    "(?:background-)?color|font-(?:size|weight|style)|line-height|letter-spacing|word-break|"
    "text-(?:align|indent|decoration)|margin|padding(?:-left)?|border(?:-left|-top|-collapse)?|"
    "display|width|height|vertical-align|list-style-type"
)
#: A value of a style: words, numbers, colours; neither functions nor quotes nor escapes.
VALUE = re.compile(r"[#%.\w \-,]+", re.ASCII)
#: Addresses that WeChat's servers could fetch a picture from, in a format that they take.
PICTURE = re.compile(r"https?://[^\s\"'<>\\]+\.(?:jpe?g|png)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What WeChat would drop or refuse: the rule that is broken, and a sentence about it."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Counter:
    """How much is used of what WeChat allows; without a `limit` it is only told."""

    name: str
    label: Any
    used: int
    limit: int | None

    @property
    def left(self) -> int:
        return (self.limit or 0) - self.used

    @property
    def excess(self) -> int:
        return -self.left

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.used > self.limit

    @property
    def is_close(self) -> bool:
        """Whether less than a tenth is left."""
        return self.limit is not None and not self.is_over and self.used > 0.9 * self.limit


def counters(
    *, title: str, author: str, digest: str, body: str, address: str, pictures: int
) -> list[Counter]:
    """Every limit with what is used of it, in characters or bytes as its label says."""
    original = len(address.encode())
    return [
        Counter("title", gettext_lazy("Title, characters"), len(title), TITLE_LIMIT),
        Counter("author", gettext_lazy("Author, characters"), len(author), AUTHOR_LIMIT),
        Counter("digest", gettext_lazy("Digest, characters"), len(digest), DIGEST_LIMIT),
        # Fewer than these two, says WeChat, and not at most.
        Counter("body", gettext_lazy("Body with markup, characters"), len(body), BODY_LIMIT - 1),
        Counter("bytes", gettext_lazy("Body, bytes"), len(body.encode()), BODY_BYTES - 1),
        Counter("address", gettext_lazy("Original address, bytes"), original, ADDRESS_BYTES),
        Counter("pictures", gettext_lazy("Pictures"), pictures, None),
    ]


def findings(body: str) -> list[Finding]:
    """Everything in a body that WeChat would drop or refuse, each rule and place once."""
    reader = Reader()
    reader.feed(body)
    reader.close()
    return list(dict.fromkeys([*reader.found, *too_large(body), *reader.left_open()]))


def too_large(body: str) -> Iterator[Finding]:
    if len(body) >= BODY_LIMIT:
        words = _(
            "The body has %(n)d characters with its markup; WeChat takes fewer than %(limit)d."
        )
        yield Finding("length", words % {"n": len(body), "limit": BODY_LIMIT})
    if len(body.encode()) >= BODY_BYTES:
        yield Finding("size", _("The body is larger than 1 MB, which WeChat does not take."))


class Reader(HTMLParser):
    """Reads a body as a browser would and notes what breaks a rule.

    Not the reader that the exporter writes with: a fault of one is not a fault of both.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Finding] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY_TAGS:
            self.open.append(tag)
        known = TAGS.get(tag)
        if known is None:
            self.note("tag", _("WeChat does not keep <%(tag)s>.") % {"tag": tag[:40]})
            return
        self.found.extend(wrong_attributes(tag, attrs, known))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY_TAGS:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.note("nesting", _("</%(tag)s> closes nothing.") % {"tag": tag[:40]})

    def handle_comment(self, data: str) -> None:
        self.note("comment", _("A comment stands in the body."))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def note(self, rule: str, sentence: str) -> None:
        self.found.append(Finding(rule, sentence))

    def left_open(self) -> Iterator[Finding]:
        for tag in self.open:
            yield Finding("nesting", _("<%(tag)s> is not closed.") % {"tag": tag[:40]})


def wrong_attributes(
    tag: str, attributes: Iterable[tuple[str, str | None]], known: frozenset[str]
) -> Iterator[Finding]:
    for name, value in attributes:
        if name == "style":
            yield from wrong_styles(value or "")
        elif name not in known:
            words = _("WeChat does not keep the attribute %(name)s of <%(tag)s>.")
            yield Finding("attribute", words % {"name": name[:40], "tag": tag})
        elif name == "href" and not (value or "").startswith(ARTICLES):
            words = _("A link leads out of WeChat: %(address)s")
            yield Finding("link", words % {"address": (value or "")[:80]})
        elif name == "src" and not PICTURE.fullmatch(value or ""):
            words = _("WeChat cannot take this picture, which has to be JPEG or PNG: %(address)s")
            yield Finding("picture", words % {"address": (value or "")[:80]})


def wrong_styles(style: str) -> Iterator[Finding]:
    """Each declaration of a style has to have a known name and a plain value."""
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _colon, value = (part.strip() for part in declaration.partition(":"))
        if not STYLE.fullmatch(name):
            words = _("WeChat does not keep the style %(name)s.")
            yield Finding("style", words % {"name": name[:40]})
        elif not VALUE.fullmatch(value):
            words = _("WeChat does not understand this style: %(style)s")
            yield Finding("style", words % {"style": declaration[:80]})
