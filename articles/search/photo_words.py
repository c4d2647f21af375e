"""Finds photos by what they say of themselves and what stories say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.bigrams import phrases, terms
from articles.models import Photo, PhotoUse
from articles.search.index import Index, Row, dialect

AT_ONCE = 500

PHOTO_WORDS = "articles_photo_words"
PHOTO_INDEX = Index(PHOTO_WORDS, "photo_id")
#: What is found of a photo, beside the captions that stories gave it.
PHOTO_FIELDS = (
    "headline",
    "caption",
    "byline",
    "credit",
    "copyright",
    "keywords",
    "place",
    "licence_note",
    "original_name",
)
CAPTION_FIELDS = ("caption", "cover_caption")
#: Stories of one photo whose captions are indexed; a town hall's picture stands in hundreds.
MOST_USES = 20


def photos(queryset: QuerySet[Photo], words: str) -> QuerySet[Photo]:
    """Those of the photos in which all the words stand, in the order that they have."""
    asked = phrases(words)
    if not asked:
        return queryset.none() if words.strip() else queryset
    if not (tongue := dialect()):
        return unindexed(queryset, words)
    return queryset.filter(pk__in=PHOTO_INDEX.ids(tongue, asked))


def unindexed(queryset: QuerySet[Photo], words: str) -> QuerySet[Photo]:
    """Without an index of ours, each word is looked for as it was typed."""
    for word in words.split():
        uses = PhotoUse.objects.filter(has(word, CAPTION_FIELDS), photo=OuterRef("pk")).order_by()
        queryset = queryset.filter(has(word, PHOTO_FIELDS) | Exists(uses))
    return queryset


def has(word: str, fields: Iterable[str]) -> Q:
    match = Q()
    for field in fields:
        match |= Q(**{f"{field}__icontains": word})
    return match


def index_photo(photo: Photo) -> None:
    """Note anew what is found of this photo, to be called whenever it was saved."""
    index_photos([photo.pk])


def index_captions(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> None:
    """Note anew the photos of which a story now says something else than before.

    Both are the "uses" of a `compiling.snapshot`. A photo that left the story counts as well.
    """
    changed = said_in(before) ^ said_in(after)
    index_photos(photo for photo, *_captions in changed)


def said_in(uses: Iterable[Mapping[str, Any]]) -> set[tuple[int, ...]]:
    found = [(use["photo"], *(use.get(field, "") for field in CAPTION_FIELDS)) for use in uses]
    return {said for said in found if said[0]}


@transaction.atomic
def index_photos(pks: Iterable[int]) -> None:
    """Note anew what is found of these photos.

    Their rows are held while they are read: whoever comes second reads what the first has changed,
    and writes it too.
    """
    if wanted := sorted(set(pks)):
        held = Photo.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        found = list(held.values_list("pk", *PHOTO_FIELDS))
        PHOTO_INDEX.replace(wanted, photo_rows(found, captions_of(wanted)))


def photo_rows(found: Iterable[Any], captions: Mapping[int, list[str]]) -> Iterator[Row]:
    for pk, *words in found:
        known = dict.fromkeys([*words, *captions.get(pk, [])])
        yield pk, terms("\n".join(known))


def captions_of(pks: Sequence[int]) -> dict[int, list[str]]:
    """What stories say of these photos, of each in the newest ones only."""
    captions: dict[int, list[str]] = defaultdict(list)
    uses = PhotoUse.objects.filter(photo__in=pks).order_by("-pk")
    for pk, *said in uses.values_list("photo", *CAPTION_FIELDS):
        if len(captions[pk]) < MOST_USES * len(CAPTION_FIELDS):
            captions[pk] += said
    return captions


def rebuild_photos(tell: Callable[[int], None] = lambda done: None) -> int:
    """Index every photo; `tell` is given how many are done. Answers how many there are."""
    done = last = 0
    pks = Photo.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(pks.filter(pk__gt=last)[:AT_ONCE]):
        index_photos(batch)
        last, done = batch[-1], done + len(batch)
        tell(done)
    return done
