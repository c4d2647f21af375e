"""The region that a comment was sent from: a province of China, else a country; never more.

It is read from a database in MaxMind's format (GeoLite2 or DB-IP, City or Country) that the paper
puts beside the server; REGIONS_FILE names it. A newer one is put in its place by renaming, and read
from the next start on.
"""

from __future__ import annotations

import logging
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import maxminddb
from django.conf import settings

from comments.models import REGION_LENGTH

logger = logging.getLogger("comments.regions")

CHINA = "中国"
#: Where only a code of the country is known.
ABROAD = "海外"

#: Provinces: the code of ISO 3166-2:CN, what they are called in short, and in English by databases
#: that give no code.
KNOWN = """
BJ 北京 beijing | TJ 天津 tianjin | HE 河北 hebei | SX 山西 shanxi
NM 内蒙古 innermongolia neimenggu | LN 辽宁 liaoning | JL 吉林 jilin | HL 黑龙江 heilongjiang
SH 上海 shanghai | JS 江苏 jiangsu | ZJ 浙江 zhejiang | AH 安徽 anhui | FJ 福建 fujian
JX 江西 jiangxi | SD 山东 shandong | HA 河南 henan | HB 湖北 hubei | HN 湖南 hunan
GD 广东 guangdong | GX 广西 guangxi | HI 海南 hainan | CQ 重庆 chongqing | SC 四川 sichuan
GZ 贵州 guizhou | YN 云南 yunnan | XZ 西藏 tibet xizang | SN 陕西 shaanxi | GS 甘肃 gansu
QH 青海 qinghai | NX 宁夏 ningxia | XJ 新疆 xinjiang
HK 中国香港 hongkong | MO 中国澳门 macao macau | TW 中国台湾 taiwan
"""
ROWS = [row.split() for row in KNOWN.strip().replace("\n", "|").split("|")]
PROVINCES = {code: short for code, short, *_english in ROWS}
BY_ENGLISH = {name: short for _code, short, *english in ROWS for name in english}

#: Databases that list these as countries list them as such by their codes.
REGIONS_OF_CHINA = frozenset({"HK", "MO", "TW"})


def region_of(address: str) -> str:
    """Its Chinese name; empty where it is not known, as for an address inside a network."""
    found = parsed(address)
    if not settings.REGIONS_FILE or not found or not found.is_global:
        return ""
    return named(looked_up(found))[:REGION_LENGTH]


def parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def looked_up(address: IPv4Address | IPv6Address) -> dict[str, Any]:
    reader = opened(settings.REGIONS_FILE)
    try:
        found = reader.get(address) if reader else None
    except (ValueError, maxminddb.InvalidDatabaseError) as error:
        # A database of the fourth version alone, or one with a hole. The address is not logged.
        logger.warning("region_unreadable", extra={"error": type(error).__name__})
        return {}
    return found if isinstance(found, dict) else {}


@cache
def opened(path: str) -> maxminddb.Reader | None:
    """The file, mapped into memory once for the process; None where it cannot be read."""
    try:
        return maxminddb.open_database(path)
    except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
        logger.warning("regions_file_unreadable", extra={"error": type(error).__name__})
        return None


def named(found: dict[str, Any]) -> str:
    country = part(found.get("country")) or part(found.get("registered_country"))
    code = str(country.get("iso_code") or "")
    if code in REGIONS_OF_CHINA:
        return PROVINCES[code]
    if code == "CN":
        return province(found.get("subdivisions")) or CHINA
    return chinese(country) or (ABROAD if code else "")


def province(subdivisions: Any) -> str:
    """In short; empty for a province that is none."""
    first = part(subdivisions[0]) if isinstance(subdivisions, list) and subdivisions else {}
    in_english = str(part(first.get("names")).get("en") or "").lower().replace(" ", "")
    in_chinese = chinese(first)
    short = PROVINCES.get(str(first.get("iso_code")))
    # Databases add what kind of region it is.
    english = (one for name, one in BY_ENGLISH.items() if in_english.startswith(name))
    longer = (one for one in PROVINCES.values() if in_chinese.startswith(one))
    return short or next(english, "") or next(longer, "")


def chinese(place: dict[str, Any]) -> str:
    return str(part(place.get("names")).get("zh-CN") or "")


def part(found: Any) -> dict[str, Any]:
    """A part of a record, whatever a database has put there."""
    return found if isinstance(found, dict) else {}
