"""A story as WeChat takes it: what becomes of each tag, and that every body passes the rules."""

from __future__ import annotations

from typing import Any

import pytest

from articles import richtext
from articles.exporters import wechat
from articles.exporters.wechat import Notice, Picture, Story
from articles.exporters.wechat_rules import findings
from tests.articles.hostile import PAYLOADS

KEY, OTHER = "abcdefgh", "hgfedcba"
PHOTO = Picture("https://news.example.org/media/a.jpg", "图说", "张三摄", "")


def html_of(body: str, **parts: Any) -> str:
    return wechat.article(Story(body, **parts)).html


def figures(*keys: str) -> str:
    return richtext.from_blocks([("photo", key) for key in keys])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_hostile_comes_out(payload: str) -> None:
    assert findings(html_of(payload)) == []


@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "' onerror='x", "</section><iframe>", "&lt;b&gt;"]
)
def test_hostile_words_beside_the_body_stay_words(hostile: str) -> None:
    html = html_of(
        figures(KEY),
        pictures={KEY: Picture(PHOTO.address, hostile, hostile, hostile)},
        opening=[hostile],
        closing=[hostile],
        notices=[Notice(hostile, hostile, hostile)],
    )
    assert findings(html) == []
    assert "<script" not in html


def test_every_tag_of_the_body_passes() -> None:
    attributes = {"a": ' href="https://a.example"', "figure": f' data-photo="{KEY}"'}
    body = "".join(
        f"<{tag}{attributes.get(tag, '')}>字</{tag}>" for tag in sorted(richtext.ALLOWED)
    )
    html = html_of(richtext.clean(body), pictures={KEY: PHOTO})
    assert findings(html) == []
    assert "class=" not in html


def test_a_link_that_leads_out_becomes_its_words_and_is_told() -> None:
    made = wechat.article(Story('<p>见<a href="https://a.example/b"><strong>文件</strong></a></p>'))
    assert "a.example" not in made.html
    assert ">文件</strong></p>" in made.html
    assert made.links == [wechat.Link("文件", "https://a.example/b")]


def test_a_link_to_an_article_of_an_account_stays() -> None:
    made = wechat.article(
        Story('<p><a href="https://mp.weixin.qq.com/s/x?a=1&amp;b=2">旧文</a></p>')
    )
    assert 'href="https://mp.weixin.qq.com/s/x?a=1&amp;b=2"' in made.html
    assert made.links == []


def test_an_address_that_only_begins_like_an_article_does_not() -> None:
    made = wechat.article(Story('<p><a href="https://mp.weixin.qq.com.evil.example/">x</a></p>'))
    assert "evil" not in made.html


def test_photos_of_a_gallery_stand_one_under_another() -> None:
    made = wechat.article(Story(figures(KEY, OTHER), pictures={KEY: PHOTO, OTHER: PHOTO}))
    assert made.pictures == made.html.count("<img ") == made.html.count("<figure ") == 2
    assert "图说\u3000张三摄</figcaption>" in made.html


def test_a_photo_without_a_file_leaves_its_words_and_is_told() -> None:
    awaited = Picture("", "等照片", "", "")
    made = wechat.article(Story(figures(KEY, OTHER), pictures={KEY: awaited}))
    assert (made.pictures, made.without_file) == (0, [KEY])
    assert "等照片" in made.html
    assert "<img" not in made.html


def test_subheads_have_a_rule_and_paragraphs_an_indent_but_not_in_lists() -> None:
    html = html_of("<h2>题</h2><p>正文</p><ul><li><p>项</p></li></ul>")
    assert "border-left:3px solid #b3161b" in html.partition("题")[0]
    assert "text-indent:2em" in html.partition("正文")[0]
    assert "text-indent:2em" not in html.partition("正文")[2]


def test_what_stands_around_the_text_keeps_its_order() -> None:
    html = html_of(
        "<p>正文</p>",
        opening=["眉题"],
        notices=[Notice("更正", "2026-11-20", "已改")],
        closing=["来源", "编辑"],
    )
    places = [
        html.index(words)
        for words in (
            "眉题",
            "更正",
            "正文",
            "来源",
            "编辑",
        )
    ]
    assert places == sorted(places)
