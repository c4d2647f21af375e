"""Gathers every string that the site can say and keeps the Chinese catalogues in step with them.

`python -m tests.catalogue` adds what is new to the catalogues, untranslated; drops what nobody says
any more; and compiles what is there. It needs polib and nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib

from tests.catalogue_reading import Message, in_calls, in_python, in_template

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = ROOT / "newsroom" / "locale" / "zh_Hans" / "LC_MESSAGES"

#: Django keeps what scripts say in a catalogue of its own.
DOMAINS = ("django", "djangojs")

#: Where our own strings stand.
ROOMS = ("articles", "comments", "newsroom", "templates", "static")

#: Packages whose strings editors meet. Django speaks Chinese but for a few sentences.
PACKAGES = ("axes", "ckeditor", "csp", "django", "taggit", "unfold")

#: Rooms of those packages that the site does not open.
CLOSED = re.compile(
    r"unfold/contrib/(?!filters)|django/contrib/(admindocs|flatpages|gis|humanize|postgres|redirects"
    r"|sitemaps|sites|syndication)/|/(tests|bin|conf/\w+_template)/"
    r"|axes/management|static/ckeditor/ckeditor/|/vendor/|\.min\.js$"
)

#: Files without any of these say nothing; most of Django's do not.
SPEAKING = re.compile(r"gettext|trans|_\(")

LOGIN_REFUSED = (
    "Please enter the correct %(username)s and password for a staff account. Note that both "
    "fields may be case-sensitive."
)

#: What a package says in Chinese with stray spaces or a half-width mark, and we say without.
REPHRASED = frozenset(
    {
        " By %(filter_title)s ",
        ":",
        "Add %s",
        "Add %(name)s",
        "Add another %(model)s",
        "Add another %(verbose_name)s",
        "Change %s",
        LOGIN_REFUSED,
        "Select %s to change",
        "View %s",
    }
)

TEMPLATES = frozenset({".html", ".txt", ".xml", ".svg"})

#: Columns of the catalogue.
WIDTH = 100

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]")

Gathered = dict[Message, set[str]]


def reader(path: Path, domain: str) -> Callable[[str], Iterator[Message]] | None:
    """How a file says something in a domain, if it does."""
    if domain == "djangojs":
        return in_calls if path.suffix == ".js" and "static" in path.parts else None
    if path.suffix == ".py":
        return in_python
    return in_template if path.suffix in TEMPLATES and "templates" in path.parts else None


def gather(folder: Path, base: Path, domain: str) -> Gathered:
    """Every message below a folder, each with the files that say it."""
    found: Gathered = {}
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(base).as_posix()
        read = reader(path, domain)
        if read is None or CLOSED.search(where):
            continue
        source = path.read_text(encoding="utf-8")
        for spoken in read(source) if SPEAKING.search(source) else ():
            found.setdefault(spoken, set()).add(where)
    return found


@cache
def ours(domain: str) -> Gathered:
    found: Gathered = {}
    for room in ROOMS:
        for spoken, places in gather(ROOT / room, ROOT, domain).items():
            found.setdefault(spoken, set()).update(places)
    return found


def package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise LookupError(f"{name} is not installed.")
    return Path(spec.origin).parent


def spoken_by_packages(domain: str) -> set[tuple[str, str]]:
    """What the packages' own Chinese catalogues translate, as (context, string)."""
    known = set()
    for name in PACKAGES:
        folder = package_folder(name)
        for path in folder.rglob(f"locale/zh_Hans/LC_MESSAGES/{domain}.mo"):
            if not CLOSED.search(path.relative_to(folder.parent).as_posix()):
                known |= {(one.msgctxt or "", one.msgid) for one in polib.mofile(str(path))}
    return known


@cache
def theirs(domain: str) -> Gathered:
    """What packages say and no catalogue of theirs has in Chinese, or not as we want it."""
    known = {one for one in spoken_by_packages(domain) if one[1] not in REPHRASED}
    found: Gathered = {}
    for name in PACKAGES:
        folder = package_folder(name)
        for spoken, places in gather(folder, folder.parent, domain).items():
            if (spoken.context, spoken.text) not in known:
                found.setdefault(spoken, set()).update(places)
    return found


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def refreshed(old: polib.POFile, domain: str) -> polib.POFile:
    """The catalogue as it should be, with the translations that are there."""
    known = {key(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=WIDTH)
    new.header, new.metadata = old.header, old.metadata
    own, foreign = ours(domain), theirs(domain)
    for spoken in sorted({*own, *foreign}, key=lambda spoken: order(spoken, own, foreign)):
        places = own.get(spoken) or foreign[spoken]
        entry = polib.POEntry(
            msgid=spoken.text,
            msgid_plural=spoken.plural,
            msgctxt=spoken.context or None,
            occurrences=[(place, "") for place in sorted(places)],
            comment="" if spoken in own else remark(spoken, places),
        )
        copy_translation(known.get(spoken), entry)
        new.append(entry)
    return new


def order(spoken: Message, own: Gathered, foreign: Gathered) -> tuple[bool, str, str, str]:
    places = own.get(spoken) or foreign[spoken]
    return spoken not in own, min(places), spoken.text, spoken.context


def remark(spoken: Message, places: set[str]) -> str:
    """Why the catalogue holds a string that is not ours."""
    packages = ", ".join(sorted({place.split("/")[0] for place in places}))
    how = "rephrased" if spoken.text in REPHRASED else "untranslated there"
    return f"Said by {packages}, {how}."


def copy_translation(old: polib.POEntry | None, entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = old.msgstr_plural if old else {0: ""}
    elif old:
        entry.msgstr = old.msgstr
    if PLACEHOLDER.search(entry.msgid):
        entry.flags.append("python-format")


def opened(domain: str) -> polib.POFile:
    return polib.pofile(str(MESSAGES / f"{domain}.po"), wrapwidth=WIDTH)


def refresh(domain: str) -> polib.POFile:
    catalogue = refreshed(opened(domain), domain)
    catalogue.save(str(MESSAGES / f"{domain}.po"))
    catalogue.save_as_mofile(str(MESSAGES / f"{domain}.mo"))
    return catalogue


def main() -> int:
    waiting = 0
    for domain in DOMAINS:
        catalogue = refresh(domain)
        untranslated = catalogue.untranslated_entries()
        waiting += len(untranslated)
        say(f"{domain}: {len(catalogue)} strings, {len(untranslated)} without a translation.")
        for entry in untranslated:
            say(f"  {entry.msgid!r} ({entry.occurrences[0][0]})")
    return 1 if waiting else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
