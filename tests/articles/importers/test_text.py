"""Whole pages as the parser of plain text reads them."""

from __future__ import annotations

import pytest

from articles.importers.base import Finding, ImportedStory, Parser
from articles.importers.notes import LIMIT, Code
from articles.importers.text import TextParser

DATE = "2021-12-20 10:48:53"
ONE = "这是第一段正文\uff0c讲的是成都高新区的一件事情\uff0c写得比较长一些\u3002第二句也在这里\u3002"
TWO = "后来的一段正文\uff0c同样写得比较长\uff0c它看起来像一段真正的正文\u3002"


def parse(*blocks: str, sep: str = "\n\n") -> tuple[ImportedStory, list[Finding]]:
    parsed = TextParser().parse(sep.join(blocks).encode())
    assert parsed.story is not None
    assert not parsed.rejected
    return parsed.story, parsed.findings


def codes(findings: list[Finding]) -> dict[str, int | None]:
    return {finding.code: finding.line for finding in findings}


def texts(story: ImportedStory) -> list[str]:
    return [block.text for block in story.body]


def test_a_file_without_text_gives_no_story() -> None:
    parser: Parser = TextParser()
    parsed = parser.parse(b"\n \n")
    assert parsed.rejected
    assert [finding.code for finding in parsed.errors()] == ["file-empty"]


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("a.txt", True),
        ("A.TXT", True),
        ("-", True),
        ("v1.2/a", True),
        ("a.html", False),
        ("a.docx", False),
    ],
)
def test_the_parser_accepts_what_is_named_as_text(name: str, accepted: bool) -> None:
    assert TextParser().accepts(b"x", name) is accepted


def test_a_title_alone_is_a_story_with_warnings() -> None:
    story, findings = parse("\u3000\u3000只有标题\u00a0")
    assert (story.title, story.body) == ("只有标题", [])
    assert {"date-missing", "source-missing", "body-missing"} <= set(codes(findings))


@pytest.mark.parametrize("line", [DATE, "来源:新华社", "推荐新闻", "编辑:袁也然"])
def test_a_first_line_that_is_no_title_is_kept_and_reported(line: str) -> None:
    story, findings = parse(line, ONE)
    assert story.title == line
    assert codes(findings)["title-doubtful"] == 1
    assert texts(story) == [ONE]


@pytest.mark.parametrize("date", ["2021-13-40", "2021-13-40 10:48", "来源:新华社 2021-02-30 10:48"])
def test_an_impossible_date_is_a_finding_and_no_date(date: str) -> None:
    story, findings = parse("标题", date, ONE)
    assert story.published_at is None
    assert codes(findings)["date-impossible"] == 3
    assert "date-missing" not in codes(findings)
    assert texts(story) == [ONE]


def test_a_time_without_a_year_is_never_guessed() -> None:
    story, findings = parse("标题", "12-20 10:48", ONE)
    assert story.published_at is None
    assert codes(findings)["date-incomplete"] == 3


def test_an_impossible_date_in_a_list_does_not_hide_the_missing_one() -> None:
    _story, findings = parse("标题", ONE, "推荐新闻", "别的标题 2021-13-40 10:00")
    assert {"date-missing", "date-impossible"} <= set(codes(findings))


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        (f"来源:民生网{DATE}", ["民生网"]),
        (f"{DATE} 来源\uff1a新华社|人民日报", ["新华社", "人民日报"]),
        (f"来\u3000源\uff1a新华社 作者\uff1a谢婷 {DATE} 阅读 1.2万", ["新华社"]),
        (f"发布时间:{DATE} 稿源:民生网", ["民生网"]),
        (f"发布时间\uff1a{DATE}", []),
        (f"时间 {DATE}", []),
    ],
)
@pytest.mark.parametrize("at", ["head", "tail"])
def test_date_and_source_may_share_a_line(line: str, sources: list[str], at: str) -> None:
    story, _findings = parse(*(["标题", line, ONE] if at == "head" else ["标题", ONE, line]))
    assert story.published_at is not None
    assert story.published_at.isoformat() == "2021-12-20T10:48:53+08:00"
    assert story.sources == sources
    assert texts(story) == [ONE]


def test_an_outlet_beside_the_date_is_the_source_under_the_title_only() -> None:
    line = f"成都日报\u00b7锦观新闻 {DATE}"
    head, findings = parse("标题", line, ONE)
    assert head.sources == ["成都日报\u00b7锦观新闻"]
    assert codes(findings)["source-guessed"] == 3
    tail, _findings = parse("标题", ONE, line)
    assert (tail.sources, texts(tail)) == ([], [ONE, line])


@pytest.mark.parametrize("sep", ["\n\n\n", "\n\n", "\n", "\n\u3000\u3000", "\r\n    ", "\r"])
def test_every_way_of_parting_blocks_is_understood(sep: str) -> None:
    story, _findings = parse("标题", DATE, ONE, TWO, ONE, "来源:新华社", sep=sep)
    assert texts(story) == [ONE, TWO, ONE]
    assert story.sources == ["新华社"]


@pytest.mark.parametrize(
    "text",
    [
        "打开手机\uff0c首页的\u201c推荐新闻\u201d里有它\u3002",
        "编辑:这一句以标签开头\uff0c但它写到句号\u3002",
        "来源:这一句也是一样\uff0c它是正文\u3002",
        "<b>标记</b><script>alert(1)</script>\u3002",
        "记者:您怎么看\uff1f",
        "时间:12月20日",
        "1 < 2 && 3 > 2",
    ],
)
def test_the_same_words_in_the_text_stay_text(text: str) -> None:
    story, _findings = parse("标题", DATE, ONE, text, TWO)
    assert texts(story) == [ONE, text, TWO]
    assert story.credits == []


def test_only_the_ends_of_a_line_are_trimmed() -> None:
    story, _findings = parse(
        "标题 在\u3000此", f"\u2003\u3000甲\u3000乙\u00a0丙\uff21\uff0c{ONE}\u00a0"
    )
    assert story.title == "标题 在\u3000此"
    assert texts(story) == [f"甲\u3000乙\u00a0丙\uff21\uff0c{ONE}"]


def test_sections_may_stand_in_any_order() -> None:
    story, _findings = parse(
        "标题", "推荐新闻", f"甲标题 {DATE}", "乙标题", ONE, TWO, "热门评论",
        f"张三 {DATE} 说得好 12", "编辑:袁 然", "推荐阅读", "丙标题", "暂无评论",
    )  # fmt: skip
    assert [row.title for row in story.recommended] == ["甲标题", "乙标题", "丙标题"]
    assert texts(story) == [ONE, TWO]
    assert [(one.author, one.text, one.likes) for one in story.comments] == [("张三", "说得好", 12)]
    assert [(one.role, one.name) for one in story.credits] == [("editor", "袁然")]


def test_the_story_itself_and_repeated_rows_leave_the_list() -> None:
    rows = ["标题 一\uff01 2021-12-20", "甲标题 2021-12-20", "甲标题", "乙标题", DATE]
    story, findings = parse("标题一!", DATE, ONE, "推荐新闻", *rows)
    assert [row.title for row in story.recommended] == ["甲标题", "乙标题"]
    assert story.recommended[1].published_at == story.published_at
    assert codes(findings)["recommended-self"] == 9


def test_lines_among_comments_that_are_none_return_to_the_text() -> None:
    story, findings = parse("标题", ONE, "热门评论", TWO, "编辑:袁也然")
    assert texts(story) == [ONE, TWO]
    assert codes(findings)["comment-unread"] == 7


def test_the_dateline_stays_in_the_text_and_names_agency_and_reporter() -> None:
    text = f"新华社北京10月20日电(记者王思北){ONE}"
    story, findings = parse("标题", DATE, text)
    assert texts(story) == [text]
    assert story.dateline == "新华社北京10月20日电"
    assert story.sources == ["新华社"]
    assert [(one.role, one.name) for one in story.credits] == [("reporter", "王思北")]
    assert codes(findings)["source-inline"] == codes(findings)["byline-inline"] == 5


def test_a_labelled_source_is_not_replaced_by_the_dateline() -> None:
    story, findings = parse("标题", "来源:成都日报", f"中新网4月7日电 {ONE}")
    assert (story.dateline, story.sources) == ("中新网4月7日电", ["成都日报"])
    assert codes(findings)["source-inline"] == 5


def test_a_signature_below_a_caption_signs_the_photo() -> None:
    story, _findings = parse("标题", ONE, "\u2191活动现场", "本报记者 乔利峰 摄", TWO)
    assert [(block.kind, block.credit) for block in story.body] == [
        ("paragraph", None),
        ("photo", "乔利峰"),
        ("paragraph", None),
    ]
    assert [(one.role, one.name) for one in story.credits] == [("photographer", "乔利峰")]


def test_a_later_date_in_a_line_of_its_own_is_text() -> None:
    story, _findings = parse("标题", DATE, ONE, "2021年12月21日 10时30分", TWO, "2021年12月22日")
    assert texts(story) == [ONE, "2021年12月21日 10时30分", TWO, "2021年12月22日"]


def test_tags_and_original_title_are_kept() -> None:
    story, _findings = parse("标题", ONE, "标签:双城 成渝", "#双城#", "原标题:原来的\uff01题")
    assert story.tags == ["双城", "成渝"]
    assert story.original_title == "原来的\uff01题"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("成" * 201, "title-long"),
        ("携手前行\uff01成都市党政代表团前往重庆市考察", "title-split"),
        ("我为群众办实事丨聚焦民生需求开展采购", "title-split"),
        ("构建媒体融合新生态 第二届年会在双流举行", "title-split"),
    ],
)
def test_remarks_on_a_title_leave_it_whole(title: str, code: str) -> None:
    story, findings = parse(title, DATE, ONE)
    assert story.title == title
    assert codes(findings)[code] == 1


def test_a_date_under_the_title_is_no_furniture_in_any_shape() -> None:
    story, _findings = parse("标题", "2021.12.20 10:48", ONE)
    assert story.published_at is not None


def test_an_outlet_before_the_reporter_is_reported() -> None:
    story, findings = parse("标题", DATE, "成都日报记者 张三", "本报记者 谢婷", ONE)
    assert [one.name for one in story.credits] == ["张三", "谢婷"]
    assert [one.line for one in findings if one.code == "outlet-left-out"] == [5]


def test_furniture_is_reported_with_its_words_and_line() -> None:
    _story, findings = parse("标题", DATE, ONE, "扫码关注成都高新", "蜀ICP备12345678号-1")
    cut = [(one.line, one.message) for one in findings if one.code == "furniture-cut"]
    assert [line for line, _message in cut] == [7, 9]
    assert "扫码关注成都高新" in cut[0][1]


def test_endless_findings_of_one_kind_are_counted_instead() -> None:
    _story, findings = parse("标题", *["点赞"] * (LIMIT + 7), sep="\n")
    assert sum(one.code == "furniture-cut" for one in findings) == LIMIT
    rest = [one.message for one in findings if one.code == "findings-left-out"]
    assert len(rest) == 1
    assert "7" in rest[0]


def test_every_code_has_a_meaning() -> None:
    assert all(code.label for code in Code)
    assert all(code.value == code.value.lower().replace("_", "-") for code in Code)
