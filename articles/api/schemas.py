"""The shapes of the API's answers, with a description and an example of every field."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from articles.choices import ArticleKind, CreditRole, EditionChange, PhotoKind

LANGUAGE = "zh-Hans-CN"


class Record(BaseModel):
    """Exactly these fields, none less and none more."""

    model_config = ConfigDict(extra="forbid")


Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


def says(description: str, example: object) -> object:
    """A field as the document describes it."""
    return Field(description=description, examples=[example])


class Name(Record):
    """A section, tag or topic as a story names it."""

    name: Annotated[str, says("As readers see it.", "\u8981\u95fb")]
    slug: Annotated[str, says("As addresses name it.", "yaowen")]
    url: Annotated[Address, says("Its page.", "https://news.example.org/section/yaowen/")]


class Source(Record):
    """An outlet that the story comes from."""

    name: Annotated[
        str, says("Its name.", "\u6210\u90fd\u65e5\u62a5\u00b7\u9526\u89c2\u65b0\u95fb")
    ]
    url: Annotated[str, says("Its site; empty where none is known.", "https://www.example.org/")]
    is_own: Annotated[bool, says("Whether it is our own.", False)]


class Rendition(Record):
    """A size of a picture."""

    shape: Annotated[
        Literal["full", "wide", "standard", "square", "cinema", "card"],
        says("How it is cut: full is not; wide 16:9, standard 4:3, card for shared links.", "full"),
    ]
    type: Annotated[
        Literal["image/avif", "image/webp", "image/jpeg"], says("Media type.", "image/jpeg")
    ]
    width: Annotated[int, says("In pixels.", 960)]
    height: Annotated[int, says("In pixels.", 640)]
    url: Annotated[
        Address,
        says("Where it lies.", "https://news.example.org/media/9f/9f2c/5e1d/full-960.jpg"),
    ]


class Picture(Record):
    """A photo with its words; `renditions` is empty while it is awaited, or may not be shown."""

    caption: Annotated[str, says("The words under it.", "\u6d3b\u52a8\u73b0\u573a")]
    credit: Annotated[str, says("Who made it.", "\u5218\u6d0b \u6444")]
    alt: Annotated[str, says("What it shows, for those who do not see it.", "")]
    kind: Annotated[
        PhotoKind,
        says("scene, archive, diagram, or ai: made by a machine, which has to be said.", "scene"),
    ]
    width: Annotated[int | None, says("Of the whole picture, in pixels.", 1620)]
    height: Annotated[int | None, says("Of the whole picture, in pixels.", 1080)]
    renditions: Annotated[
        list[Rendition],
        Field(description="Its sizes. Lists name those in JPEG, a story names all."),
    ]
    animation: Annotated[Address | None, says("The moving picture (WebP), if it moves.", None)]


class StoryPhoto(Picture):
    """A photo where it stands in the text."""

    key: Annotated[str, says("Stands in `data-photo` of its figure in `body_html`.", "k3v9q2mx7a")]
    in_gallery: Annotated[bool, says("Whether it is one of a gallery.", False)]


class Credit(Record):
    """Somebody who is named on the story."""

    role: Annotated[CreditRole, says("What they did.", "editor")]
    role_name: Annotated[str, says("The same as readers see it.", "\u7f16\u8f91")]
    name: Annotated[str, says("Their name.", "\u8881\u4e5f\u7136")]
    person: Annotated[int, says("Their number: `person` of the list of stories.", 7)]
    url: Annotated[Address, says("All their stories.", "https://news.example.org/person/7/")]


class Notice(Record):
    """What readers are told of a change of the story."""

    at: Annotated[datetime, says("When it was changed.", "2021-12-21T09:00:00+08:00")]
    change: Annotated[EditionChange, says("fact: corrected; update: added to.", "fact")]
    note: Annotated[str, says("What was changed.", "\u66f4\u6b63\u4e86\u4eba\u6570\u3002")]


class Original(Record):
    """Where a reprint or a compilation is from."""

    title: Annotated[str, says("Its title there.", "")]
    url: Annotated[str, says("Its address there.", "")]
    author: Annotated[str, says("Its author there.", "")]


class Rights(Record):
    """On what terms the story may be used."""

    holder: Annotated[str, says("Whose it is.", "\u6210\u90fd\u9ad8\u65b0")]
    notice: Annotated[str, says("What to print with it.", "\u00a9 2021 \u6210\u90fd\u9ad8\u65b0")]
    terms_url: Annotated[Address, says("The terms.", "https://news.example.org/licence/")]


class StoryRow(Record):
    """A story as lists show it."""

    id: Annotated[int, says("Its number, which never changes.", 12)]
    url: Annotated[Address, says("Its page.", "https://news.example.org/2021/12/20/12/")]
    api_url: Annotated[Address, says("All of it.", "https://news.example.org/api/v1/stories/12")]
    kicker: Annotated[str, says("The line above the headline.", "")]
    title: Annotated[str, says("The headline.", "\u300c\u745c\u4f3d\u661f\u7403\u300d\u5f00\u4e1a")]
    list_title: Annotated[str, says("A shorter headline for lists; may be empty.", "")]
    digest: Annotated[str, says("The story in a sentence; may be empty.", "")]
    kind: Annotated[ArticleKind, says("Where the text is from.", "original")]
    language: Annotated[Literal["zh-Hans-CN"], says("BCP 47.", LANGUAGE)]
    published_at: Annotated[
        datetime, says("The time that readers see.", "2021-12-20T10:48:00+08:00")
    ]
    changed_at: Annotated[
        datetime, says("Since when it stands as it is.", "2021-12-20T10:48:00+08:00")
    ]
    version: Annotated[int, says("Counts its published states, from 1.", 1)]
    section: Name
    sources: list[Source]
    tags: list[Name]
    topics: list[Name]
    cover: Picture | None


class Story(StoryRow):
    """A story with all that its page shows."""

    short_title: Annotated[str, says("The headline for WeChat; may be empty.", "")]
    subtitle: Annotated[str, says("The line under the headline.", "")]
    dateline: Annotated[str, says("Place and date before the text.", "")]
    body_html: Annotated[
        str,
        says(
            "The text: p, h2, h3, lists, tables, links (absolute) and figures.",
            "<p>\u6b63\u6587\u3002</p>",
        ),
    ]
    body_text: Annotated[
        str, says("The same without marks: a line for each block.", "\u6b63\u6587\u3002")
    ]
    photos: Annotated[list[StoryPhoto], Field(description="In the order of the text.")]
    credits: Annotated[list[Credit], Field(description="In the order of the printed line.")]
    notices: Annotated[list[Notice], Field(description="Corrections and updates, oldest first.")]
    original: Original | None
    rights: Rights


Next = Annotated[
    Address | None,
    says(
        "The next page; null on the last.",
        "https://news.example.org/api/v1/stories?cursor=WyJzdG9yaWVzIiwxLDJd",
    ),
]


class Stories(Record):
    """A page of stories, newest first."""

    stories: list[StoryRow]
    next: Next


class Found(Record):
    """A page of what was found."""

    count: Annotated[int, says("How many stories were found in all.", 1)]
    missing: Annotated[list[str], says("Words that stand in no story.", ["\u6f4d\u574a"])]
    stories: list[StoryRow]
    next: Next


class HotStories(Record):
    """The stories that are read most, the hottest first."""

    stories: list[StoryRow]


class Recommended(Record):
    """A row under a story; one that is not on this site has no address."""

    title: Annotated[str, says("Its title.", "\u53e6\u4e00\u7bc7\u7a3f\u4ef6")]
    published_at: Annotated[datetime | None, says("When.", "2021-12-19T08:00:00+08:00")]
    url: Annotated[Address | None, says("Its page.", "https://news.example.org/2021/12/19/11/")]
    cover: Picture | None


class Recommendations(Record):
    """What to read next: the editor's choice first, at most ten."""

    recommendations: list[Recommended]


class SubSection(Name):
    """A section under another."""

    description: Annotated[str, says("What stands in it.", "")]
    stories_url: Annotated[
        Address,
        says("Its stories.", "https://news.example.org/api/v1/stories?section=yaowen"),
    ]


class Section(SubSection):
    """A section of the first level."""

    sections: list[SubSection]


class Sections(Record):
    """The sections of the navigation, in its order."""

    sections: list[Section]


class Tag(Name):
    """A key word that stories carry."""

    stories_url: Annotated[
        Address, says("Its stories.", "https://news.example.org/api/v1/stories?tag=yaowen")
    ]


class Tags(Record):
    """A page of tags, by name."""

    tags: list[Tag]
    next: Next


class TopicRow(Name):
    """A special subject."""

    introduction: Annotated[str, says("What it is about.", "")]
    api_url: Annotated[Address, says("All of it.", "https://news.example.org/api/v1/topics/yaowen")]
    stories_url: Annotated[
        Address, says("Its stories.", "https://news.example.org/api/v1/stories?topic=yaowen")
    ]
    cover: Picture | None


class Topics(Record):
    """A page of topics; the one with the newest story first."""

    topics: list[TopicRow]
    next: Next


class Block(Record):
    """A part of a topic's page."""

    name: Annotated[str, says("Its heading.", "\u6700\u65b0\u8fdb\u5c55")]
    stories: list[StoryRow]


class Topic(TopicRow):
    """A special subject with what stands on its page."""

    blocks: list[Block]


class Index(Record):
    """Where the API begins."""

    title: Annotated[str, says("Its name.", "Newsroom API")]
    version: Annotated[str, says("Its version, which stands in every address.", "1")]
    document: Annotated[
        Address, says("The OpenAPI document.", "https://news.example.org/api/v1/openapi.json")
    ]
    docs: Annotated[Address, says("The same to be read.", "https://news.example.org/api/v1/docs")]
    lists: Annotated[
        dict[str, str],
        says("The lists, by name.", {"stories": "https://news.example.org/api/v1/stories"}),
    ]


class ProblemKind(Record):
    """What a kind of problem means."""

    name: Annotated[str, says("The end of its type.", "withdrawn")]
    title: Annotated[str, says("What it is.", "\u7a3f\u4ef6\u5df2\u64a4\u4e0b")]
    status: Annotated[int, says("The status of HTTP.", 410)]
    detail: Annotated[
        str,
        says("What it means.", "\u7a3f\u4ef6\u5df2\u64a4\u4e0b\u3002"),
    ]
