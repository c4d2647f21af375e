"""What the readers of the sample paper write, and how it went on: made-up words of nobody."""

from __future__ import annotations

from dataclasses import dataclass

from comments.choices import CommentState, ReportReason

APPROVED, REJECTED, WAITING = CommentState.APPROVED, CommentState.REJECTED, CommentState.WAITING


@dataclass(frozen=True, slots=True)
class Letter:
    """`hours` ago `name` wrote it, in answer to the newest of whom `answers` names."""

    name: str
    text: str
    hours: int
    fate: CommentState = APPROVED
    likes: int = 0
    region: str = "四川"
    answers: str = ""
    is_picked: bool = False
    note: str = ""


#: By the file of the story; the last story is the one where trusted writers are shown at once.
LETTERS: dict[str, tuple[Letter, ...]] = {
    "000_5794c3ae3ae903ec": (
        Letter("高新小张", "两地来回跑业务\uff0c要是社保、公积金都能通办就好了。", 40, likes=6),
        Letter(
            "山城阿May", "欢迎常来\uff01火锅管够。", 38, likes=4, region="重庆", answers="高新小张"
        ),
        Letter("通勤族", "成渝间的高铁再加密几班\uff0c当天往返就不赶了。", 30, likes=3),
        Letter(
            "路过的风", "合作协议里提到的几件事\uff0c什么时候能办成\uff1f盼后续报道。", 2, WAITING
        ),
    ),
    "010_yinshui_gongyuan": (
        Letter(
            "骑车的小满",
            "步道上自行车和婴儿车挤在一起\uff0c能不能画条线分一分\uff1f早上七点和傍晚六点最挤。",
            52,
            likes=12,
            is_picked=True,
        ),
        Letter("阿柠", "同意。东门那一段尤其窄。", 50, likes=3, answers="骑车的小满"),
        Letter("遛弯的老周", "骑车的慢点骑\uff0c走路的靠右走\uff0c各让一步。", 49, answers="阿柠"),
        Letter(
            "骑车的小满", "下车推过去也就两分钟\uff0c我以后推。", 47, likes=5, answers="遛弯的老周"
        ),
        Letter("Momo妈妈", "推婴儿车的表示感谢\u2764", 46, region="重庆", answers="骑车的小满"),
        Letter("阿柠", "湖边的直饮水台好找\uff0c夜跑不用背水壶了。", 44, likes=9),
        Letter("银水路西", "西门那个上周还没通水。", 43, answers="阿柠"),
        Letter(
            "常来走走", "听说二期没验收就开放了\uff0c大家先别带孩子去。", 20, likes=1, region="浙江"
        ),
        Letter(
            "键盘三号",
            "设计的人自己来走过吗\uff1f一群吃干饭的。",
            18,
            REJECTED,
            region="广东",
            note="辱骂他人",
        ),
        Letter("福利君", "加微信yinshui8866进群\uff0c免费领公园停车券", 5, WAITING, region="福建"),
        Letter("湖边散步", "厕所的指示牌太小了\uff0c天黑根本看不见。", 3, WAITING),
        Letter("阿柠", "西门的也通水了\uff0c刚喝过。", 1, WAITING, answers="银水路西"),
    ),
    "020_tinghu_tushuguan": (
        Letter(
            "晚归的人",
            "九点半下班\uff0c正好还能坐半个钟头。谢谢那三十盏灯。",
            60,
            likes=11,
            is_picked=True,
        ),
        Letter("听湖老秦", "延时以后志愿者够不够\uff1f我退休了\uff0c可以来值周三。", 56, likes=8),
        Letter("姜穗的同学", "馆里服务台有登记表\uff0c欢迎来填。", 54, likes=2, answers="听湖老秦"),
        Letter(
            "备考的阿年",
            "有人放一本书就占一天座\uff0c能不能管管\uff1f",
            26,
            REJECTED,
            note="与稿件无关",
        ),
        Letter("听湖老秦", "昨晚值了第一班\uff0c九点以后还有二十多位读者。", 4, WAITING),
        Letter("末班车乘客", "十点闭馆\uff0c末班车九点五十\uff0c能不能商量一下\uff1f", 2, WAITING),
    ),
}

#: Whose comments moderators trust, and why.
TRUSTED = {"听湖老秦": "实名志愿者\uff0c留言一向可靠"}

#: Reports of readers: of whose comment, why, in which words; the oldest first.
REPORTS = (
    ("常来走走", ReportReason.FALSE, "公园门口贴着验收公示\uff0c请核实。"),
    ("常来走走", ReportReason.FALSE, ""),
    ("山城阿May", ReportReason.ADVERTISING, "像是给火锅店打广告。"),
)

#: Who asks to look again at a rejected comment, and in which words.
APPEAL = ("备考的阿年", "我说的就是这家图书馆三楼的座位\uff0c请再看一下。")

#: Who may not write for a week, and why.
BANNED = ("键盘三号", "多次辱骂他人")
