"""Pure functions on plain text: keys, tags, slugs, counting, excerpts and near-duplicates."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Protocol

from pypinyin import lazy_pinyin

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

TITLE_KEY_LENGTH = 120
SLUG_LENGTH = 60
CHARACTERS_A_MINUTE = 400
ELLIPSIS = "\u2026\u2026"
SHINGLE_LENGTH = 4


class Named(Protocol):
    """Anything with a name: a tag, mostly."""

    @property
    def name(self) -> str: ...


# --- keys: two spellings of one thing give one key -------------------------------------------

#: Invisible characters that pasted text carries: zero widths, joiners, soft hyphen, byte order.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
#: What is typed for the interpunct of `成都日报·锦观新闻`: bullets, katakana and maths dots.
_INTERPUNCTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\uff65]")
_NOT_LETTERS = re.compile(r"[\W_]+")


def title_key(text: str) -> str:
    """Letters and digits of a title, folded: equal for titles that differ in marks or spaces."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _NOT_LETTERS.sub("", folded)[:TITLE_KEY_LENGTH]


def name_key(text: str) -> str:
    """The key by which names of sources, people and tags are compared; case and spaces are gone.

    The interpunct stays, since `·` joins an outlet and its product, but all of its lookalikes
    become U+00B7.
    """
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    # Folded case and lost spaces can let marks compose anew, so the normal form is made twice.
    folded = unicodedata.normalize("NFKC", "".join(folded.split())).casefold()
    return _INTERPUNCTS.sub("\u00b7", folded)


def content_hash(*parts: str | bytes | int | None) -> str:
    """SHA-256, in hex, of the parts; `("ab", "c")` and `("a", "bc")` differ, so do 1 and "1"."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(b"%s:%d:" % (type(part).__name__.encode(), len(raw)))
        digest.update(raw)
    return digest.hexdigest()


# --- tags -----------------------------------------------------------------------------------

#: ASCII, full-width and ideographic commas and semicolons, and line ends. A space stays inside.
_TAG_MARKS = re.compile("[,;\uff0c\uff1b\u3001\uff64\r\n]+")
_QUOTES = "\"'\u201c\u201d\u2018\u2019\u300c\u300d\uff02"


def split_tags(text: str) -> list[str]:
    """Tags as typed into one field, in their order, each once; taggit parses with this."""
    tags: dict[str, str] = {}
    for piece in _TAG_MARKS.split(text):
        name = piece.strip(_QUOTES + _TRIMMED)
        if key := name_key(name):
            tags.setdefault(key, name)
    return list(tags.values())


def join_tags(tags: Iterable[Named]) -> str:
    """Tags as one line for a field; `split_tags` reads it back unchanged."""
    return "\uff0c".join(tag.name for tag in tags)


#: Every white space that `str.strip()` knows, spelt out so that quotes can be trimmed with it.
_TRIMMED = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"
)


# --- slugs and sorting ----------------------------------------------------------------------

_SLUG_WORD = re.compile("[a-z0-9]+")
_HAN_RUN = re.compile(f"[{HAN}]+")


def slug_for(name: str) -> str:
    """An ASCII slug: Han by its pinyin (女 is `nv`), at most 60 characters, never empty."""
    spelt = _HAN_RUN.sub(
        lambda run: " " + " ".join(lazy_pinyin(run[0], errors="ignore")) + " ",
        unicodedata.normalize("NFKC", name),
    )
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode().lower()
    return _cut_slug("-".join(_SLUG_WORD.findall(plain))) or _hashed_slug(name)


def unicode_slug(name: str) -> str:
    """A slug that keeps Han and other letters and drops whatever means something in a URL."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return _cut_slug(_NOT_LETTERS.sub("-", folded).strip("-")) or _hashed_slug(name)


def _cut_slug(slug: str) -> str:
    if len(slug) <= SLUG_LENGTH:
        return slug
    whole_words = slug[: SLUG_LENGTH + 1].rpartition("-")[0]
    return whole_words or slug[:SLUG_LENGTH]


def _hashed_slug(name: str) -> str:
    return "x" + content_hash(name)[:10]


#: Surnames that are read otherwise than the same character in a sentence. A surname of two
#: characters is one word, so that all of a family stand together.
_SURNAMES = """
    单:shan 曾:zeng 仇:qiu 解:xie 查:zha 任:ren 区:ou 朴:piao 盖:ge
    华:hua 缪:miao 翟:zhai 员:yun 召:shao 折:she 繁:po 种:chong 乐:yue
    覃:qin 洗:xian 冼:xian 黑:he 秘:bi 逄:pang 葛:ge 宁:ning 纪:ji
    车:che 薄:bo 柏:bai 那:na 重:chong 祭:zhai 曲:qu 燕:yan 隗:wei
    长:chang 尹:yin 沈:shen 宿:su 洪:hong 谌:chen
    尉迟:yuchi 长孙:zhangsun 万俟:moqi 澹台:tantai 单于:chanyu 鲜于:xianyu
    令狐:linghu 皇甫:huangfu 欧阳:ouyang 司马:sima 上官:shangguan 诸葛:zhuge
    夏侯:xiahou 司徒:situ 东方:dongfang 慕容:murong 公孙:gongsun 宇文:yuwen
    呼延:huyan 端木:duanmu
"""
SURNAMES: dict[str, str] = dict(re.findall(r"(\w+):(\w+)", _SURNAMES))

#: Characters that are read otherwise in given names: 剡 is not the river of Sheng county.
GIVEN_NAMES = {"剡": "yan", "晟": "sheng"}
_GIVEN_NAME = re.compile("([" + "".join(GIVEN_NAMES) + "])")


def sort_key(name: str) -> str:
    """The pinyin of a person's name, `zhang yan`, by which lists of people are sorted."""
    folded = unicodedata.normalize("NFKC", name).strip()
    surname = next((folded[:size] for size in (2, 1) if folded[:size] in SURNAMES), "")
    words = [SURNAMES[surname]] if surname else []
    for char_run in re.findall(f"[{HAN}]+|[^{HAN}\\W_]+", folded[len(surname) :]):
        words += _given_name(char_run) if _HAN_RUN.match(char_run) else [char_run.lower()]
    return " ".join(words)


def _given_name(run: str) -> list[str]:
    pieces = filter(None, _GIVEN_NAME.split(run))
    return [word for piece in pieces for word in _read_han(piece)]


def _read_han(piece: str) -> list[str]:
    return [GIVEN_NAMES[piece]] if piece in GIVEN_NAMES else lazy_pinyin(piece)


# --- counting and cutting -------------------------------------------------------------------

_FULL_WIDTH = (
    "\u2e80-\u2fdf\u2ff0-\u2fff\u3001-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6\U00020000-\U0003ffff"
    # Latin code points that Chinese copy sets full width: quotes, dash, ellipsis, interpunct.
    "\u2018\u2019\u201c\u201d\u2014\u2026\u00b7"
)
_COUNTED = re.compile(f"[{_FULL_WIDTH}]|[^{_FULL_WIDTH}\\s]+")


def count_chars(text: str) -> int:
    """The length editors mean (字数), by the convention of Word and WPS.

    Each Han character and each full-width mark is one, and so is each run of anything else up
    to the next space: `5G`, `1.5`, `newsroom's` are one each. Spaces count nothing.
    """
    return sum(1 for _ in _COUNTED.finditer(_INVISIBLE.sub("", text)))


def reading_minutes(text: str) -> int:
    """Minutes to read a text at 400 characters a minute, rounded up, at least one."""
    return max(1, -(-count_chars(text) // CHARACTERS_A_MINUTE))


_CLOSING = "\"'\u201d\u2019\u300d\u300f\u300b\uff09)"
_SENTENCE_END = re.compile(f"(?:[\u3002\uff01\uff1f!?]|\u2026\u2026|\\.(?=\\s))[{_CLOSING}]*")
#: A full-width mark brings its own room; the space of a line end after it is one too many.
_JUNK_SPACE = re.compile(
    "(?<=[\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\u2026\u201d\u300b\uff09]) "
)
_PAUSE = re.compile("[\uff0c\u3001\uff1b\uff1a,;:\u2014](?!\\d)")
_DANGLING = " ,;:\uff0c\u3001\uff1b\uff1a\u2014\u201c\u2018\u300c\u300e\u300a\uff08("
#: Part of a word that may not be cut: letters of scripts that put spaces between words.
_LATIN = re.compile(f"[^\\W{HAN}\u3041-\u30ff\uac00-\ud7a3]|['.%-]")


def excerpt(text: str, limit: int) -> str:
    """The beginning of a text on one line, at most `limit` characters long.

    It ends with a whole sentence if one fills at least half of the room. Otherwise it stops
    before a pause mark, or failing that between two characters, and takes the six-dot ellipsis
    (two U+2026, GB/T 15834). A Latin word is cut only if it alone is longer than the room.
    """
    line = _JUNK_SPACE.sub("", " ".join(text.split()))
    if len(line) <= limit:
        return line
    if sentence := _last_end(_SENTENCE_END, line, limit, limit // 2):
        return line[:sentence].rstrip()
    room = max(limit - len(ELLIPSIS), 0)
    pause = _last_start(_PAUSE, line, room, limit // 2)
    cut = pause or _safe_cut(line, room)
    kept = line[:cut].rstrip(_DANGLING)
    return kept + ELLIPSIS if kept else line[: _safe_cut(line, limit)].rstrip()


def _last_end(pattern: re.Pattern[str], line: str, limit: int, least: int) -> int:
    # One character more is shown to the pattern, for the space that must follow a Latin stop.
    ends = (match.end() for match in pattern.finditer(line, 0, limit + 1))
    return max((end for end in ends if least <= end <= limit), default=0)


def _last_start(pattern: re.Pattern[str], line: str, limit: int, least: int) -> int:
    starts = (match.start() for match in pattern.finditer(line, 0, limit + 2))
    return max((start for start in starts if least <= start <= limit), default=0)


def _safe_cut(line: str, limit: int) -> int:
    """The last place up to `limit` that splits neither a word nor what is seen as one sign."""
    cut = limit
    while 0 < cut < len(line) and _LATIN.match(line[cut - 1]) and _LATIN.match(line[cut]):
        cut -= 1
    cut = cut or limit
    while 0 < cut < len(line) and _joined(line, cut):
        cut -= 1
    return cut


def _joined(line: str, cut: int) -> bool:
    before, after = line[cut - 1], line[cut]
    if _is_flag_letter(after):
        letters = len(line[:cut]) - len(line[:cut].rstrip(_FLAG_LETTERS))
        return letters % 2 == 1
    return (
        before == "\u200d"
        or after == "\u200d"
        or unicodedata.category(after).startswith("M")
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")
    )


_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _is_flag_letter(char: str) -> bool:
    return char in _FLAG_LETTERS


# --- the same story twice -------------------------------------------------------------------


def shingles(text: str) -> frozenset[str]:
    """Runs of four characters of a text stripped to letters and digits, width and case folded."""
    bare = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).lower())
    last = max(len(bare) - SHINGLE_LENGTH, 0)
    return frozenset(bare[at : at + SHINGLE_LENGTH] for at in range(last + 1) if bare)


def containment(a: str | AbstractSet[str], b: str | AbstractSet[str]) -> float:
    """How much of the smaller text stands in the other, 0.0 to 1.0; texts or their shingles.

    Reprints score 0.97 to 1.00 and unrelated stories about 0.01. An empty text scores 0.0.
    """
    one = shingles(a) if isinstance(a, str) else a
    other = shingles(b) if isinstance(b, str) else b
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
