"""Files on their way in: begun, taken piece by piece, put together, given up or forgotten.

The pieces lie in the private storage under `incoming/NAME/OFFSET`, so that several servers share
them. A request first claims its stretch of the file in the row, then stores the piece: of two that
bring the same piece, one is told that it has come. A piece that was claimed and never stored is
noticed when the file is put together, and asked for again.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import photodesk
from articles.models import Incoming, Photo, User
from articles.pictures.opening import MAX_BYTES, BadPhoto, clean_name

FOLDER = "incoming"

#: Bytes that one request brings at most.
PIECE = 1024 * 1024
#: As many uploads of one person can be unfinished at a time.
MOST_OPEN = 50
#: An upload that nobody has gone on with for this long is forgotten.
FORGOTTEN_AFTER = timedelta(hours=24)


class Unfit(ValueError):
    """What cannot be taken, whatever is in the file; the message is a sentence."""


class Misplaced(Exception):
    """A piece that does not begin where the file has ended so far: that is at `received`."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def open_of(by: User) -> QuerySet[Incoming]:
    """What somebody has begun and not finished, the newest first."""
    return Incoming.objects.filter(by=by).order_by("-pk")


def begin(name: str, size: int, *, by: User) -> Incoming:
    """Make room for a file of so many bytes. Raises BadPhoto by its size, Unfit."""
    name = clean_name(name)
    if size < 1:
        raise BadPhoto(_("%(name)s is empty. Choose another file.") % {"name": name})
    if size > MAX_BYTES:
        raise BadPhoto(too_heavy(name))
    now = timezone.now()
    with transaction.atomic():
        # Whoever begins many at once begins them one after another, and is counted right.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if open_of(by).count() >= MOST_OPEN:
            raise Unfit(
                _("You have %(count)d unfinished uploads. Finish or discard some of them first.")
                % {"count": MOST_OPEN}
            )
        return Incoming.objects.create(by=by, file_name=name, size=size, begun_at=now, heard_at=now)


def too_heavy(name: str) -> str:
    return _("%(name)s is larger than 40 MB. Make it smaller.") % {"name": name}


def append(upload: Incoming, offset: int, piece: bytes) -> None:
    """Take the piece that begins at `offset`. Raises Misplaced, Unfit, Incoming.DoesNotExist.

    Where everything has come already, an empty piece is taken, and no other.
    """
    refuse_unfit(upload, offset, piece)
    after = offset + len(piece)
    claimed = Incoming.objects.filter(pk=upload.pk, received=offset)
    if not claimed.update(received=after, heard_at=timezone.now()):
        raise Misplaced(Incoming.objects.get(pk=upload.pk).received)
    if piece:
        with ExitStack() as undo:
            undo.callback(set_back, upload, after, offset)
            store(upload, offset, piece)
            undo.pop_all()
    upload.received = after


def refuse_unfit(upload: Incoming, offset: int, piece: bytes) -> None:
    if len(piece) > PIECE or offset + len(piece) > upload.size:
        raise Unfit(_("The file is longer than it was said to be. Choose it again."))
    if not piece and offset < upload.size:
        raise Unfit(_("A piece of the file came empty. Choose the file again."))


def set_back(upload: Incoming, seen: int, offset: int) -> None:
    """Ask again for what begins at `offset`, unless somebody else has gone on meanwhile."""
    Incoming.objects.filter(pk=upload.pk, received=seen).update(received=offset)


def finish(upload: Incoming) -> tuple[Photo, bool]:
    """The photo of a file of which everything has come, and whether it is new here.

    Whatever happens, the pieces are gone afterwards, unless one is missing: then Misplaced says
    where to go on. Raises BadPhoto, Incoming.DoesNotExist.
    """
    raw = put_together(upload)
    try:
        return photodesk.find_or_take_in(raw, upload.file_name, by=upload.by)
    finally:
        give_up(upload)


def put_together(upload: Incoming) -> bytes:
    """The bytes of the file. Raises Misplaced, Incoming.DoesNotExist."""
    # A buffer of this kind becomes bytes without being copied.
    whole = BytesIO()
    while (offset := whole.tell()) < upload.size:
        if not whole.write(stored(upload, offset)):
            set_back(upload, upload.size, offset)
            upload.refresh_from_db(fields=["received"])
            raise Misplaced(upload.received)
    return whole.getvalue()


def give_up(upload: Incoming) -> None:
    """Forget an upload, and delete what has come of it."""
    # The row first, so that nobody goes on with what is being deleted.
    upload.delete()
    clear(upload.name)


def forget_left_behind(now: datetime) -> int:
    """Give up what nobody has gone on with, and delete pieces that belong to no upload."""
    old = Incoming.objects.left_behind(now - FORGOTTEN_AFTER)
    done = old.delete()[0]
    for name in strays():
        clear(name)
    return done


# The pieces


def storage() -> Storage:
    return storages["default"]


def store(upload: Incoming, offset: int, piece: bytes) -> None:
    """Keep a piece; what an attempt that broke off has left in its place goes."""
    place = f"{FOLDER}/{upload.name}/{offset}"
    storage().delete(place)
    storage().save(place, ContentFile(piece))
    if not Incoming.objects.filter(pk=upload.pk).exists():
        clear(upload.name)
        raise Incoming.DoesNotExist


def stored(upload: Incoming, offset: int) -> bytes:
    """The piece that begins at `offset`; nothing where there is none."""
    try:
        with storage().open(f"{FOLDER}/{upload.name}/{offset}") as file:
            piece: bytes = file.read()
            return piece
    except FileNotFoundError:
        return b""


def clear(name: str) -> None:
    """Delete the pieces of an upload, and the folder where the storage has folders."""
    place = f"{FOLDER}/{name}"
    for piece in listed(place)[1]:
        storage().delete(f"{place}/{piece}")
    # A folder that is not empty has got a late piece this very moment, and is a stray's.
    with suppress(OSError):
        storage().delete(place)


def strays() -> list[str]:
    """Names of uploads that have pieces and no row."""
    # In this order: an upload has its row before its first piece.
    found = listed(FOLDER)[0]
    known = set(Incoming.objects.filter(name__in=found).values_list("name", flat=True))
    return [name for name in found if name not in known]


def listed(place: str) -> tuple[list[str], list[str]]:
    """The folders and the files in a folder; none where there is no such folder."""
    try:
        return storage().listdir(place)
    except FileNotFoundError:
        return [], []
