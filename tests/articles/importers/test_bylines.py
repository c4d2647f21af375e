"""Datelines and names inside paragraphs."""

from __future__ import annotations

import pytest

from articles.importers.bylines import read


@pytest.mark.parametrize(
    "text",
    [
        "据新华社北京10月20日电\uff0c会议召开\u3002",
        "中国电影10月20日上映\u3002",
        "人民网电商平台上线\u3002",
        "本报电子版今天上线\u3002",
        "他说(记者在场)这不难\u3002",
        "大家知道(见图)\u3002",
        "会议消息(见图)\u3002",
        "今年10月20日报道 一事\u3002",
        "北京10月20日电影节开幕\u3002",
        "会议由记者协会主办(协会供稿人员在场)\u3002",
        "这张照片是他拍摄",
    ],
)
def test_an_ordinary_paragraph_names_nobody(text: str) -> None:
    found = read(text)
    assert (found.dateline, found.agency, found.credits) == ("", "", [])


@pytest.mark.parametrize(
    ("text", "dateline", "agency", "names"),
    [
        (
            "新华社北京10月20日电(记者王思北)会议召开\u3002",
            "新华社北京10月20日电",
            "新华社",
            "王思北",
        ),
        (
            "新华社北京10月20日电\uff08记者 王思北、李响 通讯员 张三\uff09会议召开\u3002",
            "新华社北京10月20日电",
            "新华社",
            "王思北 李响 张三",
        ),
        ("中新网4月7日电 据外媒报道\u3002", "中新网4月7日电", "中新网", ""),
        ("中新社成都4月7日电 (张三)会议\u3002", "中新社成都4月7日电", "中新社", ""),
        ("本报讯(记者 张三)会议召开\u3002", "本报讯", "", "张三"),
        ("本报成都4月7日讯 会议召开\u3002", "本报成都4月7日讯", "", ""),
        ("银水11月16日电(记者江予白)有雨\u3002", "银水11月16日电", "", "江予白"),
        ("会议召开\u3002(记者 谢婷)", "", "", "谢婷"),
        ("会议召开\u3002\uff08本报记者 谢婷 何苗\uff09\u3002", "", "", "谢婷 何苗"),
        ("会议召开\u3002本报记者 乔利峰 摄", "", "", "乔利峰"),
        ("会议召开\u3002(何苗 摄)", "", "", "何苗"),
        ("会议召开\u3002(责编:张三、李四)", "", "", "张三 李四"),
    ],
)
def test_datelines_and_names_are_read(text: str, dateline: str, agency: str, names: str) -> None:
    found = read(text)
    assert (found.dateline, found.agency) == (dateline, agency)
    assert " ".join(credit.name for credit in found.credits) == names
