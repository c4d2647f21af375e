"""The dossier of one story (稿件档案): everything that is kept about it, in one ZIP file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString

from articles import audit, checklist, compiling, renditions, richtext, text, workflow
from articles.choices import CreditRole, EditionChange
from articles.exporters.archive import Archive, nobody
from articles.models import (
    Article,
    Edition,
    ImportRecord,
    LogHead,
    Photo,
    Revision,
    User,
)

#: Endings that a file may keep; any other name of an original is not ours to trust.
ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(slots=True)
class Shown:
    """The photos that a story has or had, by number and by the token of their address."""

    numbers: set[int] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)

    def note(self, photos: Iterable[dict[str, Any] | None]) -> None:
        """Photos as `compiling.columns` writes them."""
        for photo in photos:
            if photo and photo["photo"]:
                self.tokens.add(photo["photo"]["token"])


def write(article_id: int, target: IO[bytes], tell: Callable[[str], None] = nobody) -> Archive:
    """Write the dossier and answer what is in it. Raises Article.DoesNotExist.

    The story is held while its records are read, so that they speak of one moment; its pictures,
    which nobody ever changes, are read afterwards.
    """
    archive = Archive(target, tell)
    try:
        fill(archive, article_id)
        archive.close()
    finally:
        archive.give_up()
    return archive


def fill(archive: Archive, article_id: int) -> None:
    shown = Shown()
    with transaction.atomic():
        held = Article.objects.select_for_update(of=("self",))
        article = held.select_related("section__parent").get(pk=article_id)
        Records(archive, article, shown).put()
    put_photos(archive, shown)


class Records:
    """Everything about a story that the database keeps, put into an archive file by file."""

    def __init__(self, archive: Archive, article: Article, shown: Shown) -> None:
        self.archive, self.article, self.shown = archive, article, shown
        self.people = {user.pk: user for user in User.objects.all()}
        self.editions = list(article.editions.select_related("section").order_by("number", "pk"))
        self.passes = list(article.passes.order_by("round", "level", "pk"))
        self.acts = list(article.acts.select_related("by", "edition").order_by("number"))

    def put(self) -> None:
        head = LogHead.objects.filter(pk=1).first()
        told = {"article": self.article, "editions": self.editions, "head": head}
        self.archive.put_text("README.txt", render_to_string("dossier/readme.txt", told))
        self.put_copy()
        self.put_slip()
        self.put_editions()
        self.put_revisions()
        self.put_log(head)
        self.put_lists()
        self.put_imports()

    def put_copy(self) -> None:
        """The working copy as it stands."""
        content = compiling.snapshot(self.article)
        self.note_uses(content)
        self.archive.put_json("story.json", {"row": self.row(self.article), "content": content})

    def put_slip(self) -> None:
        facts = workflow.facts_of(self.article)
        told = {
            "article": self.article,
            "facts": facts,
            "characters": text.count_chars(richtext.plain_text(self.article.body)),
            "passes": [(one, self.people[one.by_id]) for one in self.passes],
            "acts": self.acts,
            "editions": self.editions,
            "broken": list(checklist.broken(facts.copy)),
        }
        self.archive.put_text("slip.txt", render_to_string("dossier/slip.txt", told))

    def put_editions(self) -> None:
        for edition in self.editions:
            name = f"editions/{edition.number:04}"
            self.shown.note([*edition.photos, edition.cover])
            kept = self.row(edition) | {"content_hash_holds": content_hash_holds(edition)}
            self.archive.put_json(f"{name}.json", kept)
            self.archive.put_text(f"{name}.html", page_of(edition))

    def put_revisions(self) -> None:
        """One at a time: a story that was saved a hundred times has a hundred whole texts."""
        revisions = Revision.objects.filter(article=self.article).order_by("version", "pk")
        for revision in revisions.iterator(chunk_size=20):
            self.note_uses(revision.snapshot)
            name = f"revisions/{revision.version:04}-{revision.pk}.json"
            self.archive.put_json(name, self.row(revision))

    def note_uses(self, content: dict[str, Any]) -> None:
        self.shown.note([*content["photos"], content["cover"]])
        self.shown.numbers.update(use["photo"] for use in content["uses"] if use["photo"])

    def put_log(self, head: LogHead | None) -> None:
        end = {"number": head.number, "row_hash": head.row_hash} if head else None
        acts = [self.row(act) | {"hashed": audit.hashed(act)} for act in self.acts]
        self.archive.put_json("log.json", {"acts": acts, "end_of_the_log": end})

    def put_lists(self) -> None:
        article, notes = self.article, self.article.notes.prefetch_related("mentioned")
        self.put_rows("passes.json", self.passes)
        self.put_rows("marks.json", article.marks.order_by("pk"))
        self.put_rows("withdrawals.json", article.withdrawals.order_by("pk"))
        said = [
            self.row(note)
            | {"mentioned": sorted(self.person(user.pk) for user in note.mentioned.all())}
            for note in notes.order_by("pk")
        ]
        self.archive.put_json("notes.json", said)

    def put_rows(self, name: str, rows: Iterable[models.Model]) -> None:
        self.archive.put_json(name, [self.row(row) for row in rows])

    def put_imports(self) -> None:
        """Every file that came in for this story, byte for byte, and what was found in it."""
        for record in ImportRecord.objects.filter(article=self.article).order_by("pk").iterator(1):
            name = f"imports/{record.pk}{ending(record.origin)}"
            kept = self.row(record, without=("original",)) | {"file": name}
            self.archive.put_json(f"imports/{record.pk}.record.json", kept)
            self.archive.put(name, [bytes(record.original)])

    def row(self, row: models.Model, without: Iterable[str] = ()) -> dict[str, Any]:
        """A row by column; moments in UTC, people by name too."""
        return {
            column.name: self.value(column, getattr(row, column.attname))
            for column in row._meta.concrete_fields
            if column.name not in without
        }

    def value(self, column: Any, value: Any) -> Any:
        if isinstance(value, datetime):
            return compiling.moment(value)
        return self.person(value) if value and column.related_model is User else value

    def person(self, number: int) -> str:
        """Sign-in, name and number: names change, and two people may share one."""
        user = self.people[number]
        return f"{user.get_username()} ({user}) #{number}"


def content_hash_holds(edition: Edition) -> bool:
    """Whether the edition still has the content that was hashed when it was written."""
    content = {name: getattr(edition, name) for name in (*compiling.COLUMNS, "notices")}
    content["section"] = edition.section_id
    content["published_at"] = compiling.moment(edition.published_at)
    return compiling.hash_of(content) == edition.content_hash


def page_of(edition: Edition) -> str:
    """The edition as readers had it, its pictures taken from the dossier."""
    uses = {use["key"]: use for use in edition.photos}
    renditions.attach(use["photo"] for use in edition.photos)

    def figure(key: str) -> SafeString | str:
        use = uses.get(key)
        if use is None:
            return ""
        address = f"../{largest}" if (largest := largest_name(use["photo"])) else ""
        return render_to_string("dossier/figure.html", {"use": use, "address": address})

    told = {
        "edition": edition,
        "body": richtext.render(edition.body, lambda keys: map(figure, keys), trusted=True),
        "credits": [(CreditRole(one["role"]).label, one["name"]) for one in edition.credits],
        "notices": [
            (parse_datetime(one["at"]), EditionChange(one["change"]).label, one["note"])
            for one in edition.notices
        ],
    }
    return render_to_string("dossier/edition.html", told)


# Pictures


def put_photos(archive: Archive, shown: Shown) -> None:
    """The originals, and the sizes that readers got, under the token of their address."""
    meant = Q(pk__in=shown.numbers) | Q(token__in=shown.tokens)
    photos = list(Photo.objects.filter(meant).order_by("token"))
    gone = sorted(shown.tokens - {photo.token for photo in photos})
    for number in shown.numbers - {photo.pk for photo in photos}:
        archive.miss(f"photos/#{number}")
    archive.put_json("photos.json", [account(photo) for photo in photos])
    for photo in photos:
        put_file(archive, original_name(photo), photo.file.storage, str(photo.file.name))
        put_sizes(archive, photo)
    for token in gone:
        archive.miss(f"photos/{token}/original")


def put_sizes(archive: Archive, photo: Photo) -> None:
    """The uncut sizes as JPEG, which every machine reads; the others show nothing more."""
    for width, stored in renditions.uncut(photo.token, photo.made):
        put_file(archive, picture_name(photo.token, width), renditions.storage(), stored)


def picture_name(token: str, width: int) -> str:
    return f"photos/{token}/{width}.jpg"


def largest_name(file: dict[str, Any] | None) -> str:
    """The largest size of a photo of an edition, in the dossier; empty where there is none."""
    sizes = renditions.uncut(file["token"], file["made"]) if file else []
    return picture_name(file["token"], sizes[-1][0]) if file and sizes else ""


def put_file(archive: Archive, name: str, storage: Storage, stored: str) -> None:
    try:
        file = storage.open(stored)
    except FileNotFoundError:
        archive.miss(name)
        return
    with file:
        archive.put(name, pieces_of(file), packed=False)


def pieces_of(file: File[bytes]) -> Iterator[bytes]:
    yield from file.chunks()


def original_name(photo: Photo) -> str:
    return f"photos/{photo.token}/original{ending(photo.original_name)}"


def ending(name: str) -> str:
    found = PurePosixPath(name).suffix.lower()
    return found if ENDING.fullmatch(found) else ""


def account(photo: Photo) -> dict[str, Any]:
    """What is known of a photo, for photos.json."""
    names = ("token", "original_name", "sha256", "format", "width", "height")
    words = ("headline", "caption", "byline", "credit", "copyright", "keywords", "alt", "place")
    rights = ("kind", "licence", "licence_note", "may_syndicate")
    return {name: getattr(photo, name) for name in (*names, *words, *rights)} | {
        "expires_on": photo.expires_on and photo.expires_on.isoformat(),
        "number": photo.pk,
        "uploaded_at": compiling.moment(photo.created_at),
        "file": original_name(photo),
    }
