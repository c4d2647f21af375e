"""What search engines are told of a page in the words of https://schema.org/: the story with all
credits and pictures, its place in the paper, and the paper itself.

Google names what it reads under "Article" and "Image metadata" of its Search Central.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from articles import richtext, text
from articles.authors import Author, authors, outlets, people
from articles.choices import WRITER_ROLES, ArticleKind, CreditRole, PhotoKind
from articles.models import Edition, SiteSettings
from articles.templatetags.story import description, source_line
from articles.views.addresses import absolute
from articles.views.largest import Largest, largest
from articles.views.paper import name_of
from articles.views.trail import Crumb, sections_above

Thing = dict[str, Any]

CONTEXT = "https://schema.org"
LANGUAGE = "zh-CN"

#: Google asks for the cover in these three: 16 by 9, 4 by 3, and square.
CROPS = ("wide", "standard", "square")

#: Roles that have a word of their own; everybody else contributed under the name of the role.
PROPERTIES = {"editor": {CreditRole.EDITOR}, "translator": {CreditRole.TRANSLATOR}}
NAMED = WRITER_ROLES.union(*PROPERTIES.values())

AI_MADE = f"{CONTEXT}/TrainedAlgorithmicMediaDigitalSource"


def of_front(site: SiteSettings) -> Thing:
    """The block of the front page: the site, how it is searched, and who makes it."""
    home = absolute(reverse("front"))
    search = absolute(reverse("articles:search"))
    website = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "url": home,
        "name": name_of(site),
        "description": site.description or site.slogan,
        "inLanguage": LANGUAGE,
        "publisher": {"@id": publisher_id()},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return {"@context": CONTEXT, "@graph": [filled(website), publisher(site)]}


# The story


def of_story(edition: Edition, site: SiteSettings) -> Thing:
    """A NewsArticle; its pictures have to be attached."""
    page = absolute(edition.get_absolute_url())
    shown, changed = edition.published_at, max(edition.published_at, edition.live_from)
    article = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": f"{page}#story",
        "url": page,
        "mainEntityOfPage": {"@type": "WebPage", "@id": page},
        "headline": edition.title,
        "alternativeHeadline": edition.subtitle or edition.kicker,
        "description": description(edition),
        "image": list(images(edition)),
        "datePublished": moment(shown),
        "dateModified": moment(changed),
        "version": edition.number,
        "author": [agent(one) for one in authors(edition)] or the_paper(site),
        "publisher": publisher(site),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "articleSection": [crumb.name for crumb in sections_above(edition.section)],
        "keywords": [one["name"] for one in (*edition.tags, *edition.topics)],
        "wordCount": text.count_chars(richtext.plain_text(edition.body)),
        "dateline": edition.dateline,
        "correction": [correction(notice) for notice in edition.notices],
    }
    return filled(article | credits(edition) | origin(edition))


def credits(edition: Edition) -> Thing:
    """Everybody who is named, by what they did."""
    named = {
        name: [agent(one) for one in people(edition, roles)] for name, roles in PROPERTIES.items()
    }
    return named | {"contributor": list(contributors(edition))}


def contributors(edition: Edition) -> Iterator[Thing]:
    for role in CreditRole:
        if role not in NAMED:
            for one in people(edition, {role}):
                yield {
                    "@type": "Role",
                    "roleName": str(role.label),
                    "contributor": agent(one),
                }


def origin(edition: Edition) -> Thing:
    """Where it is from and whose it is: a reprint belongs to its sources, else to the paper."""
    sources = [agent(one) for one in outlets(edition)]
    is_ours = edition.kind != ArticleKind.REPRINT or not sources
    return {
        "creditText": source_line(edition),
        "copyrightHolder": {"@id": publisher_id()} if is_ours else sources,
        "copyrightYear": timezone.localtime(edition.published_at).year,
        "sourceOrganization": sources,
        "isBasedOn": edition.original_url,
    }


def correction(notice: dict[str, str]) -> Thing:
    return {
        "@type": "CorrectionComment",
        "text": notice["note"],
        "datePublished": moment(datetime.fromisoformat(notice["at"])),
    }


# Its pictures


def images(edition: Edition) -> Iterator[Thing]:
    """The cover in three shapes, then every picture uncut; an address stands once."""
    cover = edition.cover
    cuts = [(largest(cover["photo"], shape), cover) for shape in CROPS] if cover else []
    uncut = [(largest(use["photo"]), use) for use in edition.photos]
    seen = set[str]()
    for picture, use in chain(cuts, uncut):
        if picture and picture.name not in seen:
            seen.add(picture.name)
            yield image(picture, use)


def image(picture: Largest, use: dict[str, Any]) -> Thing:
    is_made = use.get("kind") == PhotoKind.AI
    return filled(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "caption": use["caption"],
            "creditText": use["credit"],
            "digitalSourceType": AI_MADE if is_made else "",
        }
    )


# Its place


def of_trail(trail: Sequence[Crumb], page: str) -> Thing:
    """A BreadcrumbList; the page itself, which stands last, has the absolute address `page`."""
    steps = [(crumb.name, absolute(crumb.url) if crumb.url else page) for crumb in trail]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(steps, start=1)
        ],
    }


# People and the paper


def agent(author: Author) -> Thing:
    kind = "Person" if author.is_person else "Organization"
    return filled({"@type": kind, "name": author.name, "url": author.url})


def publisher(site: SiteSettings) -> Thing:
    size = {"width": 512, "height": 512}
    logo = {"@type": "ImageObject", "url": absolute(static("img/icon-512.png")), **size}
    policy = absolute(reverse("articles:corrections"))
    return the_paper(site) | {"logo": logo, "correctionsPolicy": policy}


def the_paper(site: SiteSettings) -> Thing:
    home = absolute(reverse("front"))
    names = {"name": name_of(site), "url": home}
    return {"@type": "NewsMediaOrganization", "@id": publisher_id(), **names}


def publisher_id() -> str:
    return f"{absolute(reverse('front'))}#publisher"


def moment(at: datetime) -> str:
    """ISO 8601 with the offset of the site's zone."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def filled(thing: Thing) -> Thing:
    """Without what is not known; False and 0 are."""
    return {name: value for name, value in thing.items() if value not in ("", [], None)}
