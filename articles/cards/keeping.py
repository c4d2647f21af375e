"""Makes the share pictures of editions, keeps them in the storage of sizes, and takes them away."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from PIL import Image

from articles import renditions, richtext, signals, text
from articles.cards import drawing, fonts
from articles.cards.drawing import Shown
from articles.cards.fonts import Faces
from articles.choices import PhotoKind
from articles.models import Edition, Photo, ShareCard, SiteSettings, Withdrawal
from articles.models.edition import EditionQuerySet
from articles.pictures.labels import iptc_segment, xmp_packet
from articles.renditions.making import SizeFile, label_of
from articles.renditions.shapes import JPEG

logger = logging.getLogger("articles.cards")

#: Raised whenever the same edition would be drawn otherwise than before.
RECIPE = 1
#: Fine enough for the edges of letters and of the code.
OPTIONS: dict[str, Any] = {"format": "JPEG", "quality": 88, "subsampling": 0, "optimize": True}
DIGEST_LENGTH = 120

#: Services that were told an address keep asking for its picture after the next edition is out.
REPLACED_LAST = timedelta(days=7)
#: Editions that are looked at together.
AT_ONCE = 500


def is_possible() -> bool:
    """Whether there is a font to draw with; without one the cover is what is shared."""
    return fonts.faces() is not None


def url(path: str) -> str:
    return renditions.storage().url(path)


# What should be there


def wanted(now: datetime) -> EditionQuerySet:
    """The editions that readers see, or will see at their moment."""
    is_open = Q(live_until__isnull=True) | Q(live_until__gt=now)
    return Edition.objects.ever_shown().filter(is_open)


def name_of(edition: Edition, site: SiteSettings, faces: Faces) -> str:
    """Forty digits that stand for all that is drawn, made with our key: nobody guesses them."""
    cover = edition.cover or {}
    file = cover.get("photo") or {}
    seen = [RECIPE, faces.name, edition.pk, edition.content_hash, edition.section.name]
    seen += [site.name, site.slogan, address_of(edition), settings.LANGUAGE_CODE]
    seen += [cover.get("kind"), file.get("made", {}).get("digest")]
    line = json.dumps(seen, ensure_ascii=False)
    return salted_hmac("articles.cards", line, algorithm="sha256").hexdigest()[:40]


def path_of(name: str, ending: str = "") -> str:
    return f"share/{name[:2]}/{name}{ending}.{JPEG}"


def address_of(edition: Edition) -> str:
    return urljoin(settings.SITE_URL, edition.get_absolute_url())


# Making


def draw(pk: int) -> ShareCard | None:
    """Draw the pictures of an edition, unless they are there; None where none should be.

    May be killed at any moment: what is not noted is drawn again under the same name.
    """
    faces, now = fonts.faces(), timezone.now()
    edition = wanted(now).select_related("section__parent").filter(pk=pk).first()
    if faces is None or edition is None:
        return None
    renditions.attach(renditions.covers([edition]))
    site = SiteSettings.objects.current(now)
    name = name_of(edition, site, faces)
    kept = ShareCard.objects.filter(edition=edition).first()
    if kept and kept.path == path_of(name):
        return kept
    made = make(edition, site, faces, name)
    if kept:
        discard(kept.path, kept.poster)
    if not wanted(timezone.now()).filter(pk=pk).exists():
        # It was taken from readers while it was drawn.
        forget(ShareCard.objects.filter(edition=edition))
        return None
    signals.public_changed.send_robust(sender=ShareCard)
    return made


def make(edition: Edition, site: SiteSettings, faces: Faces, name: str) -> ShareCard:
    shown, words = shown_of(edition, site), words_of(edition, site)
    path, poster = path_of(name), path_of(name, "-poster")
    write(path, drawing.card(shown, faces), words)
    write(poster, drawing.poster(shown, faces), words)
    width, height = drawing.CARD
    found = {"path": path, "poster": poster, "width": width, "height": height}
    card, _new = ShareCard.objects.update_or_create(
        edition=edition, defaults=found | {"made_at": timezone.now()}
    )
    return card


def shown_of(edition: Edition, site: SiteSettings) -> Shown:
    cover = edition.cover
    file = cover["photo"] if cover else None
    kind = PhotoKind(cover.get("kind", PhotoKind.SCENE)) if cover else PhotoKind.SCENE
    return Shown(
        title=edition.title,
        digest=edition.digest or text.excerpt(richtext.plain_text(edition.body), DIGEST_LENGTH),
        section=edition.section.name,
        site=site.name or _("Local news"),
        slogan=site.slogan,
        day=date_format(timezone.localtime(edition.published_at), "Y-m-d H:i"),
        address=address_of(edition),
        scan=_("Scan to read"),
        square=picture(file, "square"),
        wide=picture(file, "wide"),
        sign="" if kind == PhotoKind.SCENE else str(kind.label),
    )


def picture(file: dict[str, Any] | None, shape: str) -> Image.Image | None:
    """The largest JPEG of a shape, as readers get it; None while it is not made or is gone."""
    kept = file["made"].get("shapes", {}).get(shape) if file else None
    if file is None or not kept:
        return None
    width = kept["sizes"][-1][0]
    path = renditions.path(file["token"], file["made"]["digest"], shape, width, JPEG)
    try:
        with renditions.storage().open(path) as opened:
            return Image.open(opened, formats=("JPEG",)).convert("RGB")
    except (OSError, ValueError):
        logger.exception("cover_unreadable", extra={"path": path})
        return None


def words_of(edition: Edition, site: SiteSettings) -> dict[str, Any]:
    """The words that go out with the photo, within the file: the law asks so of AI-made ones."""
    file = edition.cover["photo"] if edition.cover else None
    photo = Photo.objects.with_tokens([file["token"]]).first() if file else None
    if photo is None or not file or not file["made"]:
        return {}
    label = label_of(photo, site.name)
    return {"xmp": xmp_packet(label), "extra": iptc_segment(label)}


def write(path: str, image: Image.Image, words: dict[str, Any]) -> None:
    out = BytesIO()
    image.save(out, **OPTIONS, **words)
    renditions.storage().save(path, SizeFile(out.getvalue(), JPEG))


# Taking away


def discard(*paths: str) -> None:
    for path in paths:
        renditions.storage().delete(path)


def forget(cards: Iterable[ShareCard]) -> None:
    """Delete pictures and what is known of them; the files first, so that none is left unknown."""
    for card in cards:
        discard(card.path, card.poster)
        card.delete()


def take_back(article_id: int) -> None:
    """Delete the pictures of a story's editions that no reader will see again."""
    gone = ShareCard.objects.filter(edition__article=article_id)
    forget(gone.exclude(edition__in=wanted(timezone.now())))


# All of them


def bring_up_to_date(now: datetime, most: int, turn: timedelta) -> tuple[int, list[int]]:
    """Draw what is missing or out of date, and delete what is spent.

    At most so many, and for no longer than a turn. Answers how many were done, and the stories
    that failed.
    """
    until, done, failed = monotonic() + turn.total_seconds(), 0, []
    for edition in due(now):
        try:
            done += draw(edition.pk) is not None
        except Exception:
            logger.exception("share_card_failed", extra={"edition": edition.pk})
            failed.append(edition.article_id)
        if monotonic() > until or done + len(failed) >= most:
            break
    forget(spent(now))
    return done, failed


def due(now: datetime) -> Iterator[Edition]:
    """Editions whose pictures are not as they should be; none where there is no font."""
    faces, site = fonts.faces(), SiteSettings.objects.current(now)
    if faces is None:
        return
    newest = wanted(now).for_lists().select_related("share_card").order_by("-pk")
    last: int | None = None
    while batch := list((newest.filter(pk__lt=last) if last else newest)[:AT_ONCE]):
        last = batch[-1].pk
        renditions.attach(renditions.covers(batch))
        for edition in batch:
            card: ShareCard | None = getattr(edition, "share_card", None)
            if card is None or card.path != path_of(name_of(edition, site, faces)):
                yield edition


def spent(now: datetime) -> list[ShareCard]:
    """Pictures of editions that no reader sees or will see, but for those just replaced.

    Those stay for a week, unless the story is withdrawn or what they show is out of date: a photo
    may have been taken back.
    """
    gone = ShareCard.objects.exclude(edition__in=wanted(now))
    cards = list(gone.select_related("edition__section"))
    stories = {card.edition.article_id for card in cards}
    withdrawn = set(
        Withdrawal.objects.open().filter(article__in=stories).values_list("article_id", flat=True)
    )
    renditions.attach(renditions.covers(card.edition for card in cards))
    faces, site = fonts.faces(), SiteSettings.objects.current(now)

    def is_kept(card: ShareCard) -> bool:
        edition = card.edition
        end = edition.live_until
        is_recent = end is not None and edition.live_from < end and now - REPLACED_LAST < end
        is_same = faces is None or card.path == path_of(name_of(edition, site, faces))
        return is_recent and is_same and edition.article_id not in withdrawn

    return [card for card in cards if not is_kept(card)]
