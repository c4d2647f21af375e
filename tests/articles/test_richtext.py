"""The allow-list of the body: what is refused, what is kept, and how readers get it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import richtext
from tests.articles.hostile import FRAGMENTS, PAYLOADS, URLS

KEY, OTHER_KEY = "abcdefgh", "zyx98765"
FIGURE = f'<figure data-photo="{KEY}"></figure>'

BARE = "p|h2|h3|strong|em|sup|sub|ul|ol|li|blockquote|table|thead|tbody|tr"
START = re.compile(
    f"<(?:{BARE}|br|hr"
    '|a href="[^"<>]*"(?: title="[^"<>]*")?'
    '|figure data-photo="[a-z0-9]{8,32}"'
    '|t[hd](?: colspan="[0-9]+")?(?: rowspan="[0-9]+")?(?: scope="[a-z]+")?)>'
)
END = re.compile(f"</(?:{BARE}|a|figure|th|td)>")


def foreign(html: str) -> list[str]:
    """What stands in angle brackets and is not on the list, checked without our own reader."""
    left = START.sub("", END.sub("", html))
    addresses = (unescape(address).lower() for address in re.findall('href="([^"]*)"', html))
    known = re.compile(r"https?:|mailto:|tel:|[^:]*$|[^:/?#]*[/?#]")
    return re.findall("[<>].*", left) + [url for url in addresses if not known.match(url)]


# --- refused


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_fragment_leaves_only_listed_tags(payload: str) -> None:
    for html in (payload, f"<p>{payload}</p>", f"<table><td>{payload}", f"<ul>{payload}<li>"):
        assert foreign(richtext.clean(html)) == []


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_a_link_with_a_hostile_address_is_no_link(url: str, quote: str) -> None:
    cleaned = richtext.clean(f"<a href={quote}{url}{quote}>link</a>")
    assert "href" not in cleaned
    assert "link" in cleaned


@pytest.mark.parametrize("name", ["script", "style", "svg", "template", "noscript", "iframe"])
def test_scripts_and_their_like_go_with_what_they_hold(name: str) -> None:
    assert richtext.clean(f"<p>a<{name} x>evil</{name.upper()} >b</p>") == "<p>ab</p>"


@pytest.mark.parametrize(
    "key", ["", "short", "A" * 8, "a" * 33, "x onmouseover=1", "abcdefg\u00e9", "../abcdef"]
)
def test_a_figure_without_a_key_is_only_its_text(key: str) -> None:
    assert (
        richtext.clean(f'<figure data-photo="{key}"><b>t</b></figure>')
        == "<p><strong>t</strong></p>"
    )


def test_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(richtext.TooLarge, match=str(richtext.MAX_LENGTH)):
        richtext.clean("a" * (richtext.MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 20_000,
        "<ul><li>" * 200,
        "<b>" * 101,
        "<b><!--</b>-->" * 101,
        '<b title="</b>">' * 101,
        "<p>" * 200_001,
        "&" * 200_001,
    ],
)
def test_text_that_would_take_long_is_refused(html: str) -> None:
    with pytest.raises(richtext.TooLarge):
        richtext.clean(html)


# --- kept


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("", ""),
        ("a", "<p>a</p>"),
        ("<p>a  b \n c</p>", "<p>a b c</p>"),
        ("<p>a  b</p>", "<p>a b</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<h1>a</h1><h4>b</h4>", "<h2>a</h2><h3>b</h3>"),
        ("<p><b>a</b><i>b</i></p>", "<p><strong>a</strong><em>b</em></p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ('<p class="MsoNormal" style="x"><span lang=EN-US>a<o:p></o:p></span></p>', "<p>a</p>"),
        ("<!--[if gte mso 9]><xml><w:x>1</w:x></xml><![endif]--><p>a</p>", "<p>a</p>"),
        ("<p>\u3000\u2003&nbsp;a&emsp;</p>", "<p>a</p>"),
        ("<p>&nbsp;</p><p><br></p><p> \u200b</p><h2></h2><ul><li> </ul>", ""),
        (
            '<a href="/x" title="t" rel="r" target="_blank">a</a>',
            '<p><a href="/x" title="t">a</a></p>',
        ),
        ("<a href='?id=1&section=2'>a</a>", '<p><a href="?id=1&amp;section=2">a</a></p>'),
        ("<a href=/x>a", '<p><a href="/x">a</a></p>'),
        ("<a name=top>a</a>", "<p>a</p>"),
        ("<p>a<script>b", "<p>a</p>"),
        (f"<p>a{FIGURE}b</p>", f"<p>a</p>{FIGURE}<p>b</p>"),
        (f"<p>a{FIGURE[:-9]}<img src=x>c</figure>b</p>", f"<p>a</p>{FIGURE}<p>b</p>"),
        (f"<ul><li>a{FIGURE}<li>b</ul>", f"<ul><li>a</li><li>b</li></ul>{FIGURE}"),
        (f"{FIGURE}<p>a</p>{FIGURE}", f"{FIGURE}<p>a</p>"),
        (f"{FIGURE[:-9]}<p>a</p>", f"{FIGURE}<p>a</p>"),
    ],
)
def test_what_may_stay_stays_in_its_normal_form(html: str, kept: str) -> None:
    assert richtext.clean(html) == kept


def test_every_tag_of_the_list_can_be_used() -> None:
    body = (
        '<p><a href="/x" title="t">a</a><strong>b<em>c</em></strong><br>'
        "x<sup>2</sup><sub>3</sub></p>"
        f"<h2>d</h2><h3>e</h3><hr><ul><li>f<ol><li>g</li></ol></li></ul>{FIGURE}"
        "<blockquote><p>h</p></blockquote>"
        '<table><thead><tr><th colspan="2" rowspan="2" scope="col">i</th></tr></thead>'
        '<tbody><tr><td colspan="2" rowspan="2">j</td></tr></tbody></table>'
    )
    assert richtext.clean(body) == body
    assert set(re.findall("<([a-z0-9]+)", body)) == set(richtext.ALLOWED)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=30))
def test_cleaning_twice_is_cleaning_once(fragments: list[str]) -> None:
    cleaned = richtext.clean("".join(fragments))
    assert foreign(cleaned) == []
    assert richtext.clean(cleaned) == cleaned


def test_the_editors_rules_name_exactly_the_list() -> None:
    rules: dict[str, set[str]] = {}
    for rule in richtext.editor_rules().split("; "):
        tags, _, attributes = rule.rstrip("]").partition("[")
        for tag in tags.split():
            rules[tag] = {name.lstrip("!") for name in attributes.split(",") if name}
    assert rules == richtext.ALLOWED
    assert "a[!href,title]; figure[!data-photo]" in richtext.editor_rules()


# --- blocks


def test_markup_in_a_block_is_text() -> None:
    body = richtext.from_blocks([("paragraph", "<b>&amp;</b>"), ("heading", "<script>")])
    assert body == "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p><h2>&lt;script&gt;</h2>"
    assert richtext.plain_text(body) == "<b>&amp;</b>\n<script>"


@pytest.mark.parametrize("key", ["", "short", 'abcdefgh"><script>', "abcdefgh\n"])
def test_a_block_takes_no_false_key(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        richtext.from_blocks([("photo", key)])


def test_a_block_of_another_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        richtext.from_blocks([("script", "a")])


def test_blocks_that_say_nothing_or_come_twice_are_left_out() -> None:
    pairs = [("photo", KEY), ("paragraph", " \u3000"), ("photo", OTHER_KEY), ("photo", KEY)]
    assert richtext.photo_keys(richtext.from_blocks(pairs)) == [KEY, OTHER_KEY]
    assert "<p>" not in richtext.from_blocks(pairs)


KINDS = st.sampled_from(["paragraph", "heading"])
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=6).map("".join)


@settings(deadline=None)
@given(st.lists(st.tuples(KINDS, TEXTS)))
def test_a_body_made_of_blocks_is_clean_and_gives_them_back(pairs: list[tuple[str, str]]) -> None:
    body = richtext.from_blocks([*pairs, ("photo", KEY)])
    assert richtext.clean(body) == body
    # The long way too, and not only the glance that lets plain bodies pass.
    assert richtext.clean(f"{body}<!---->") == body
    assert richtext.from_blocks(richtext.blocks(body)) == body


def test_a_table_and_a_list_are_read_line_by_line() -> None:
    body = "<ul><li>a<br>b<li>c</ul><table><tr><th>d<td>e<tr><td>f</table><h3>g</h3>" + FIGURE
    assert richtext.plain_text(richtext.clean(body)) == "a b\nc\nd e\nf\ng"
    assert richtext.blocks(richtext.clean(body))[-2:] == [("heading", "g"), ("photo", KEY)]


def test_the_blocks_of_a_body_are_whole() -> None:
    whole = [
        "<h2>a</h2>",
        "<p>b<br><strong>c</strong> &lt;p&gt;</p>",
        FIGURE,
        "<ul><li>d<ol><li>e</li></ol></li></ul>",
        "<hr>",
        "<blockquote><p>f</p><hr><p>g</p></blockquote>",
        '<table><tbody><tr><td colspan="2">h</td></tr></tbody></table>',
    ]
    assert richtext.clean("".join(whole)) == "".join(whole)
    assert richtext.blocks_of("".join(whole)) == whole
    assert richtext.blocks_of("") == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join).map(richtext.clean))
def test_the_blocks_of_a_body_make_it_up_and_each_is_a_body(body: str) -> None:
    found = richtext.blocks_of(body)
    assert "".join(found) == body
    assert all(richtext.clean(block) == block for block in found)
    assert all(richtext.blocks_of(block) == [block] for block in found)


# --- for readers


def no_photo(keys: Sequence[str]) -> list[str]:
    return []


def test_a_body_that_nobody_vouches_for_is_cleaned_before_it_is_shown() -> None:
    assert richtext.render("<p onclick=x>a<script>b</script></p>", no_photo) == "<p>a</p>"


def test_a_figure_that_no_template_made_is_escaped() -> None:
    shown = richtext.render(FIGURE, lambda keys: ["<img onerror=x>", SafeString("<b>")])
    assert shown == "&lt;img onerror=x&gt;<b>"


def test_photos_are_set_once_and_what_they_hold_is_left_alone() -> None:
    photo = '<h2>caption</h2><a href="https://a.example/">by</a>'
    shown = richtext.render(f"<h2>a</h2>{FIGURE}<h3>b</h3>", lambda keys: [SafeString(photo)])
    assert shown == f'<h2 id="h-1">a</h2>{photo}<h3 id="h-2">b</h3>'
    assert isinstance(shown, SafeString)
    assert richtext.render(f"<p>a</p>{FIGURE}", no_photo) == "<p>a</p>"


def test_photos_with_nothing_between_them_are_set_together() -> None:
    runs = [["aaaaaaaa", "bbbbbbbb"], ["cccccccc"], ["dddddddd"]]
    blocks = [[("photo", key) for key in run] for run in runs]
    body = richtext.from_blocks([*blocks[0], ("paragraph", "a"), *blocks[1], ("heading", "b")])
    body += "<ul><li>c</li></ul>" + richtext.from_blocks(blocks[2])
    asked: list[Sequence[str]] = []

    def figures(keys: Sequence[str]) -> Iterator[str]:
        asked.append(keys)
        return map(str.upper, keys)

    shown = richtext.render(body, figures)
    assert asked == runs
    assert shown.startswith("AAAAAAAABBBBBBBB<p>a</p>CCCCCCCC<h2")


@pytest.mark.parametrize(
    ("url", "leaves"),
    [
        ("https://a.example/", True),
        ("HTTP://a.example/", True),
        ("//a.example/", True),
        ("/\\a.example/", True),
        ("/section/", False),
        ("#h-1", False),
        ("mailto:desk@a.example", False),
        ("tel:12345", False),
    ],
)
def test_only_links_that_leave_the_site_are_marked(url: str, leaves: bool) -> None:
    shown = richtext.render(f'<p><a href="{url}" title="t">a</a></p>', no_photo)
    assert ('rel="noopener nofollow"' in shown) is leaves
    assert "rel" not in richtext.clean(shown)


def test_plain_text_is_shown_as_paragraphs_and_breaks() -> None:
    shown = richtext.shown_as_text(" <b>a</b>\r\nb & c\n \n\n\u3000d\x00\u202e\n")
    assert shown == "<p>&lt;b&gt;a&lt;/b&gt;<br>b &amp; c</p><p>d</p>"
    assert isinstance(shown, SafeString)
    assert richtext.shown_as_text(" \n ") == ""


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("见https://example.org/2026/11/20/a.shtml\u3002", 1),
        ("见<b>粗</b>及<i>https://example.org/2026/a</i>", 1),
        ('见<a href="https://example.org/2026/11/20/a.shtml">此处</a>', 0),
        ("Kubernetes和GPT-5", 0),
        ("短</p><p>https://example.org/2026/11/20/a.shtml", 1),
    ],
)
def test_a_paragraph_with_a_long_word_is_marked(words: str, marked: int) -> None:
    shown = richtext.render(f"<p>{words}</p>", no_photo)
    assert shown.count("has-long-word") == marked
    assert "<p>短</p>" in shown or not words.startswith("短")


def test_long_words_are_looked_for_in_linear_time() -> None:
    body = "<p>" + "<b>a</b>abcdefghij " * 20_000 + "</p>"
    assert "has-long-word" not in richtext.render(body, no_photo, trusted=True)
