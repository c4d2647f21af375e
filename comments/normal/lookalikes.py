"""Signs that are taken for other signs, where Unicode itself does not say so.

What Unicode does say (full width, circled and mathematical letters, Kangxi radicals) is folded by
its own compatibility forms; here stands only what those leave out.
"""

from __future__ import annotations

import string

#: Letters of other scripts, drawn as the Latin letter that stands beneath.
_LETTERS = (
    ("авекмнорстухіјѕԁһԛԝьыгпӏ", "abekmhopctyxijsdhqwbbrnl"),
    ("АВЕКМНОРСТУХІЈЅԌԚԜЅҮ", "abekmhopctyxijsgqwsy"),
    ("αβγεικνορτυχωη", "abyeikvoptuxwn"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
    ("ɑɡıɩʟɴʀʏɢʜɪʙᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱꜰ", "agiilnryghibacdejkmoptuvwzsf"),
    ("øłđħŧƒ", "oldhtf"),
)

#: Katakana and symbols that are drawn as a Han character.
_HAN = ("ロニカエトタハヒチ", "口二力工卜夕八匕千")

#: Radicals that have no compatibility form, and the character whose part they are.
_RADICALS = (
    "⺅⺆⺇⺈⺉⺊⺋⺌⺒⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺤⺥⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "亻冂几刀刂卜卩小巳忄心扌攵旡日月歹民氵水爪爪牛犭王疋目示礻竹纟纟网网网网网羊羊羊老聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅长长长门阜阝雨青韦页风飞食食食饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟",
)

#: Strokes that nobody writes as a word: they only stand between the characters of one.
STROKES = "丶丨丿乀乁乚亅灬⺣"

#: Letters by their class that show nothing at all.
BLANKS = "\u115f\u1160\u3164\uffa0"


def _row(first: int, signs: str) -> dict[str, str]:
    """Signs that follow each other in Unicode, each with its meaning."""
    return {chr(first + at): sign for at, sign in enumerate(signs)}


LETTERS = string.ascii_lowercase
DIGITS = "123456789"

#: What one sign is taken for.
ONE: dict[str, str] = (
    {one: other for pair in (*_LETTERS, _HAN, _RADICALS) for one, other in zip(*pair, strict=True)}
    | _row(0x1F150, LETTERS)  # white letters in black circles
    | _row(0x1F170, LETTERS)  # and in black squares
    | _row(0x1F1E6, LETTERS)  # of which flags are made
    | _row(0x2776, DIGITS)  # digits in black circles, three times
    | _row(0x2780, DIGITS)
    | _row(0x278A, DIGITS)
    | _row(0x24F5, DIGITS)
    | {"\u24ff": "0", "\U0001f10c": "0", "\u3007": "零"}
    | dict.fromkeys(STROKES + BLANKS, "")
)

#: A character taken apart into two, the first of which stands nowhere alone.
_APART = """
亻言信 亻弋代 亻乍作 亻也他 亻尔你 亻门们 亻介价 亻牛件 亻呆保 亻直值 亻昔借 亻寸付 亻立位 亻主住
讠正证 讠射谢 讠井讲 讠兑说 讠卖读 讠午许 讠平评 讠果课 讠吾语 讠青请 讠周调 讠俞谕 讠乍诈 讠只识
讠人认 讠十计 讠己记 讠寸讨 讠川训 讠方访 讠仑论 讠式试 讠舌话 讠成诚 讠羊详 讠炎谈 讠某谋 讠扁骗
氵去法 氵工江 氵可河 氵每海 氵胡湖 氵青清 氵主注 氵台治 氵先洗 氵舌活 氵肖消 氵酉酒
扌丁打 扌召招 扌巴把 扌兆挑 扌安按 扌是提 扌非排 扌奂换 扌支技 扌殳投 扌斤折 扌戈找 扌包抱 扌立拉
亻旦但 忄青情 忄生性 忄白怕 忄夬快 忄曼慢
纟工红 纟吉结 纟合给 纟及级 纟且组 纟田细 纟泉线 纟勺约 纟内纳 纟充统 纟色绝 纟扁编
钅戋钱 钅艮银 钅失铁 钅同铜 钅令铃 钅肖销 钅昔错
饣反饭 饣官馆 饣包饱 犭句狗 犭苗猫 犭虫独 犭者猪 礻土社 礻申神 礻畐福 衤果裸 衤库裤
刂禾利 辶寸过 辶文这 辶井进 辶不还 辶云运 辶首道 辶关送 辶车连 辶米迷 辶甬通 辶反返
弓虽强 犭王狂 疒丙病 疒正症 宀子字 宀女安 艹早草 艹化花 艹约药 阝可阿 阝日阳 阝月阴 阝车阵
"""
APART: dict[str, str] = {three[:2]: three[2] for three in _APART.split()}
