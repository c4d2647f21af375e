"""What stands on a page beside the story: headings of lists, app calls, sharing, footers."""

from __future__ import annotations

import re
from typing import Literal

from articles.importers.lines import Line
from articles.importers.vocabulary import BUTTONS, COMMENTS, RECOMMENDED, WEAK_BUTTONS

Section = Literal["comments", "recommended"]

#: Furniture is short; longer lines are read as text.
LONGEST = 60

_SECTIONS: dict[str, Section] = {
    **dict.fromkeys(COMMENTS, "comments"),
    **dict.fromkeys(RECOMMENDED, "recommended"),
}
_HEADER = re.compile(
    r"[^\w#]{0,3}(?P<name>\w{2,5})\s*(?:\(?\s?\d{1,7}\s?条?\s?\)?|>+|更多\s?>*)?[^\w]{0,3}"
)
_HEADED_ROW = re.compile(rf"(?P<name>{'|'.join(RECOMMENDED)})\s*[:|]\s*(?P<row>.+)")

_SHARE_WITH = re.compile(
    "(?:分享|转发)[到至给](?:微信好友|微信|朋友圈|新浪微博|微博|QQ空间|QQ|好友)+"
)
#: A number alone is no button, and a date is not a row of them.
_WORD = re.compile("[A-Za-z\u4e00-\u9fff]")
_SPLIT_SHARE = re.compile(r"[\s|:()\[\],\u3001/\u00b7>]+")
_COUNT = r"\d[\d.,]{0,11}\s?[万亿wWkK]?\+?"
_COUNTED = re.compile(
    rf"(?P<word>[A-Za-z\u4e00-\u9fff]{{0,6}}?)(?:{_COUNT})(?P<unit>[次人条赞个]?(?:阅读|浏览|点赞|评论)?)"
)

#: Counts of readers beside a date: `阅读 1.2万`.
COUNTS = re.compile(
    rf"(?:阅读|浏览|点击|播放|评论|点赞|人气)(?:量|数|次数)?\s*[:|]?\s*{_COUNT}\s?次?|{_COUNT}\s?(?:次|人)?(?:阅读|浏览)"
    r"|字号\s*[:|]?\s*(?:[大中小]\s*){0,3}|听新闻|(?:星期|周)[一二三四五六日]"
)

_APP = r"(?:APP|客户端|应用|App|app)"
_CALLS = (
    r"(?:点击|快)?打开.{1,24}(?:查看|阅读|参与|浏览)(?:更多|全部|全文|完整|精彩|评论|讨论).{0,12}",
    r"(?:点击|快)?打开.{1,24}看(?:更多|全部|全文|完整).{0,12}",
    r".{0,36}立即(?:打开|下载|体验|安装)\s*(?:APP)?\s*[\u00d7\u2715\u2716xX]?",
    rf"(?:点击|立即|马上|扫码|欢迎|快来|赶快)?下载.{{0,20}}(?:{_APP}|呗|吧).{{0,16}}",
    r"没看够.{0,36}",
    rf"(?:点击|立即|马上)?(?:打开|安装).{{0,14}}{_APP}.{{0,16}}",
    rf"(?:请?[在用到]|使用).{{0,14}}{_APP}(?:内|中)?(?:打开|阅读|查看).{{0,12}}",
    r"(?:点击|点此|点按|戳)(?:查看|阅读|展开|加载|进入|观看|下方|上方|左下角|右上角|关注).{0,24}",
    r"(?:查看|展开|加载|显示|阅读)(?:更多|全文|全部|剩余|原文).{0,12}",
    r"(?:还没有|暂无|没有|目前没有)(?:人)?(?:更多)?(?:评论|留言|跟帖|内容|数据).{0,16}",
    r".{0,12}(?:抢沙发|抢首评)(?:吧|呗)?",
    r"(?:登录|注册).{0,6}(?:发表|参与|查看)?(?:评论|留言).{0,8}",
    r"(?:说点什么|说说你的看法|我来说两句|写下你的评论|友善评论).{0,16}",
    r"没有更多.{0,6}|已显示全部.{0,6}|已经到底.{0,4}|到底了",
    r"[-\u2014\s]{0,6}(?:END|The End|the end|全文完|完)[-\u2014\s]{0,6}",
    r"\((?:完|全文完|END|原标题见报)\)",
    r"[\u00d7\u2715\u2716]",
)
_FOOTERS = (
    r"(?:上一篇|下一篇|上一条|下一条|上一页|下一页|上篇|下篇)\s*(?:[:|>].{0,120}|\s.{0,120})?",
    r"[<>\u00ab\u00bb\s]{0,3}(?:上一篇|下一篇|上一页|下一页)[<>\u00ab\u00bb\s]{0,3}",
    r"(?:长按|微信|打开微信|手机)?(?:扫码|扫一扫|扫描|识别|长按|扫).{0,24}(?:关注|二维码|公众号|下载|添加|客户端|查看|进群|识别).{0,16}",
    r"(?:欢迎|敬请|请|点击|微信)?关注(?:我们|.{0,16}(?:公众号|微信号?|微博|视频号|抖音号?)).{0,16}",
    r".{0,60}(?:ICP[备证]|公网安备|新出网证|网络文化经营许可证).{0,60}\d.{0,60}",
    r".{0,60}(?:许可证|许可证号|许可证编号|备案号|备案编号)\s*[:号]?\s*[(\[]?[\w\s-]{0,12}\d{5,}.{0,30}",
    r"(?:Copyright|COPYRIGHT|copyright|\(C\)|\u00a9|版权所有).{0,120}",
    r".{0,40}(?:违法和不良信息|不良信息|违法信息)举报(?:电话|邮箱|中心|热线)?.{0,60}",
    r".{2,30}版权所有.{0,40}",
    r"(?:未经|未获).{0,12}(?:授权|许可|允许|同意).{0,10}(?:不得|禁止|严禁|请勿).{0,24}",
    r"(?:当前位置|您的位置|您现在的位置|您当前的位置)\s*:.{0,60}",
    r"首页\s*(?:[>|\u00bb\u203a]\s*.{1,20}){1,4}",
    r"(?:网站首页|关于我们|联系我们|网站地图|广告服务)(?:[\s|]+\S{2,10}){1,8}",
)
#: The one kind of sentence that is furniture, for it says so itself.
_NOTICE = re.compile("(?:版权|免责|转载|法律)(?:声明|说明)\\s?:")
_CALL = re.compile("|".join(f"(?:{pattern})" for pattern in _CALLS))
_FOOTER = re.compile("|".join(f"(?:{pattern})" for pattern in _FOOTERS))
#: Words of which every longer call and footer holds one: most lines are let go by them.
_HINT = re.compile(
    "打开|立即|下载|没看够|安装|APP|App|app|客户端|应用|点击|点此|点按|戳|查看|展开|加载|显示|"
    "阅读|评论|留言|跟帖|内容|数据|抢沙发|抢首评|说点什么|说说|我来说|没有更多|到底|END|[Ee]nd|"
    "全文完|完|上一|下一|上篇|下篇|扫|长按|识别|关注|ICP|公网安备|出网证|许可证|备案|opyright|"
    "OPYRIGHT|\\([Cc]\\)|\u00a9|版权|举报|未经|未获|位置|首页|关于我们|联系我们|网站地图|广告服务"
)


def header(line: Line) -> Section | None:
    """Which list begins with this line, if it is a heading of one."""
    if len(line.text) > 24:
        return None
    hit = _HEADER.fullmatch(line.folded)
    if not hit:
        return None
    return _SECTIONS.get(hit["name"]) or _SECTIONS.get(hit["name"].rstrip("0123456789"))


def headed_row(line: Line) -> str | None:
    """The title in `延伸阅读：TITLE`, where heading and row share a line."""
    if not line.is_short or line.is_sentence:
        return None
    hit = _HEADED_ROW.fullmatch(line.folded)
    return line.text[hit.start("row") :] if hit else None


def is_furniture(line: Line) -> bool:
    """Whether the whole line belongs to the page. The same words in a sentence are text."""
    if not line.is_short:
        return False
    if line.is_sentence:
        return _NOTICE.match(line.folded) is not None
    if len(line.text) > 6 and not _HINT.search(line.folded):
        return is_sharing(line.folded)
    if _FOOTER.fullmatch(line.folded):
        return True
    return len(line.text) <= LONGEST and (
        _CALL.fullmatch(line.folded) is not None or is_sharing(line.folded)
    )


def is_sharing(folded: str) -> bool:
    """Buttons and counts in a row: `分享 收藏 点赞 12`, `阅读 1.2万`."""
    if len(folded) > LONGEST:
        return False
    tokens = [token for token in _SPLIT_SHARE.split(folded) if token]
    if not tokens or not all(map(is_button, tokens)):
        return False
    return any(_WORD.search(token) and token not in WEAK_BUTTONS for token in tokens)


def is_button(token: str) -> bool:
    if token in BUTTONS or _SHARE_WITH.fullmatch(token):
        return True
    hit = _COUNTED.fullmatch(token)
    return hit is not None and (not hit["word"] or hit["word"] in BUTTONS)
