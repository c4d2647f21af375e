"""Furniture of pages is known; the same words inside a sentence are text."""

from __future__ import annotations

import pytest

from articles.importers.furniture import headed_row, header, is_furniture
from articles.importers.lines import Line


@pytest.mark.parametrize(
    "text",
    [
        "打开手机\uff0c首页的\u201c推荐新闻\u201d里有它\u3002",
        "打开新局面",
        "打开心扉看评论家怎么说",
        "下载速度提升",
        "关注民生 服务群众",
        "分享发展成果",
        "评论员文章",
        "扫除障碍",
        "阅读让城市更美",
        "下一站 幸福",
        "上一篇文章里说到的事\u3002",
        "点击量超百万",
        "大 中 小",
        "2021",
        "2021.12.20 10:48",
        "声明很短\u3002",
        "没看够的人说\uff0c还想再看\u3002",
    ],
)
def test_text_is_no_furniture(text: str) -> None:
    assert not is_furniture(Line(1, text))
    assert header(Line(1, text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "打开成都高新查看更多评论",
        "没看够!下载个成都高新呗!",
        "成都高新 有态度的新闻 立即打开 \u00d7",
        "打开APP阅读全文",
        "点击下载客户端",
        "分享",
        "分享到: 微信 微博 QQ空间",
        "分享到微信",
        "版权声明\uff1a未经授权\uff0c不得转载\u3002",
        "免责声明:内容归原作者所有\u3002",
        "点赞 12",
        "收藏 点赞(3) 评论 4",
        "阅读 1.2万",
        "阅读量\uff1a12345",
        "1.2万阅读",
        "上一篇:某某标题",
        "下一篇\uff1a 某某标题",
        "上一篇 下一篇",
        "扫码关注成都高新",
        "长按识别二维码关注我们",
        "关注成都高新微信公众号",
        "蜀ICP备12345678号-1",
        "川公网安备 51010702000000号",
        "互联网新闻信息服务许可证 51120180001",
        "Copyright \u00a9 2021 成都高新 All Rights Reserved",
        "\u00a9 2021 成都高新 版权所有",
        "违法和不良信息举报电话\uff1a028-00000000",
        "未经授权不得转载",
        "暂无评论",
        "没有更多了",
        "首页 > 新闻 > 正文",
        "\u2014\u2014END\u2014\u2014",
        "\uff08完\uff09",
    ],
)
def test_furniture_is_known(text: str) -> None:
    assert is_furniture(Line(1, text))


@pytest.mark.parametrize(
    "text", ["热门评论", "最新评论", "\u3010热门评论\u3011", "热门评论(12)", "精选留言:"]
)
def test_headings_of_comments_are_known(text: str) -> None:
    assert header(Line(1, text)) == "comments"


@pytest.mark.parametrize(
    "text", ["推荐新闻", "相关阅读\uff1a", "\u3010延伸阅读\u3011", "更多新闻>>"]
)
def test_headings_of_recommended_stories_are_known(text: str) -> None:
    assert header(Line(1, text)) == "recommended"


def test_a_heading_and_its_row_may_share_a_line() -> None:
    assert headed_row(Line(1, "延伸阅读\uff1a成都这样干")) == "成都这样干"
    assert headed_row(Line(1, "相关阅读:这是一句话\u3002")) is None
