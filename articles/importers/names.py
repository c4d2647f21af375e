"""People's and outlets' names: which strings are names, and how a line of them is split."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.text import HAN

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向"
    "汤乔施尚柳洪倪翁邢庞樊殷辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位霍甘景"
    "柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜"
    "晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井焦巴弓牧隗山宓蓬郗班仰秋仲伊宁暴厉戎祖束幸司韶蓟薄印宿怀"
    "蒲鄂索咸籍赖蔺蒙阴胥能苍双闻莘翟贡劳逄扶堵宰郦雍璩桑濮寿通扈尧麦凤单安常乐应原明平包岑俞水云鲁臣伍余元和"
    "葛支昌尉占赫晁勾敬佟门帅朴呼但亓展修岳过兰封芮储松卞齐康伏茅路奕缪干宗宣贲农温庄充慕茹习鱼容暨居衡步耿满"
    "弘匡国文寇广禄阙东利蔚越隆师聂敏那空沙养丰相竺权益桓公上代楚覃旷衣税丛粟辽冼植邝区招欧阚赛由化桐战智泽嵇"
    "张剡肇荆荣谌窦银宾麻操练光银闭忻母刑火但腾漆宝晶欣仝种撒鹿海黑亢白生烟"
)
COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "皇甫",
    "令狐",
    "慕容",
    "东方",
    "尉迟",
    "司徒",
    "端木",
    "夏侯",
    "公孙",
    "长孙",
    "宇文",
    "轩辕",
    "南宫",
    "独孤",
    "呼延",
    "闻人",
    "澹台",
    "西门",
)

_HAN_WORD = re.compile(f"[{HAN}]{{2,4}}")
_DOTTED = re.compile(f"[{HAN}A-Za-z.]{{1,12}}(?:[\u00b7\u2022\u30fb][{HAN}A-Za-z.]{{1,12}}){{1,4}}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'\u2019-]*(?: [A-Za-z][A-Za-z.'\u2019-]*){0,4}")
_ONE_HAN = re.compile(f"[{HAN}]")
_HARD = re.compile("[\u3001\uff0c,;\uff1b/\uff0f|\uff5c\u4e28&]+")

#: Ends of names that are no person's: who signs as a body or gives a picture.
_BODY_END = re.compile(
    "(?:[社报网台站]|客户端|新闻|发布|日报|晚报|传媒|中心|集团|杂志|频道|视频|融媒体?|媒体|广电|之声|编辑部|工作室|记者站|"
    "办公室|[委局办部处科厅署院校所会团组队厂馆]|公司|学院|大学|中学|小学|街道|社区|政府|公众号|APP|App|app|"
    "主办方|受访者|当事人|主办单位|视觉中国|资料图片?|网络|提供|供图|东方IC|图虫|人民视觉|在线|强国|央视|新华)$"
)
_END_MARK = re.compile("[\u3002\uff01\uff1f!?\u2026:\uff1a\u201c\u201d\u300a\u300b]")


def is_name(token: str) -> bool:
    """Whether the token is certainly built like a person's name."""
    if _HAN_WORD.fullmatch(token):
        if token.startswith(COMPOUND):
            return len(token) > 2
        return token[0] in SURNAMES and (len(token) < 4 or token[1] in SURNAMES)
    return bool(_DOTTED.fullmatch(token) or _LATIN.fullmatch(token))


def is_body(token: str) -> bool:
    """Whether the token is built like the name of an outlet, office or company."""
    return 2 <= len(token) <= 30 and bool(_BODY_END.search(token)) and not _END_MARK.search(token)


def could_be_name(token: str) -> bool:
    """Whether nothing speaks against a pen-name: short, no sentence."""
    return 1 < len(token) <= 12 and not _END_MARK.search(token)


def split_names(value: str) -> list[str]:
    """Names as written in one line; a name spaced out (`袁 然`) is joined again."""
    names: list[str] = []
    for piece in _HARD.split(value):
        names.extend(joined(piece.split()))
    return list(dict.fromkeys(names))


def joined(tokens: list[str]) -> list[str]:
    """Words between spaces, with single characters put together to names of two or three."""
    if all(map(_ONE_HAN.fullmatch, tokens)) and len(tokens) == 3:
        return ["".join(tokens)]
    names: list[str] = []
    waiting = ""
    for token in tokens:
        if waiting:
            names.append(waiting + token)
            waiting = ""
        elif _ONE_HAN.fullmatch(token):
            waiting = token
        elif names and _LATIN.fullmatch(token) and _LATIN.fullmatch(names[-1]):
            names[-1] = f"{names[-1]} {token}"
        else:
            names.append(token)
    return [*names, waiting] if waiting else names


# --- sources --------------------------------------------------------------------------------

_SOURCE_MARKS = re.compile("[|\uff5c\u4e28\u2502\u3001/\uff0f;\uff1b,\uff0c]+")
#: `和` joins two outlets only behind the end of one: 呼和浩特 and 和平区 hold it as well.
_AND = re.compile("\\s*[和及与]\\s*(?=\\S{2})")
_COMPILED = re.compile("(?:本[报网台])?综合(?:自|整理自|整理)?\\s*[:\uff1a]?\\s*")
_AROUND = " \t\u3000\u00a0\u2003\u300a\u300b()\uff08\uff09[]\u3010\u3011\u201c\u201d:\uff1a,\uff0c"


def split_sources(value: str) -> list[str]:
    """Outlets named in one line; `·` joins an outlet and its product and never splits."""
    if "://" in value:
        return [value.strip()]
    compiled = _COMPILED.match(value)
    if compiled:
        value = value[compiled.end() :].removesuffix("报道").removesuffix("综合")
    pieces = (part for piece in _SOURCE_MARKS.split(value) for part in parted(piece))
    return list(dict.fromkeys(name for piece in pieces if (name := piece.strip(_AROUND))))


def parted(piece: str) -> Iterator[str]:
    """The outlets that `和` joins."""
    start = 0
    for hit in _AND.finditer(piece):
        if is_body(piece[start : hit.start()].strip(_AROUND)):
            yield piece[start : hit.start()]
            start = hit.end()
    yield piece[start:]
