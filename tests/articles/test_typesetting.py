"""The one normal form of a body: what stands where, and where white space stands."""

from __future__ import annotations

import pytest

from articles import richtext
from articles.typesetting import MAX_BOXES


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("a \n b", "a b"),
        ("<b>a </b>b", "<strong>a</strong> b"),
        ("<b>a</b><em> </em><b>b</b>", "<strong>a b</strong>"),
        ("<b>a</b><b>b</b>", "<strong>ab</strong>"),
        ("<em><b>a</b></em>", "<strong><em>a</em></strong>"),
        ("<b><b>a</b></b>", "<strong>a</strong>"),
        ("<b> </b>a<i></i>", "a"),
        ("<br> a \u3000<br>\u3000b<br><br>", "a<br>b"),
        ("a<br><br>b", "a<br><br>b"),
        ("<a href=/x>a</a> <a href=/x>b</a>", '<a href="/x">a b</a>'),
        ("<a href=/x>a</a><a href=/y>b</a>", '<a href="/x">a</a><a href="/y">b</a>'),
        ("\u3000a\u3000b\u3000", "a\u3000b"),
    ],
)
def test_a_line_has_one_form(html: str, line: str) -> None:
    assert richtext.clean(f"<p>{html}</p>") == f"<p>{line}</p>"


@pytest.mark.parametrize(
    ("html", "page"),
    [
        ("<h2><p>a</p>b</h2>", "<h2>a</h2><h2>b</h2>"),
        ("<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<li>a</li>b", "<p>a</p><p>b</p>"),
        ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        (
            "<ul><li>a</li><ul><li>b</ul></ul>",
            "<ul><li>a</li><li><ul><li>b</li></ul></li></ul>",
        ),
        ("<ul><li>a<ul> </ul>b</ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul><li><p>a</p>\n<p>b</p><h2>c</h2></ul>", "<ul><li>a<br>b<br>c</li></ul>"),
        ("<blockquote>a<hr></blockquote>", "<blockquote><p>a</p><hr></blockquote>"),
        ("<table><tr><td> <td></table>", ""),
        (
            "<table><caption>a</caption><tr><td><ul><li>b<li>c</ul><td></table>",
            "<p>a</p><table><tbody><tr><td>b<br>c</td><td></td></tr></tbody></table>",
        ),
        (
            "<table><tr><td>a<table><tr><td>b</table></table>",
            "<table><tbody><tr><td>a<br>b</td></tr></tbody></table>",
        ),
    ],
)
def test_a_page_has_one_form(html: str, page: str) -> None:
    assert richtext.clean(html) == page
    assert richtext.clean(page) == page


def test_quotations_that_go_too_deep_keep_their_text() -> None:
    page = richtext.clean("<blockquote>" * 90 + "a")
    assert page.count("<blockquote>") == MAX_BOXES - 1
    assert richtext.plain_text(page) == "a"
    assert richtext.clean(page) == page


def test_photos_of_a_list_follow_it_in_their_order() -> None:
    keys = ["aaaaaaa1", "aaaaaaa2", "aaaaaaa3"]
    figures = [f'<figure data-photo="{key}"></figure>' for key in keys]
    page = richtext.clean(f"<ul><li>{figures[0]}a<li>{figures[1]}</ul>{figures[2]}<p>b</p>")
    assert page == f"<ul><li>a</li></ul>{''.join(figures)}<p>b</p>"
