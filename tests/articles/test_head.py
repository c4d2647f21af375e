"""What a story's head tells services: JSON-LD by schema.org, Open Graph, cards."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from articles import renditions, richtext
from articles.choices import ArticleKind, CreditRole, EditionChange, PhotoKind
from articles.models import Article, Credit, Edition, Person, Photo, Section, SiteSettings, Source
from tests.articles.page_reading import DATA_BLOCK, Reading, reading

PutOut = Callable[..., Edition]
SITE = project.SITE_URL
MORNING = datetime(2021, 12, 20, 10, 48, 53, tzinfo=ZoneInfo("Asia/Shanghai"))
HOSTILE = "]]></script><!--<script>alert(1)&\"'\\\u2028\u2029\x0b\U00020bb7\U0001f600"


def head(address: str) -> Reading:
    response = Client().get(address)
    assert response.status_code == 200
    return reading(response)


def blocks(address: str) -> dict[str, Any]:
    """The JSON-LD of a page, by its type."""
    scripts = [one for one in head(address).named("script") if "src" not in one.attributes]
    found = [json.loads("".join(script.words)) for script in scripts]
    assert {script.attributes["type"] for script in scripts} == {DATA_BLOCK}
    assert {one["@context"] for one in found} == {"https://schema.org"}
    return {kind: thing for one in found for kind, thing in by_type(one)}


def by_type(block: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(thing["@type"], thing) for thing in block.get("@graph", [block])]


def article_of(edition: Edition) -> dict[str, Any]:
    found: dict[str, Any] = blocks(edition.get_absolute_url())["NewsArticle"]
    return found


def tags_of(edition: Edition, name: str) -> list[str]:
    metas = [meta.attributes for meta in head(edition.get_absolute_url()).named("meta")]
    return [meta["content"] for meta in metas if name in {meta.get("property"), meta.get("name")}]


@pytest.fixture
def credit() -> Callable[[Article, str, CreditRole], Person]:
    def named(article: Article, name: str, role: CreditRole) -> Person:
        person = Person.objects.create(name=name)
        Credit.objects.create(article=article, person=person, role=role, rank=5)
        return person

    return named


# What must not happen


@pytest.mark.parametrize("words", [HOSTILE, "</ScRiPt >", "<!--<script"])
def test_nothing_in_a_block_can_end_it(words: str) -> None:
    block = richtext.linked_data({"headline": words})
    inside = block.removeprefix(f'<script type="{DATA_BLOCK}">').removesuffix("</script>")
    assert not set(inside) & {"<", ">", "&", "\u2028", "\u2029", "\x0b"}
    assert json.loads(inside) == {"headline": words}


def test_words_from_outside_are_told_as_they_are(
    draft: Any, put_out: PutOut, with_photo: Any, photo: Any, credit: Any
) -> None:
    article = draft(HOSTILE, digest=HOSTILE, subtitle=HOSTILE, dateline=HOSTILE)
    with_photo(article, photo, caption=HOSTILE, credit=HOSTILE)
    credit(article, HOSTILE, CreditRole.REPORTER)
    told = article_of(put_out(article=article))
    assert told["headline"] == told["description"] == told["dateline"] == HOSTILE
    assert told["author"][0]["name"] == told["image"][0]["caption"] == HOSTILE


def test_a_preview_tells_search_engines_nothing(draft: Any, signed_in: Any) -> None:
    page = reading(signed_in("editor").get(f"/desk/articles/article/{draft().pk}/preview/"))
    assert page.named("h1")
    assert all("src" in script.attributes for script in page.named("script"))


# JSON-LD of a story


def test_a_story_has_every_field_that_google_names(
    draft: Any, put_out: PutOut, with_photo: Any, photo: Photo, credit: Any, site: Any
) -> None:
    article = draft("地铁三号线开通", digest="三号线今天开通", published_at=MORNING)
    with_photo(article, photo, caption="站台", credit="何苗 摄")
    person = credit(article, "林知夏", CreditRole.REPORTER)
    renditions.render(photo.pk)
    edition = put_out(article=article)
    told = article_of(edition)
    page = SITE + edition.get_absolute_url()
    assert told["mainEntityOfPage"] == {"@type": "WebPage", "@id": page}
    assert (told["headline"], told["description"]) == ("地铁三号线开通", "三号线今天开通")
    assert told["datePublished"] == "2021-12-20T10:48:53+08:00"
    assert datetime.fromisoformat(told["dateModified"]) == edition.live_from.replace(microsecond=0)
    url = SITE + reverse("articles:person", args=[person.pk])
    assert told["author"] == [{"@type": "Person", "name": "林知夏", "url": url}]
    shapes = [image["url"].rpartition("/")[2].partition("-")[0] for image in told["image"]]
    assert shapes == ["wide", "standard", "square", "full"]
    assert all(image["url"].startswith(SITE) for image in told["image"])
    assert told["image"][2]["width"] == told["image"][2]["height"] == 480
    assert told["publisher"]["@type"] == "NewsMediaOrganization"
    assert told["publisher"]["name"] == site.name
    assert told["publisher"]["logo"]["url"].endswith("img/icon-512.png")
    assert (told["inLanguage"], told["isAccessibleForFree"]) == ("zh-CN", True)


def test_everybody_who_is_named_is_told_by_what_they_did(
    draft: Any, put_out: PutOut, credit: Any
) -> None:
    article = draft()
    for name, role in (
        ("甲", CreditRole.CORRESPONDENT),
        ("乙", CreditRole.PHOTOGRAPHER),
        ("丙", CreditRole.TRANSLATOR),
        ("丁", CreditRole.PROOFREADER),
    ):
        credit(article, name, role)
    told = article_of(put_out(article=article))
    assert [one["name"] for one in told["author"]] == ["甲"]
    assert [one["name"] for one in told["editor"]] == ["袁也然"]
    assert [one["name"] for one in told["translator"]] == ["丙"]
    roles = {one["roleName"]: one["contributor"]["name"] for one in told["contributor"]}
    assert roles == {
        str(CreditRole.PHOTOGRAPHER.label): "乙",
        str(CreditRole.PROOFREADER.label): "丁",
    }


def test_a_reprint_belongs_to_its_source(draft: Any, put_out: PutOut, source: Source) -> None:
    Source.objects.update(url="https://example.org", listing="listed")
    article = draft(
        kind=ArticleKind.REPRINT,
        original_title="原题",
        original_url="https://example.org/1",
        original_author="顾小满",
    )
    told = article_of(put_out(article=article))
    outlet = {"@type": "Organization", "name": source.name, "url": "https://example.org"}
    assert told["copyrightHolder"] == told["sourceOrganization"] == [outlet]
    assert told["isBasedOn"] == "https://example.org/1"
    assert told["author"] == [{"@type": "Person", "name": "顾小满"}]
    assert told["creditText"] == source.name


def test_without_writers_the_outlet_wrote_it(put_out: PutOut, source: Source) -> None:
    told = article_of(put_out())
    assert told["author"] == [{"@type": "Organization", "name": source.name}]
    assert told["copyrightHolder"]["@id"] == told["publisher"]["@id"]


def test_tags_sections_and_length_are_told(draft: Any, put_out: PutOut, section: Section) -> None:
    below = Section.objects.create(name="地铁", parent=section)
    article = draft(section=below, body="<p>三号线今天开通。</p>")
    article.tags.add("轨道交通")
    told = article_of(put_out(article=article))
    assert told["articleSection"] == [section.name, "地铁"]
    assert told["keywords"] == ["轨道交通"]
    assert told["wordCount"] == 8


def test_a_correction_is_told_with_its_time(put_out: PutOut, revise: Any, clock: Any) -> None:
    article = put_out("地铁").article
    clock.shift(timedelta(hours=1))
    article = revise(article, body="<p>五号口</p>")
    edition = put_out(article=article, change=EditionChange.FACT, note=HOSTILE)
    told = article_of(edition)
    assert told["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": HOSTILE,
            "datePublished": told["dateModified"],
        }
    ]
    assert told["dateModified"] > told["datePublished"]


def test_a_made_picture_is_told_as_made(
    draft: Any, put_out: PutOut, with_photo: Any, photo: Photo
) -> None:
    Photo.objects.update(kind=PhotoKind.AI)
    article = draft()
    with_photo(article, photo, caption="AI生成图")
    (image,) = article_of(put_out(article=article))["image"]
    assert image["digitalSourceType"].endswith("/TrainedAlgorithmicMediaDigitalSource")


def test_the_trail_ends_at_the_story(put_out: PutOut, section: Section, site: Any) -> None:
    edition = put_out("地铁")
    steps = blocks(edition.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[1]["name"] == section.name
    assert [step["item"] for step in steps] == [
        f"{SITE}/",
        f"{SITE}/section/{section.slug}/",
        SITE + edition.get_absolute_url(),
    ]


# The front page


def test_the_front_page_tells_how_the_paper_is_searched(site: SiteSettings) -> None:
    told = blocks("/")
    assert told["WebSite"]["name"] == told["NewsMediaOrganization"]["name"] == site.name
    action = told["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"
    assert told["WebSite"]["publisher"]["@id"] == told["NewsMediaOrganization"]["@id"]


# Open Graph and cards


def test_a_story_has_a_card(
    draft: Any, put_out: PutOut, with_photo: Any, photo: Photo, credit: Any
) -> None:
    article = draft("地铁", published_at=MORNING)
    article.tags.add("轨道交通", "三号线")
    with_photo(article, photo, caption="站台", alt="站台上的人")
    person = credit(article, "林知夏", CreditRole.REPORTER)
    edition = put_out(article=article)
    assert tags_of(edition, "og:type") == ["article"]
    assert tags_of(edition, "og:title") == ["地铁"]
    assert tags_of(edition, "og:image")[0].startswith(f"{SITE}/")
    assert len(tags_of(edition, "og:image:width")) == 1
    assert tags_of(edition, "og:image:alt") == ["站台上的人"]
    assert tags_of(edition, "twitter:card") == ["summary_large_image"]
    assert tags_of(edition, "article:tag") == ["轨道交通", "三号线"]
    assert tags_of(edition, "article:published_time") == ["2021-12-20T10:48:53+08:00"]
    page = SITE + reverse("articles:person", args=[person.pk])
    assert tags_of(edition, "article:author") == [page]


def test_a_story_without_a_picture_has_a_small_card(put_out: PutOut) -> None:
    edition = put_out()
    assert tags_of(edition, "twitter:card") == ["summary"]
    assert tags_of(edition, "og:image") == []
