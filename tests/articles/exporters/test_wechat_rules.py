"""What WeChat would drop or refuse is found, each rule by its own case, and the limits counted."""

from __future__ import annotations

import pytest

from articles.exporters import wechat_rules
from articles.exporters.wechat_rules import Counter, counters, findings


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p class="a">x</p>', "attribute"),
        ('<p id="a">x</p>', "attribute"),
        ('<p onclick="x()">x</p>', "attribute"),
        ('<img src="https://a.example/a.jpg" onerror="x()">', "attribute"),
        ('<section data-role="outer">x</section>', "attribute"),
        ("<style>p{}</style>", "tag"),
        ("<script>x()</script>", "tag"),
        ('<link rel="stylesheet" href="a.css">', "tag"),
        ('<iframe src="https://a.example"></iframe>', "tag"),
        ("<form><input></form>", "tag"),
        ("<svg><text>x</text></svg>", "tag"),
        ("<div>x</div>", "tag"),
        ('<p style="color:var(--ink)">x</p>', "style"),
        ('<p style="--ink:red">x</p>', "style"),
        ('<p style="position:fixed">x</p>', "style"),
        ('<p style="position:absolute;color:red">x</p>', "style"),
        ('<p style="background-color:url(http://a.example/a.png)">x</p>', "style"),
        ('<p style="color:\\72 ed">x</p>', "style"),
        ('<p style="width:expression(alert(1))">x</p>', "style"),
        ("<p style=\"font-family:'A'\">x</p>", "style"),
        ('<p style="color">x</p>', "style"),
        ('<a href="javascript:alert(1)">x</a>', "link"),
        ('<a href="https://news.example.org/">x</a>', "link"),
        ('<a href="/2026/11/20/1/">x</a>', "link"),
        ('<img src="https://a.example/a.webp">', "picture"),
        ('<img src="/media/a.jpg">', "picture"),
        ('<img src="data:image/png;base64,AA==">', "picture"),
        ("<!-- x --><p>x</p>", "comment"),
        ("<!doctype html><p>x</p>", "comment"),
        ("<p>x", "nesting"),
        ("<p>x</p></p>", "nesting"),
        ("<p><strong>x</p></strong>", "nesting"),
        (f"<p>{'x' * 20_000}</p>", "length"),
        (f"<p>{'字' * 400_000}</p>", "size"),
    ],
)
def test_what_wechat_would_not_keep_is_found(body: str, rule: str) -> None:
    assert rule in {finding.rule for finding in findings(body)}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "字 &lt;script&gt; &amp; 1 &lt; 2",
        '<section style="color:#1a1a1d;line-height:1.8"><p style="margin:0 0 16px">x</p></section>',
        '<img src="https://a.example/a.jpg" alt="图" style="width:100%">',
        "<figure><figcaption>x</figcaption></figure>",
        '<a href="https://mp.weixin.qq.com/s/a" style="text-decoration:underline">x</a>',
        '<table><tbody><tr><td colspan="2">x<br>y</td></tr></tbody></table>',
        f"<p>{'x' * 19_992}</p>",
    ],
)
def test_what_wechat_keeps_is_left_in_peace(body: str) -> None:
    assert findings(body) == []


def test_the_same_fault_is_told_once() -> None:
    assert len(findings('<p class="a">x</p>' * 50)) == 1


@pytest.mark.parametrize(
    ("used", "is_over", "is_close"),
    [(0, False, False), (29, False, True), (32, False, True), (33, True, False)],
)
def test_a_counter_says_when_little_or_nothing_is_left(
    used: int, is_over: bool, is_close: bool
) -> None:
    counter = Counter("title", "", used, 32)
    assert (counter.is_over, counter.is_close) == (is_over, is_close)
    assert counter.left == 32 - used


def test_every_limit_is_counted() -> None:
    texts = dict.fromkeys(("title", "author", "digest", "body", "address"), "字")
    counted = {one.name: (one.used, one.limit) for one in counters(**texts, pictures=3)}
    assert counted == {
        "title": (1, wechat_rules.TITLE_LIMIT),
        "author": (1, wechat_rules.AUTHOR_LIMIT),
        "digest": (1, wechat_rules.DIGEST_LIMIT),
        "body": (1, wechat_rules.BODY_LIMIT - 1),
        "bytes": (3, wechat_rules.BODY_BYTES - 1),
        "address": (3, wechat_rules.ADDRESS_BYTES),
        "pictures": (3, None),
    }
