"""The sample paper's reference data: its sections, sources and settings; existing rows stay."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from articles import text
from articles.choices import SourceListing
from articles.models import Section, SiteSettings, Source, SourceAlias, Topic


@dataclass(frozen=True, slots=True)
class Branch:
    """A section of the first level with those under it."""

    name: str
    slug: str
    description: str
    children: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source with the other names that it goes by."""

    name: str
    listing: SourceListing
    aliases: tuple[str, ...] = ()
    is_own: bool = False


@dataclass(slots=True)
class Loaded:
    """How many rows were made; what existed is not counted."""

    sections: int = 0
    topics: int = 0
    sources: int = 0
    aliases: int = 0
    settings: int = 0


SECTIONS = (
    Branch("要闻", "yaowen", "城市大事", (("时政", "shizheng"), ("区域合作", "quyu"))),
    Branch("高新", "gaoxin", "园区与街道", (("产业", "chanye"), ("街道", "jiedao"))),
    Branch("民生", "minsheng", "身边的事", (("交通", "jiaotong"), ("社区", "shequ"))),
    Branch("科技", "keji", "研究与创新", (("创新", "chuangxin"),)),
    Branch("文化", "wenhua", "展览与阅读", (("展览", "zhanlan"), ("阅读", "yuedu"))),
    Branch("教育", "jiaoyu", "校园内外", (("校园", "xiaoyuan"),)),
    Branch("体育", "tiyu", "赛场与跑道", (("赛事", "saishi"),)),
)

#: Special subjects, by their names: address and introduction.
TOPICS = {
    "双城记": (
        "shuangchengji",
        "成渝地区双城经济圈建设\uff1a协议、项目\uff0c和两地人的来往\u3002",
    ),
    "身边的公共空间": (
        "gonggong-kongjian",
        "公园、绿道、步行桥、图书馆\uff1a一座城市怎样把地方留给走路和坐下来的人\u3002",
    ),
}

OUTLETS = (
    Outlet(
        "成都日报\u00b7锦观新闻",
        SourceListing.LISTED,
        ("锦观新闻", "成都日报", "成都日报锦观"),
    ),
    Outlet("新华社", SourceListing.LISTED, ("新华网", "新华视点")),
    Outlet("中国新闻网", SourceListing.LISTED, ("中新网", "中国新闻社")),
    Outlet("高新融媒", SourceListing.LISTED, ("高新区融媒体中心", "本报"), is_own=True),
)

SETTINGS = {
    "name": "成都高新",
    "slogan": "有态度的新闻",
    "description": "成都高新区的本地新闻\uff1a园区、街道、民生与身边的人\u3002\uff08示例站点\uff09",
    "about": (
        "这是一家区级融媒体中心的示例站点\uff0c报道园区、街道和身边的事\u3002\n\n"
        "稿件经过初审、复审、终审三道审核\uff0c由总编签发后见报\u3002"
        "发现差错\uff0c请告诉我们\u3002我们在原稿上注明更正\uff0c并列入更正页\u3002\n\n"
        "打开一篇稿件只记一次阅读数\uff0c不在您的浏览器里留下记号\uff0c也不保存您的地址\u3002"
    ),
    "terms": (
        "本站原创稿件可以免费转载\uff0c请注明来源、作者和原文链接\uff0c不得改动标题和正文\u3002\n\n"
        "转载自其他媒体的稿件和图片\uff0c版权归原作者所有\uff0c再次转载请联系原发布者\u3002"
    ),
    "app_name": "成都高新",
    "app_link": "https://example.org/app",
    "icp_licence": "示例ICP备00000000号",
    "police_licence": "示例公网安备00000000000000号",
    "news_licence": "示例00000000000",
    "contact": "028-00000000\uff08示例\uff09",
}


@transaction.atomic
def load() -> Loaded:
    """Make what is missing. What an editor renamed, moved or filled in is left alone."""
    loaded = Loaded()
    load_sections(loaded)
    load_topics(loaded)
    load_sources(loaded)
    _, created = SiteSettings.objects.get_or_create(pk=1, defaults=SETTINGS)
    loaded.settings += created
    return loaded


def load_sections(loaded: Loaded) -> None:
    for rank, branch in enumerate(SECTIONS, 1):
        details = {"name": branch.name, "rank": rank, "description": branch.description}
        parent, created = Section.objects.get_or_create(slug=branch.slug, defaults=details)
        loaded.sections += created
        for place, (name, slug) in enumerate(branch.children, 1):
            defaults = {"name": name, "parent": parent, "rank": place}
            _, created = Section.objects.get_or_create(slug=slug, defaults=defaults)
            loaded.sections += created


def load_topics(loaded: Loaded) -> None:
    for name, (slug, introduction) in TOPICS.items():
        details = {"name": name, "introduction": introduction}
        _, created = Topic.objects.get_or_create(slug=slug, defaults=details)
        loaded.topics += created


def load_sources(loaded: Loaded) -> None:
    for outlet in OUTLETS:
        source, created = Source.objects.get_or_create(
            key=text.name_key(outlet.name),
            defaults={"name": outlet.name, "listing": outlet.listing, "is_own": outlet.is_own},
        )
        loaded.sources += created
        taken = Source.objects.by_key(outlet.aliases)
        for alias in outlet.aliases:
            if text.name_key(alias) not in taken:
                SourceAlias.objects.create(source=source, name=alias)
                loaded.aliases += 1
