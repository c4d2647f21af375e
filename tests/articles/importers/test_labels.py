"""Label lines: every label, every separator, every way of writing several names."""

from __future__ import annotations

import pytest

from articles.importers.labels import read
from articles.importers.names import split_names, split_sources


def credits_of(text: str) -> list[tuple[str, str]] | None:
    found = read(text)
    return None if found is None else [(one.role.value, one.name) for one in found.credits]


@pytest.mark.parametrize(
    "text",
    [
        "编辑:这是一句以标签开头的话\uff0c它写到句号\u3002",
        "编辑:把学习考察的成果转化好\uff0c把协议确定的事项落实好",
        "记者:您怎么看",
        "记者:您好\uff01",
        "记者从会上获悉",
        "文化惠民 走进社区",
        "图书馆 开放",
        "来源于生活",
        "编辑部 招聘启事",
        "综合 施策",
        "主编的话",
        "摄影展 开幕",
        "成都高新 有态度的新闻",
        "编辑",
        "作者 们 都来了",
    ],
)
def test_an_ordinary_line_is_no_label_line(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "separator", [":", "\uff1a", "|", "\uff5c", "丨", "/", "\uff0f", " ", "\u3000", " : "]
)
@pytest.mark.parametrize(
    "label", ["编辑", "编\u3000辑", "责任编辑", "责 任 编 辑", "责编", "值班编辑"]
)
def test_every_separator_and_spacing_is_understood(label: str, separator: str) -> None:
    assert credits_of(f"{label}{separator}袁也然") == [("editor", "袁也然")]


@pytest.mark.parametrize(
    "text",
    [
        "\u3010责任编辑:张三、李四\u3011",
        "(责编:张三、李四)",
        "\uff08责编\uff1a张三\uff0c李四\uff09",
        "[编辑:张三;李四]",
        "编辑\uff1a张三 李四",
        "编辑:张三/李四",
        "编辑:张 三 李 四",
        "责编丨张三\u3000李 四",
    ],
)
def test_several_names_are_several_people(text: str) -> None:
    assert credits_of(text) == [("editor", "张三"), ("editor", "李四")]


@pytest.mark.parametrize(
    ("label", "roles"),
    [
        ("记者", ["reporter"]),
        ("作者", ["reporter"]),
        ("撰文", ["reporter"]),
        ("文", ["reporter"]),
        ("通讯员", ["correspondent"]),
        ("供稿", ["correspondent"]),
        ("摄影", ["photographer"]),
        ("摄", ["photographer"]),
        ("图", ["photographer"]),
        ("供图", ["photographer"]),
        ("图片来源", ["photographer"]),
        ("文/图", ["reporter", "photographer"]),
        ("文/摄", ["reporter", "photographer"]),
        ("摄影报道", ["reporter", "photographer"]),
        ("编辑", ["editor"]),
        ("校对", ["proofreader"]),
        ("责任校对", ["proofreader"]),
        ("审核", ["reviewer"]),
        ("初审", ["reviewer"]),
        ("复审", ["reviewer"]),
        ("终审", ["chief_editor"]),
        ("签发", ["chief_editor"]),
        ("主编", ["chief_editor"]),
        ("值班总编", ["chief_editor"]),
        ("总编辑", ["chief_editor"]),
        ("监制", ["producer"]),
        ("策划", ["planner"]),
        ("统筹", ["planner"]),
        ("编译", ["translator"]),
    ],
)
def test_every_label_gives_its_role(label: str, roles: list[str]) -> None:
    assert credits_of(f"{label}:谢婷") == [(role, "谢婷") for role in roles]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("文/张三 图/李四", "reporter 张三, photographer 李四"),
        ("张三/文 李四/图", "reporter 张三, photographer 李四"),
        ("记者 张三 通讯员 李四", "reporter 张三, correspondent 李四"),
        ("监制丨张三 编辑丨李四 校对丨王五", "producer 张三, editor 李四, proofreader 王五"),
        ("一审:张三 二审:李四 三审:王五", "reviewer 张三, reviewer 李四, chief_editor 王五"),
        ("编辑/审核:张三", "editor 张三, reviewer 张三"),
        ("编辑 审核:张三", "editor 张三, reviewer 张三"),
        ("本报记者 乔利峰 摄", "photographer 乔利峰"),
        ("本报记者乔利峰摄", "photographer 乔利峰"),
        ("何苗 摄", "photographer 何苗"),
        ("何苗/摄", "photographer 何苗"),
        ("记者 张三 摄影报道", "reporter 张三, photographer 张三"),
        ("本报记者 张三 文/图", "reporter 张三, photographer 张三"),
        ("本报记者 张三 报道", "reporter 张三"),
        ("(记者 谢婷)", "reporter 谢婷"),
        ("记者王思北", "reporter 王思北"),
        ("成都日报\u00b7锦观新闻记者 张三 摄影 李四", "reporter 张三, photographer 李四"),
        ("图片来源:主办方", "photographer 主办方"),
        ("作者:新华社记者张三", "reporter 张三"),
        ("译者:John Smith", "translator John Smith"),
        ("作者:阿卜杜拉\u00b7买买提", "reporter 阿卜杜拉\u00b7买买提"),
        ("编辑 袁 然", "editor 袁然"),
        ("编辑:𠮷田", "editor 𠮷田"),
    ],
)
def test_a_line_names_everybody(text: str, expected: str) -> None:
    assert ", ".join(" ".join(one) for one in credits_of(text) or []) == expected


def test_one_line_may_name_the_source_and_the_people() -> None:
    found = read("来源:新华社 图片来源:视觉中国 作者:张三")
    assert found is not None
    assert found.sources == ["新华社"]
    assert [(one.role, one.name) for one in found.credits] == [
        ("photographer", "视觉中国"),
        ("reporter", "张三"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("原标题:真的\uff01三位\u201c编辑:谁\u201d", "真的\uff01三位\u201c编辑:谁\u201d"),
        ("(原标题\uff1a成都发布)", "成都发布"),
    ],
)
def test_the_original_title_is_kept_whole(text: str, title: str) -> None:
    found = read(text)
    assert found is not None
    assert found.original_title == title


@pytest.mark.parametrize(
    "text", ["标签:双城 成渝", "关键词\uff1a双城\uff0c成渝", "#双城# #成渝#", "标签:#双城#成渝#"]
)
def test_tags_are_split(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.tags == ["双城", "成渝"]


@pytest.mark.parametrize(
    ("value", "sources"),
    [
        ("成都日报\u00b7锦观新闻", ["成都日报\u00b7锦观新闻"]),
        ("新华社|人民日报", ["新华社", "人民日报"]),
        ("新华社丨人民日报\uff5c央视", ["新华社", "人民日报", "央视"]),
        ("新华社、人民日报/央视;光明网", ["新华社", "人民日报", "央视", "光明网"]),
        ("人民日报和新华社", ["人民日报", "新华社"]),
        ("呼和浩特日报", ["呼和浩特日报"]),
        ("高新融媒和听湖晚报", ["高新融媒", "听湖晚报"]),
        ("共和社区", ["共和社区"]),
        ("呼和浩特日报和和平区融媒体中心", ["呼和浩特日报", "和平区融媒体中心"]),
        ("\u300a成都日报\u300b", ["成都日报"]),
        ("综合新华社、人民网报道", ["新华社", "人民网"]),
        ("综合", []),
        ("https://example.org/a/b", ["https://example.org/a/b"]),
        ("新华社|新华社", ["新华社"]),
    ],
)
def test_sources_split_but_never_at_the_interpunct(value: str, sources: list[str]) -> None:
    assert split_sources(value) == sources


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("袁 然", ["袁然"]),
        ("袁 然 李 四", ["袁然", "李四"]),
        ("袁也然 李 四", ["袁也然", "李四"]),
        ("张 三 丰", ["张三丰"]),
        ("王\u3000小明", ["王小明"]),
        ("张三\uff0c张三", ["张三"]),
        ("", []),
    ],
)
def test_a_spaced_out_name_is_one_name(value: str, names: list[str]) -> None:
    assert split_names(value) == names
