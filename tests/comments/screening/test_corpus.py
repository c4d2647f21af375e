"""Words are found however they are written, and not where they only seem to stand."""

from __future__ import annotations

import pytest

from comments.choices import PhraseKind
from comments.screening.lexicon import Lexicon
from tests.comments.screening.conftest import listed

#: What the lists of these tests hold: fraud and advertising, and harmless words besides.
LEXICON = Lexicon(
    [
        listed("刷单", by_sound=True),
        listed("代开发票", by_sound=True),
        listed("高仿手表"),
        listed("网络兼职"),
        listed("强力催收"),
        listed("谢绝议价"),
        listed("法外之地"),
        listed("casino"),
        listed("sm"),
        listed("vx"),
        listed("91"),
        listed("加v信"),
        listed("办证", PhraseKind.SUSPECT, by_sound=True),
        listed("银行流水", PhraseKind.SUSPECT, by_sound=True),
        listed("马甲", PhraseKind.SUSPECT),
        listed("绿色通道", PhraseKind.SUSPECT, by_sound=True),
        listed("洗刷单位", PhraseKind.ALLOWED),
        listed("承办证书", PhraseKind.ALLOWED),
        listed("马甲线", PhraseKind.ALLOWED),
        listed("办证大厅", PhraseKind.ALLOWED),
    ]
)


def found_in(text: str) -> list[str]:
    return [match.phrase.words for match in LEXICON.matches(text)]


RUNNING = [
    ("每天在家刷单能挣钱吗", "刷单"),
    ("刷单", "刷单"),
    ("公司代开发票要多少钱", "代开发票"),
    ("谁卖的高仿手表\uff0c坑人", "高仿手表"),
    ("天天有人发网络兼职广告", "网络兼职"),
    ("这里不是法外之地\uff01", "法外之地"),
    ("有人找我办证", "办证"),
    ("穿个马甲来骂人", "马甲"),
    ("要查银行流水才行", "银行流水"),
    ("an online casino again", "casino"),
    ("群里有人发sm的东西", "sm"),
    ("看91的都散了吧", "91"),
    ("洗刷单位办公楼的人在刷单", "刷单"),
    ("练马甲线的人披着马甲", "马甲"),
    ("洗\u3002刷单\uff0c位子多", "刷单"),
]

EVASIONS = [
    # Something between the characters.
    ("刷 单", "刷单"),
    ("刷\u3000单", "刷单"),
    ("刷.单", "刷单"),
    ("刷*单", "刷单"),
    ("刷_单", "刷单"),
    ("刷/单", "刷单"),
    ("刷\u00b7单", "刷单"),
    ("刷\uff0a单", "刷单"),
    ("刷\u3010单\u3011", "刷单"),
    ("刷\u2026\u2026单", "刷单"),
    ("刷\U0001f4b0单", "刷单"),
    ("刷\u2764\ufe0f单", "刷单"),
    ("刷\uff0c单", "刷单"),
    ("刷\n单", "刷单"),
    ("刷丶单", "刷单"),
    ("刷丨单", "刷单"),
    ("刷灬单", "刷单"),
    ("代-开-发-票", "代开发票"),
    ("代 开\u3000发\u00a0票", "代开发票"),
    # What cannot be seen.
    ("刷\u200b单", "刷单"),
    ("刷\u200d单", "刷单"),
    ("刷\ufeff单", "刷单"),
    ("刷\u2060单", "刷单"),
    ("刷\u00ad单", "刷单"),
    ("刷\u202e单", "刷单"),
    ("刷\u3164单", "刷单"),
    ("刷\ufe0f单", "刷单"),
    ("刷\u0336单\u0336", "刷单"),
    ("刷\u20dd单\u20dd", "刷单"),
    # Traditional and other forms of characters.
    ("刷單", "刷单"),
    ("代開發票", "代开发票"),
    ("網絡兼職", "网络兼职"),
    ("網路兼職 網 絡 兼 職", "网络兼职"),
    ("高仿\u2f3f表", "高仿手表"),
    ("高仿\u2f3f\u8868", "高仿手表"),
    ("\u2ee2甲", "马甲"),
    # Characters taken apart.
    ("弓虽力催收", "强力催收"),
    ("讠射绝议价", "谢绝议价"),
    ("氵去外之地", "法外之地"),
    ("代开发票".replace("代", "亻弋"), "代开发票"),
    # Letters.
    ("CASINO", "casino"),
    ("CaSiNo", "casino"),
    ("\uff43\uff41\uff53\uff49\uff4e\uff4f", "casino"),
    ("c.a.s.i.n.o", "casino"),
    ("c a s i n o", "casino"),
    ("\u0441\u0430s\u0456n\u043e", "casino"),
    ("c\u03b1sin\u03bf", "casino"),
    ("c\u00e1s\u00edn\u00f3", "casino"),
    ("\u24d2\u24d0\u24e2\u24d8\u24dd\u24de", "casino"),
    ("\U0001d4ec\U0001d4ea\U0001d4fc\U0001d4f2\U0001d4f7\U0001d4f8", "casino"),
    ("\U0001f172\U0001f170\U0001f182\U0001f178\U0001f17d\U0001f17e", "casino"),
    ("\u1d04\u1d00\ua731\u026a\u0274\u1d0f", "casino"),
    ("c@sino", "casino"),
    ("ca$ino", "casino"),
    ("cas1no", "casino"),
    ("c4s1n0", "casino"),
    ("加\u2164信", "加v信"),
    ("加\u24cb信", "加v信"),
    ("加 V 信", "加v信"),
    ("\U0001f1fb\U0001f1fd详聊", "vx"),
    ("V.X 详聊", "vx"),
    ("\u2468\u2460", "91"),
    ("\uff19\uff11", "91"),
    ("\u277e1", "91"),
    # As it sounds.
    ("耍单", "刷单"),
    ("shuadan", "刷单"),
    ("ShuaDan", "刷单"),
    ("shua dan", "刷单"),
    ("shu\u0101 d\u0101n", "刷单"),
    ("刷dan", "刷单"),
    ("shua单", "刷单"),
    ("woyaoshuadan", "刷单"),
    ("shua1dan1", "刷单"),
    ("shua1 单", "刷单"),
    ("待开发票", "代开发票"),
    ("代开fapiao", "代开发票"),
    ("daikaifapiao", "代开发票"),
    ("扳正 板证 办正", "办证"),
    ("银航流水", "银行流水"),
    ("yinhang流水", "银行流水"),
    ("lvse通道", "绿色通道"),
]

INNOCENT = [
    "洗刷单位办公楼",
    "承办证书打印",
    "练出马甲线了",
    "我去办证大厅排队",
    "刷牙的时候单手拿杯子",
    "单位刷新了记录",
    "买单的人刷了卡",
    "代表开了会\uff0c发了票据",
    "手表是高档的\uff0c仿佛很贵",
    "兼职的网络主播",
    "强力胶水催促收货",
    "法律之外也有情理",
    "small is beautiful",
    "smart phone",
    "prism",
    "is mine",
    "this market",
    "casinos are closed",
    "occasional visitor",
    "1913年建的老房子",
    "公交19路1号线",
    "2491户居民",
    "今年1月9日",
    "vxi不是缩写",
    "女子单打冠军\uff0c好样的\uff01",
    "先去西安看看",
    "班长正在发言",
    "半夜证明",
    "加油\uff01信心最重要",
    "我们加入了v字队形\uff0c信不信",
    "谢谢记者\uff0c绝对好稿\uff0c议论价值高",
    "\U0001f44d\U0001f44d\U0001f44d",
    "666",
    "哈哈哈哈哈哈",
    "shuadong",
    "shuadang",
    "xshuadan",
    "dashuadanx",
    "银色的行李\uff0c流着水",
    "绿地色彩很美\uff0c通往大道",
]


@pytest.mark.parametrize(("text", "phrase"), RUNNING)
def test_words_are_found_inside_running_text(text: str, phrase: str) -> None:
    assert phrase in found_in(text)


@pytest.mark.parametrize(("text", "phrase"), EVASIONS)
@pytest.mark.parametrize("around", ["{}", "大家好\uff0c{}的来"])
def test_no_way_of_writing_hides_a_word(text: str, phrase: str, around: str) -> None:
    assert phrase in found_in(around.format(text))


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_a_word_is_let_through(text: str) -> None:
    assert found_in(text) == []


def test_there_are_fifty_evasions_and_thirty_innocent_lines() -> None:
    assert len(EVASIONS) >= 50
    assert len(INNOCENT) >= 30


@pytest.mark.parametrize(
    ("text", "phrase", "quoted"),
    [
        ("来刷 单吧", "刷单", "刷 单"),
        ("来\uff33\uff2d吧", "sm", "\uff33\uff2d"),
        ("\U0001f600刷\U0001f4b0單\U0001f600", "刷单", "刷\U0001f4b0單"),
        ("快来shua dan吧", "刷单", "shua dan"),
        ("\u2121\u2121刷单", "刷单", "刷单"),
        ("弓虽力催收啦", "强力催收", "弓虽力催收"),
    ],
)
def test_what_is_quoted_is_what_was_written(text: str, phrase: str, quoted: str) -> None:
    match = next(match for match in LEXICON.matches(text) if match.phrase.words == phrase)
    assert text[match.start : match.end] == quoted
