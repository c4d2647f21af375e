"""The Chinese catalogue: complete, compiled, and typeset as Chinese is."""

from __future__ import annotations

import re
from gettext import GNUTranslations

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from tests import catalogue
from tests.catalogue import DOMAINS, MESSAGES
from tests.catalogue_reading import Message, in_calls, in_python, in_template

CATALOGUES = {domain: catalogue.opened(domain) for domain in DOMAINS}
ENTRIES = [entry for entries in CATALOGUES.values() for entry in entries]

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}|<[^>]+>")


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def told(messages: set[Message]) -> list[str]:
    return sorted(f"{one.context}|{one.text}" for one in messages)


def keys(domain: str) -> set[Message]:
    return {catalogue.key(entry) for entry in CATALOGUES[domain]}


# Completeness


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_of_ours_is_in_the_catalogue(domain: str) -> None:
    assert told(set(catalogue.ours(domain)) - keys(domain)) == [], "Run python -m tests.catalogue."


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_that_a_package_leaves_in_english_is_in_it(domain: str) -> None:
    assert told(set(catalogue.theirs(domain)) - keys(domain)) == [], "python -m tests.catalogue"


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_catalogue_holds_nothing_that_nobody_says(domain: str) -> None:
    said_somewhere = {*catalogue.ours(domain), *catalogue.theirs(domain)}
    assert told(keys(domain) - said_somewhere) == []
    assert CATALOGUES[domain].obsolete_entries() == []


def test_every_entry_is_translated_and_sure() -> None:
    assert len(ENTRIES) > 600
    assert [entry.msgid for entry in ENTRIES if not all(said(entry))] == []
    assert [entry.msgid for entry in ENTRIES if entry.fuzzy] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_chinese_has_one_plural_form(domain: str) -> None:
    entries = CATALOGUES[domain]
    assert entries.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert all(list(entry.msgstr_plural) == [0] for entry in entries if entry.msgid_plural)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_file_is_the_catalogue(domain: str) -> None:
    compiled = (MESSAGES / f"{domain}.mo").read_bytes()
    assert compiled == CATALOGUES[domain].to_binary(), "Run python -m tests.catalogue."


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_only_packages_say_is_marked(domain: str) -> None:
    foreign = set(catalogue.theirs(domain)) - set(catalogue.ours(domain))
    assert foreign
    for entry in CATALOGUES[domain]:
        assert bool(entry.comment) == (catalogue.key(entry) in foreign), entry.msgid


# Form


def test_placeholders_and_tags_are_the_same_on_both_sides() -> None:
    for entry in ENTRIES:
        given = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for translated in said(entry):
            assert set(PLACEHOLDER.findall(translated)) == given, entry.msgid


def test_unnamed_placeholders_are_as_many_and_in_the_same_order() -> None:
    for entry in ENTRIES:
        given = re.findall(r"%[sdr]", entry.msgid)
        assert all(re.findall(r"%[sdr]", one) == given for one in said(entry)), entry.msgid


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(rf"[{HAN}\u3000-\u303f\uff00-\uffef\u201c\u201d)][,;:!?]", id="mark after"),
        pytest.param(rf"[,;:!?(][{HAN}]|[{HAN}][()]|\)[{HAN}]", id="mark before, or a bracket"),
        pytest.param(rf"[{HAN}][.\"']|[\"'][{HAN}]", id="full stop or straight quote"),
        pytest.param(r"[\uff01-\uff5e\u3001\u3002] | [\uff01-\uff5e\u3001\u3002]", id="space"),
        pytest.param(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]", id="full-width letter or digit"),
        pytest.param(
            r"[\u2018\u2019\u300c\u300d\ufffd]|\u2026(?!\u2026)(?<!\u2026\u2026)", id="odd"
        ),
    ],
)
def test_the_chinese_is_punctuated_in_full_width(fault: str) -> None:
    # A placeholder stands for Chinese words more often than not.
    texts = [PLACEHOLDER.sub("\u4e00", one) for entry in ENTRIES for one in said(entry)]
    assert [text for text in texts if re.search(fault, text)] == []


def test_brackets_and_quotes_come_in_pairs() -> None:
    for entry in ENTRIES:
        for one in said(entry):
            for opened, closed in ("\uff08\uff09", "\u201c\u201d", "\u300a\u300b"):
                assert one.count(opened) == one.count(closed), one


def test_a_sentence_stays_a_sentence() -> None:
    ends = tuple("\u3002\uff01\uff1f\uff09\u2026\u201d")
    for entry in ENTRIES:
        if re.search(r"[a-z)]\.$", entry.msgid) and not entry.msgid.endswith("..."):
            assert all(one.endswith(ends) for one in said(entry)), entry.msgid


# The words themselves


def test_readers_see_the_words_of_the_given_document() -> None:
    with translation.override("zh-hans"):
        assert gettext("Hot comments") == "\u70ed\u95e8\u8bc4\u8bba"
        assert gettext("Recommended") == "\u63a8\u8350\u65b0\u95fb"
        assert gettext("Open now") == "\u7acb\u5373\u6253\u5f00"
        call = gettext("Open %(app)s for more comments") % {"app": "\u6210\u90fd\u9ad8\u65b0"}
        banner = gettext("Want more? Get the %(app_name)s app.") % {"app_name": "\u6210\u90fd"}
    document = next((catalogue.ROOT / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    assert call in document.splitlines()
    assert banner == "\u6ca1\u770b\u591f\uff01\u4e0b\u8f7d\u4e2a\u6210\u90fd\u5457\uff01"


def test_the_call_of_the_app_counts_what_is_left_in_chinese_brackets() -> None:
    one = "Open %(app)s for %(count)s more comment"
    with translation.override("zh-hans"):
        said = ngettext(one, f"{one}s", 12) % {"app": "A", "count": 12}
    assert said.endswith("\u8bc4\u8bba\uff0812\uff09")


def test_a_context_tells_two_meanings_of_a_word_apart() -> None:
    with translation.override("zh-hans"):
        assert pgettext("import", "Rejected") != gettext("Rejected")


# The gathering, which the tests above stand on


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("from django.utils.translation import gettext as _\n_('a' 'b')", Message("ab")),
        ("from django.utils.translation import gettext_lazy\ngettext_lazy('a')", Message("a")),
        (
            "from django.utils.translation import ngettext as n\nn('one', 'many', 2)",
            Message("one", "many"),
        ),
        (
            "from django.utils.translation import pgettext_lazy as p\np('where', 'a')",
            Message("a", "", "where"),
        ),
        ("from django.utils import translation\ntranslation.gettext('a')", Message("a")),
    ],
)
def test_a_call_in_python_is_gathered(source: str, wanted: Message) -> None:
    assert list(in_python(source)) == [wanted]


@pytest.mark.parametrize(
    "source",
    [
        "_('a')",
        "from django.utils.translation import gettext as _\n_(name)",
        "from django.utils.translation import gettext as _\n_('')",
    ],
)
def test_what_is_no_string_to_translate_is_left(source: str) -> None:
    assert list(in_python(source)) == []


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('{% load i18n %}{% translate "It\'s (a) b" %} c)', [Message("It's (a) b")]),
        ("{% trans 'a' context 'where' %}", [Message("a", "", "where")]),
        (
            "{% blocktranslate trimmed %}\n a {{ b }}\n c{% endblocktranslate %}",
            [Message("a %(b)s c")],
        ),
        (
            "{% blocktranslate count n=n %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}",
            [Message("%(n)s a", "%(n)s b")],
        ),
        ('{{ _("a") }}{% include "x.html" with y=_("b") %}', [Message("a"), Message("b")]),
        ("<p>gettext</p>{{ value }}", []),
    ],
)
def test_a_tag_in_a_template_is_gathered(source: str, wanted: list[Message]) -> None:
    assert list(in_template(source)) == wanted


def test_a_call_in_a_script_is_gathered() -> None:
    source = "say(gettext('a (b)'), interpolate(ngettext('one', 'many', n)), gettext(name))"
    assert list(in_calls(source)) == [Message("a (b)"), Message("one", "many")]


def test_refreshing_keeps_translations_and_asks_for_what_is_new() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Hot comments", msgstr="kept"))
    old.append(polib.POEntry(msgid="Nobody says this", msgstr="dropped"))
    new = {entry.msgid: entry for entry in catalogue.refreshed(old, "django")}
    assert new["Hot comments"].msgstr == "kept"
    assert "Nobody says this" not in new
    assert new["Open now"].msgstr == ""


@pytest.mark.parametrize("domain", DOMAINS)
def test_refreshing_twice_is_refreshing_once(domain: str) -> None:
    once = catalogue.refreshed(CATALOGUES[domain], domain)
    assert str(catalogue.refreshed(once, domain)) == str(once)


def test_the_compiled_file_opens_with_the_standard_library() -> None:
    with (MESSAGES / "django.mo").open("rb") as stream:
        assert GNUTranslations(stream).gettext("Open now") != "Open now"


@pytest.mark.parametrize("what", [r"```sh\n.*?```", r"^#+ ", r"!\[[^]]*\]\(([^)]*)\)", r"^\| `\w+"])
def test_the_chinese_readme_is_the_twin_of_the_english(what: str) -> None:
    english, chinese = (
        (catalogue.ROOT / name).read_text(encoding="utf-8")
        for name in ("README.md", "README.zh.md")
    )
    found = re.findall(what, english, re.MULTILINE | re.DOTALL)
    assert found
    assert re.findall(what, chinese, re.MULTILINE | re.DOTALL) == found
