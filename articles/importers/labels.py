"""Lines that name sources and people behind labels: `来源`, `责任编辑`, `文/图` and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from articles.choices import CreditRole
from articles.importers.base import ImportedCredit
from articles.importers.lines import fold
from articles.importers.names import could_be_name, is_body, is_name, split_names, split_sources
from articles.importers.vocabulary import DATES, GIVERS, RANKS, ROLES, SOURCES, STRICT, TAGS
from articles.text import HAN, split_tags

_ROLE_OF = {label: roles for roles, labels in ROLES.items() for label in labels.split()}


def spaced(label: str) -> str:
    """A pattern for a label whose letters may be spaced out: `来　源`."""
    return r"\s{0,3}".join(map(re.escape, label))


def any_of(labels: Iterable[str]) -> str:
    return "|".join(spaced(label) for label in sorted(labels, key=len, reverse=True))


_ALL = any_of([*_ROLE_OF, *SOURCES, *TAGS, *DATES])
_PERSON = any_of(_ROLE_OF)
#: `本报记者`, `成都日报·锦观新闻记者`: an outlet before the word.
_OUR = f"[{HAN}A-Za-z0-9\u00b7]{{1,16}}?(?:记者|通讯员)"
_START = r"(?:^|(?<=[\s(\[|,;\u3001/)\]]))"
_JOINED = rf"(?:\s*[/\u3001&]\s*(?:{_PERSON})|\s?[和及兼]\s?(?:{_PERSON}))*"
_WORDS = rf"(?P<words>(?:{_ALL}){_JOINED}|{_OUR})"
_STRONG = r"(?P<sep>\s*[:|/]\s*)"
_ANY = r"(?P<sep>\s*[:|/]\s*|\s+|$|(?=[)\]])|(?<=记者)|(?<=通讯员)|(?<=实习生))"
_STRONG_LABEL = re.compile(_START + _WORDS + _STRONG)
_ANY_LABEL = re.compile(_START + _WORDS + _ANY)

_ORIGINAL = re.compile(r"^[(\[]?\s*原\s{0,3}标\s{0,3}题\s*[:|/]\s*(?P<title>.+?)\s*[)\]]?$")
_HASH_TAGS = re.compile(r"#([^#\s]{1,30})(?:#\s*|\s+|$)")
_EDGES = " \t,;\u3001|/()[]:-"
_OUTLET = re.compile(r"^.{1,16}?(?=记者|通讯员|实习生)|记者|通讯员|实习生")

_NAMED_OUTLET = re.compile(f"([{HAN}A-Za-z0-9\u00b7]{{1,16}}?)(?:记者|通讯员)")
_SENTENCE = re.compile("[\u3002!?]")

#: A credit line is never longer.
LONGEST = 200

Kind = Literal["person", "source", "tags", "date"]


@dataclass(slots=True)
class Labelled:
    """What a line of labels says."""

    credits: list[ImportedCredit] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    original_title: str = ""
    doubtful: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    compiled: bool = False
    names_date: bool = False

    def credit(self, roles: Iterable[CreditRole], names: Iterable[str]) -> None:
        self.credits += [ImportedCredit(role, name) for name in names for role in roles]


@dataclass(frozen=True, slots=True)
class Segment:
    """One label (or several that share a value) with the text up to the next."""

    words: tuple[str, ...]
    strong: bool
    value: str

    @property
    def kind(self) -> Kind:
        first = self.words[0]
        if first in SOURCES:
            return "source"
        if first in TAGS:
            return "tags"
        return "date" if first in DATES else "person"

    @property
    def roles(self) -> tuple[CreditRole, ...]:
        return tuple(dict.fromkeys(role for word in self.words for role in roles_of(word)))


def roles_of(word: str) -> tuple[CreditRole, ...]:
    if word in _ROLE_OF:
        return _ROLE_OF[word]
    return (CreditRole.CORRESPONDENT if word.endswith("通讯员") else CreditRole.REPORTER,)


def read(text: str) -> Labelled | None:
    """What the labels of a whole line say, or None when the line is ordinary text."""
    folded = fold(text)
    original = _ORIGINAL.match(folded)
    if original:
        return Labelled(original_title=text[original.start("title") : original.end("title")])
    if len(text) > LONGEST or _SENTENCE.search(folded):
        return None
    return (
        hash_tags(text)
        or trailing(text)
        or leading(text, _ANY_LABEL)
        or leading(text, _STRONG_LABEL)
    )


def outlets(text: str) -> list[str]:
    """Outlets named before `记者`, which no credit keeps; `本报` and ranks are none."""
    named = (hit[1] for hit in _NAMED_OUTLET.finditer(fold(text)))
    return [name for name in named if name not in RANKS and name not in _ROLE_OF]


def looks_labelled(folded: str) -> bool:
    """Whether the line begins like a label line, whatever it goes on to be."""
    return _STRONG_LABEL.match(folded.lstrip("[(")) is not None


def hash_tags(text: str) -> Labelled | None:
    """`#双城#` or `#双城 #成渝`, and nothing else in the line."""
    if not text.startswith("#") or _HASH_TAGS.sub("", text).strip():
        return None
    return Labelled(tags=[hit[1] for hit in _HASH_TAGS.finditer(text)])


# --- labels before names --------------------------------------------------------------------


def leading(text: str, pattern: re.Pattern[str]) -> Labelled | None:
    folded = fold(text)
    start = len(folded) - len(folded.lstrip(_EDGES))
    if not pattern.match(folded, start):
        return None
    hits = list(pattern.finditer(folded, start))
    found = Labelled()
    waiting: tuple[str, ...] = ()
    for segment in segments(text, folded, hits):
        shared = Segment(waiting + segment.words, segment.strong, segment.value)
        if not shared.value and not shared.strong:
            waiting = shared.words
            continue
        waiting = ()
        if not take(shared, found):
            return None
        if segment.kind == "tags":
            break
    return None if waiting else found


def segments(text: str, folded: str, hits: list[re.Match[str]]) -> Iterator[Segment]:
    ends = [hit.start() for hit in hits[1:]] + [len(folded)]
    for hit, end in zip(hits, ends, strict=True):
        bare = re.sub(r"\s+", "", hit["words"])
        words = (
            (bare,) if bare in _ROLE_OF else tuple(re.split("[/\u3001&]|(?<=.)[和及兼](?=.)", bare))
        )
        rest = len(folded) if words[0] in TAGS else end
        start, stop = trimmed(folded, hit.end(), rest)
        yield Segment(words, bool(hit["sep"].strip()), text[start:stop])


def trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    value = folded[start:end]
    start += len(value) - len(value.lstrip(_EDGES))
    return start, max(start, start + len(value.strip(_EDGES)))


def take(segment: Segment, found: Labelled) -> bool:
    """Add what a segment says; False where its value is no value for its label."""
    if not segment.value:
        found.empty += segment.words if segment.kind != "date" else ()
        found.names_date |= segment.kind == "date"
        return True
    if segment.kind == "source":
        return take_source(segment, found)
    if segment.kind == "tags":
        found.tags += tags_of(segment.value) if segment.strong else ()
        return segment.strong
    return segment.kind == "person" and take_people(segment, found)


def take_source(segment: Segment, found: Labelled) -> bool:
    value = segment.value
    limit = 80 if segment.strong else 20
    if len(value) > limit or (not segment.strong and segment.words[0] == "综合"):
        return False
    if not segment.strong and re.search("[,\uff0c:\uff1a]", value):
        return False
    sources = split_sources(value)
    if segment.words[0] == "综合" and not all(map(is_body, sources)):
        return False
    found.sources += sources
    found.compiled |= not sources
    return True


def tags_of(value: str) -> list[str]:
    tags = split_tags(value.replace("#", ",") if "#" in value else value)
    return tags if len(tags) > 1 else [tag for name in tags for tag in name.split()]


def take_people(segment: Segment, found: Labelled) -> bool:
    if set(segment.words) & GIVERS and segment.strong:
        names = [
            name for name in re.split("[\u3001\uff0c,;\uff1b/|]", segment.value) if name.strip()
        ]
        givers = [name.strip() for name in names]
        if all(is_body(name) for name in givers):
            found.credit(segment.roles, givers)
            return True
    names = [name for one in split_names(segment.value) if (name := without_outlet(one))]
    strict = not segment.strong or bool(set(segment.words) & STRICT)
    doubtful = [name for name in names if not is_name(name) and not is_body(name)]
    if doubtful and (strict or (len(names) > 1 and not all(map(plain_name, doubtful)))):
        return False
    if not names or not all(
        could_be_name(name) or is_body(name) or is_name(name) for name in names
    ):
        return False
    found.doubtful += [name for name in doubtful if not plain_name(name)]
    found.credit(segment.roles, names)
    return True


def plain_name(token: str) -> bool:
    """Two to four Han with an unlisted first: still a name behind a colon, with no remark."""
    return re.fullmatch(f"[{HAN}]{{2,4}}", token) is not None


def without_outlet(name: str) -> str:
    """`新华社记者张三` is 张三."""
    return _OUTLET.sub("", name).strip() if "记者" in name or "通讯员" in name else name


# --- labels after names ---------------------------------------------------------------------

_AFTER = (
    "摄影报道|图文报道|文/图|图/文|文/摄影|文/摄|文\u3001图|图\u3001文|文图|图文|摄影|供稿|供图|"
    "报道|整理|编译|撰文|制图|翻译|摄|文|图"
)
_AFTER_ENDS = tuple({word[-1] for word in _AFTER.split("|")})
_AFTER_LABEL = re.compile(rf"(?:(?<=[\s/])|(?<=[\s/]\())(?P<word>{_AFTER})(?=[\s,;\u3001)\]]|$)")
_GLUED_SHOT = re.compile(
    f"^(?P<who>(?:{_OUR}|记者|通讯员)\\s*[{HAN}]{{2,3}})(?P<word>摄影报道|摄影|摄)$"
)


def trailing(text: str) -> Labelled | None:
    """`本报记者 乔利峰 摄`, `张三/文 李四/图`: names first, and what each did behind them."""
    folded = fold(text).strip(_EDGES)
    if not folded.endswith(_AFTER_ENDS):
        return None
    glued = _GLUED_SHOT.match(folded)
    if glued:
        folded = f"{glued['who']} {glued['word']}"
    hits = list(_AFTER_LABEL.finditer(folded))
    if not hits or hits[-1].end() != len(folded):
        return None
    found, start = Labelled(), 0
    for hit in hits:
        if not take_signed(folded[start : hit.start()], hit["word"], found):
            return None
        start = hit.end()
    return found


def take_signed(value: str, word: str, found: Labelled) -> bool:
    """Add people whose work is named behind them; `报道` says only what their label says."""
    people = Labelled()
    spaced_out = re.sub(f"(?:^|(?<=[\\s\u3001,;]))(?:{_OUR}|记者|通讯员|实习生)", "", value)
    names = split_names(spaced_out.strip(_EDGES))
    if not names or not all(map(is_name, names)):
        return False
    if word == "报道" or word == "整理":
        labelled = leading(value.strip(_EDGES), _ANY_LABEL)
        people.credits = labelled.credits if labelled else []
        if not people.credits:
            return False
    else:
        people.credit(roles_of(word), names)
    found.credits += people.credits
    return True
