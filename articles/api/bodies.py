"""The text of a story for other pages: HTML that needs nothing of ours, and plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import renditions, richtext
from articles.models import Edition
from articles.renditions import Picture
from articles.templatetags.story import Use, kind_label
from articles.views.addresses import absolute, with_whole_links


def fields(edition: Edition) -> dict[str, Any]:
    return {"body_html": html(edition), "body_text": richtext.plain_text(edition.body)}


def html(edition: Edition) -> str:
    """The body with its photos as plain figures and every address whole.

    The photos have been attached.
    """
    uses = {use["key"]: use for use in edition.photos}

    def figures(keys: Sequence[str]) -> Iterator[str]:
        return (figure(uses[key]) for key in keys if key in uses)

    # An edition's body was cleaned when it was compiled and cannot change afterwards.
    body = richtext.render(edition.body, figures, trusted=True)
    return with_whole_links(str(body), absolute(edition.get_absolute_url()))


def figure(use: Use) -> SafeString:
    picture = renditions.picture(use["photo"]) if use["photo"] else None
    return format_html(
        '<figure data-photo="{}">{}{}</figure>', use["key"], image(use, picture), caption(use)
    )


def image(use: Use, picture: Picture | None) -> SafeString:
    if picture is None:
        return SafeString()
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}">',
        absolute(picture.src),
        picture.width,
        picture.height,
        use["alt"],
    )


def caption(use: Use) -> SafeString:
    """The caption with its credit, and the kind where readers have to be told it."""
    words = " ".join(filter(None, [use["caption"], kind_label(use), use["credit"]]))
    return format_html("<figcaption>{}</figcaption>", words) if words else SafeString()
