"""Tags and text as the reader of fragments finds them."""

from __future__ import annotations

import pytest

from articles.markup import Tag, Token, depth, element_ends, tokens, written


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("", []),
        ("a<!-- b > c -->d", ["a", "d"]),
        ("a<!-->b", ["a", "b"]),
        ("a<!-- b", ["a"]),
        ("a<![CDATA[b]]>c<?d?>e</ f>g", ["a", "c", "e", "g"]),
        ("1 < 2 <3", ["1 < 2 <3"]),
        ("a<p", ["a<p"]),
        ("<P/>a</P x>", [Tag("p"), "a", Tag("p", closes=True)]),
        ("<p x='a>b'>", [Tag("p", attributes={"x": "a>b"})]),
        ("<p x=a X=b y>", [Tag("p", attributes={"x": "a", "y": ""})]),
        ("<p x='&lt;&#65;&copy=1'>", [Tag("p", attributes={"x": "<A&copy=1"})]),
        ("a<svg>b</svg>c", ["a", "c"]),
        ("a<svg>b", ["a", "b"]),
        ("a<style>b", ["a"]),
        ("&lt;p&gt;&#0;&#x202e;", ["<p>\ufffd"]),
    ],
)
def test_a_fragment_reads_as_tags_and_text(source: str, read: list[Token]) -> None:
    assert list(tokens(source)) == read


def test_ragged_quotes_cost_their_own_tag_only() -> None:
    read = list(tokens("<p x=\"a>b</p><p x='c'>d"))
    assert Tag("p", attributes={"x": "c"}) in read


@pytest.mark.parametrize(
    ("source", "deep"),
    [
        ("<p>" * 9, 0),
        ("<b>" * 9, 9),
        ("<b></b>" * 9, 1),
        ("<b></i>" * 9, 9),
        ("<b><!--</b>-->" * 9, 9),
        ("</b>" * 9 + "<b>", 1),
    ],
)
def test_depth_is_never_less_than_what_a_browser_makes(source: str, deep: int) -> None:
    assert depth(tokens(source), {"p"}) == deep


def test_only_closed_elements_have_an_end() -> None:
    read = list(tokens("<b><i></i><b></b></b></b><b>"))
    assert element_ends(read, "b") == {0: 5, 3: 4}


def test_a_token_is_written_without_a_loose_sign() -> None:
    assert written('<&">') == '&lt;&amp;"&gt;'
    assert written(Tag("a", attributes={"href": "<\"'>"})) == ('<a href="&lt;&quot;&#x27;&gt;">')
