"""The one allow-list of the body: cleans, takes apart and renders; the sole caller of mark_safe."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

import nh3
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.markup import Tag, Token, collapsed, depth, element_ends, scrub, tokens, written
from articles.typesetting import Page

#: Tag -> attributes. The editor's filter and the sanitiser are both made from this.
ALLOWED: dict[str, frozenset[str]] = {
    **dict.fromkeys(("p", "h2", "h3", "strong", "em", "sup", "sub", "br", "hr"), frozenset()),
    **dict.fromkeys(("ul", "ol", "li", "blockquote"), frozenset()),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), frozenset()),
    "a": frozenset(("href", "title")),
    "figure": frozenset(("data-photo",)),
    "th": frozenset(("colspan", "rowspan", "scope")),
    "td": frozenset(("colspan", "rowspan")),
}
#: A tag without these is no more than its content.
REQUIRED = {"a": "href", "figure": "data-photo"}
SCHEMES = frozenset(("http", "https", "mailto", "tel"))

MAX_LENGTH = 2_000_000
MAX_DEPTH = 100
#: Tags and the texts between them, and again signs that are written as entities.
MAX_TOKENS = 200_000
MAX_URL_LENGTH = 2_000

PHOTO_KEY = re.compile("[a-z0-9]{8,32}")
_FIGURE = re.compile(f'<figure data-photo="({PHOTO_KEY.pattern})"></figure>')

#: What other editors write for the same thing. Whatever begins a block is a paragraph.
_RENAMED = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "h1": "h2",
    "tfoot": "tbody",
    "menu": "ul",
    **dict.fromkeys(("h4", "h5", "h6"), "h3"),
    **dict.fromkeys(("div", "section", "article", "header", "footer", "main", "aside"), "p"),
    **dict.fromkeys(("nav", "address", "center", "pre", "dl", "dt", "dd", "form"), "p"),
    **dict.fromkeys(("figcaption", "caption", "details", "summary", "fieldset", "legend"), "p"),
}
_CLOSED_BY_NEXT = frozenset(("p", "li", "thead", "tbody", "tr", "th", "td", "br", "hr", "figure"))


class TooLarge(ValueError):
    """A body that is too long or nested too deeply to be cleaned; its text says which."""


# --- cleaning -------------------------------------------------------------------------------

_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: set(attributes) for tag, attributes in ALLOWED.items() if attributes},
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def clean(html: str) -> str:
    """The body in its normal form, with nothing in it that ALLOWED does not name.

    Three passes: our reader drops and renames, so that what follows sees plain tags only; nh3
    parses as browsers do and filters again; `typesetting` builds the result from whole tags, so
    that no byte of the input reaches the output unescaped. `clean(clean(x)) == clean(x)`.
    Raises TooLarge.
    """
    _check_length(html)
    if _is_plain(html):
        return html
    result = _check_length(_cleaned(html))
    # A tag and a text each: what is stored must pass here again.
    _check_count(2 * result.count("<"))
    return result


#: Bodies of bare paragraphs, subheads and photos, spaced as the normal form wants it.
_PLAIN_TEXT = r"(?!\s)(?:[^<>&\t\n\r\f]++|&(?:amp|lt|gt);)++(?<!\s)"
_PLAIN_LINES = f"{_PLAIN_TEXT}(?:(?:<br>)++{_PLAIN_TEXT})*+"
# No groups are captured: the re module of Python 3.11 fails on them in possessive repeats.
_PLAIN = re.compile(
    "(?:"
    + "".join(f"<{tag}>{_PLAIN_LINES}</{tag}>|" for tag in ("p", "h2", "h3"))
    + f'<figure data-photo="{PHOTO_KEY.pattern}"></figure>)*+'
)


def _is_plain(html: str) -> bool:
    """Whether a body is clean at a glance: imports and most stories are, and it costs little."""
    if "  " in html or scrub(html) != html or not _PLAIN.fullmatch(html):
        return False
    keys = photo_keys(html)
    return len(keys) == len(set(keys))


def _cleaned(html: str) -> str:
    prepared = list(_prepared(html))
    if depth(prepared, _CLOSED_BY_NEXT) > MAX_DEPTH:
        message = _("Tags are nested more than %(limit)d deep. Paste the text without formatting.")
        raise TooLarge(message % {"limit": MAX_DEPTH})
    plain = "".join(map(written, prepared))
    # The time nh3 takes grows with the square of these in one text: 33 s for two million.
    _check_count(plain.count("&") + plain.count("\xa0"))
    filtered = _CLEANER.clean(plain)
    return Page().set(_permitted(tokens(filtered)))


def _check_length(html: str) -> str:
    if len(html) > MAX_LENGTH:
        message = _("The text has more than %(limit)d characters with its markup.")
        raise TooLarge(message % {"limit": MAX_LENGTH})
    return html


def _check_count(count: int) -> None:
    if count > MAX_TOKENS:
        message = _("The text has more than %(limit)d tags or signs. Paste it without formatting.")
        raise TooLarge(message % {"limit": MAX_TOKENS})


def _prepared(html: str) -> Iterator[Token]:
    """The tokens that may stay, under our names; figures come without what stood in them."""
    read = list(islice(tokens(html), MAX_TOKENS + 1))
    _check_count(len(read))
    ends = element_ends(read, "figure")
    at = 0
    while at < len(read):
        token, place = read[at], at
        at += 1
        if isinstance(token, str):
            yield token
        elif token.name == "figure":
            if not token.closes and (figure := _permitted_tag(token, token.name)):
                yield figure
                yield Tag("figure", closes=True)
                at = ends.get(place, place) + 1
        elif kept := _permitted_tag(token, _RENAMED.get(token.name, token.name)):
            yield kept


def _permitted(read: Iterable[Token]) -> Iterator[Token]:
    """Check again what nh3 returned, so that no single fault of either lets anything through."""
    for token in read:
        if kept := token if isinstance(token, str) else _permitted_tag(token, token.name):
            yield kept


def _permitted_tag(tag: Tag, name: str) -> Tag | None:
    """The tag under this name with its permitted attributes, in a fixed order."""
    attributes = ALLOWED.get(name)
    if attributes is None:
        return None
    if tag.closes or not attributes:
        return Tag(name, tag.closes)
    values = {key: _permitted_value(key, tag.attributes.get(key, "")) for key in sorted(attributes)}
    kept = {key: value for key, value in values.items() if value}
    return Tag(name, False, kept) if REQUIRED.get(name) in (None, *kept) else None


def _permitted_value(name: str, value: str) -> str:
    value = collapsed(value).strip()
    if name == "href":
        return _permitted_url(value)
    if name == "data-photo":
        return value if PHOTO_KEY.fullmatch(value) else ""
    if name in ("colspan", "rowspan"):
        return value if re.fullmatch("[2-9]|[1-9][0-9]|100", value) else ""
    if name == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else ""
    return value


def _permitted_url(url: str) -> str:
    """The address if it is relative or has one of our schemes, else nothing.

    Browsers ignore tabs and line ends inside an address, and nobody needs a space there.
    """
    url = re.sub("[\t\n\r\f]", "", url).replace(" ", "%20")
    head = re.split("[/?#]", url, maxsplit=1)[0]
    known = ":" not in head or head.split(":")[0].lower() in SCHEMES
    return url if known and len(url) <= MAX_URL_LENGTH else ""


def editor_rules() -> str:
    """ALLOWED as CKEditor 4 writes it in `allowedContent`; classes and styles are never in it."""
    bare = " ".join(tag for tag, attributes in ALLOWED.items() if not attributes)
    rules = [bare]
    for tag, attributes in ALLOWED.items():
        if attributes:
            marked = ("!" * (REQUIRED.get(tag) == name) + name for name in sorted(attributes))
            rules.append(f"{tag}[{','.join(marked)}]")
    return "; ".join(rules)


# --- bodies and their blocks ----------------------------------------------------------------

_BLOCK_TAGS = {"paragraph": "p", "heading": "h2"}
_ANY_TAG = re.compile("</?([a-z0-9]+)[^>]*>")
_BLOCKS = frozenset(ALLOWED) - {"strong", "em", "sup", "sub", "a", "br", "th", "td"}


def from_blocks(blocks: Iterable[tuple[str, str]]) -> str:
    """A body from ("paragraph" | "heading" | "photo", text or key) pairs; markup in text is text.

    The result is clean already: `clean` would return it unchanged. A line end in a text becomes
    a break; an empty text and a key that came before are left out. Raises ValueError for a key
    that is none and KeyError for a kind that is none.
    """
    parts: list[str] = []
    seen: set[str] = set()
    for kind, content in blocks:
        if kind == "photo":
            if content not in seen:
                parts.append(_figure(content))
                seen.add(content)
        elif line := _escaped_lines(content):
            parts.append(f"<{_BLOCK_TAGS[kind]}>{line}</{_BLOCK_TAGS[kind]}>")
    return "".join(parts)


def _figure(key: str) -> str:
    if not PHOTO_KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a photo's key.")
    return f'<figure data-photo="{key}"></figure>'


def _escaped_lines(text: str) -> str:
    lines = [collapsed(line).strip() for line in scrub(text).strip().split("\n")]
    return "<br>".join(map(written, lines))


def blocks(html: str) -> list[tuple[str, str]]:
    """The inverse of `from_blocks`; an item of a list and a row of a table are paragraphs."""
    found: list[tuple[str, str]] = []
    text: list[str] = []
    kind = "paragraph"
    for token in (*tokens(html), Tag("p")):
        if isinstance(token, str):
            text.append(collapsed(token))
        elif token.name == "br":
            text.append("\n")
        elif token.name in ("th", "td"):
            text.append(" ")
        elif token.name in _BLOCKS:
            if words := "".join(text).strip():
                found.append((kind, words))
            text.clear()
            kind = "heading" if token.name in ("h2", "h3") and not token.closes else "paragraph"
            if token.name == "figure" and not token.closes:
                found.append(("photo", token.attributes.get("data-photo", "")))
    return found


def blocks_of(html: str) -> list[str]:
    """The HTML of each block of a clean body, lists and tables whole; joined, they are the body."""
    cuts, within = [0], 0
    for tag in _ANY_TAG.finditer(html):
        if tag[1] not in ("br", "hr"):
            within += -1 if tag[0].startswith("</") else 1
        if not within:
            cuts.append(tag.end())
    return [html[start:end] for start, end in pairwise([*cuts, len(html)]) if start < end]


def plain_text(html: str) -> str:
    """The words of a body, one line a block; photos are left out."""
    lines = (collapsed(text) for kind, text in blocks(html) if kind != "photo")
    return "\n".join(lines)


def photo_keys(html: str) -> list[str]:
    """The keys of the photos of a clean body, in their order."""
    return _FIGURE.findall(html)


# --- for readers ----------------------------------------------------------------------------

#: An address or the like stands in the words of a paragraph: 24 signs without a break, or more.
_LONG_WORD = r"<p>(?=(?:[^<]|<(?!/p>)[^>]*>)*?[!-;=?-~]{24})"
#: Photos that follow each other; none of its groups is captured.
_FIGURES = f'(?:<figure data-photo="{PHOTO_KEY.pattern}"></figure>)+'
_SET_FOR_READERS = re.compile(f'({_FIGURES})|<h([23])>|<a href="([^"]*)"|({_LONG_WORD})')
_LEAVES_SITE = re.compile("https?:|[/\\\\]{2}", re.IGNORECASE)


def render(
    html: str, figures: Callable[[Sequence[str]], Iterable[str]], *, trusted: bool = False
) -> SafeString:
    """A body as readers get it: photos set by `figures(keys)`, subheads with ids; links and
    paragraphs with long words marked.

    `figures` is asked once for each run of photos with nothing between them, and answers what
    templates rendered, in any number of pieces; a plain string would be escaped. The body is
    cleaned once more unless it is `trusted`, which is for text that `clean` returned and nothing
    has touched since.
    """
    headings = 0

    def set_tag(match: re.Match[str]) -> str:
        nonlocal headings
        run, level, href, long_word = match.groups()
        if run:
            return "".join(map(conditional_escape, figures(photo_keys(run))))
        if long_word:
            return '<p class="has-long-word">'
        if level:
            headings += 1
            return f'<h{level} id="h-{headings}">'
        return match[0] + ' rel="noopener nofollow"' * bool(_LEAVES_SITE.match(href))

    return mark_safe(_SET_FOR_READERS.sub(set_tag, html if trusted else clean(html)))


def shown_as_text(text: str) -> SafeString:
    """Plain text as paragraphs: an empty line parts them, a line end is a break."""
    lines = "\n".join(line.strip() for line in scrub(text).splitlines())
    paragraphs = filter(None, map(_escaped_lines, re.split("\n\n+", lines)))
    return mark_safe("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


# --- for machines ---------------------------------------------------------------------------

#: What could end a script element or a line of JavaScript; JSON may write each in another way.
_UNQUIET = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(data: Any) -> SafeString:
    """A JSON-LD block of a page. No browser runs it, and nothing in it can end it."""
    words = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNQUIET)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words))
