"""What a form brings along against programs: when it was opened, a trap, and a proof of work."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles import visitors
from articles.workflow import Refused
from comments.models.writer import KEY_LENGTH

logger = logging.getLogger("comments.challenge")

SALT = "comments.challenge"

#: A form may be open for so long. Whoever comes back to it later has kept what they typed.
LASTS = timedelta(hours=24)
#: Nobody opens a form, writes a word and sends it within this.
HASTE = timedelta(seconds=3)
#: A form may be sent so often: an impatient finger, and words mended after a refusal.
MOST_USES = 6

#: A proof is a short number; nothing longer is hashed.
PROOF_LENGTH = 40
NONCE_BYTES = 12


class Expired(Refused):
    """The form was not opened on our page, or too long ago, or has been sent too often."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How a form came: `opened` and `proof` as it brought them, `trapped` if it fell in a trap."""

    opened: str = ""
    proof: str = ""
    trapped: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A form that was opened on our page: when, and by which random number it is known."""

    at: datetime
    nonce: str

    def is_hasty(self, now: datetime) -> bool:
        return now - self.at < HASTE

    @property
    def writer_key(self) -> str:
        """The key of whom this form makes known, if nobody knows them yet.

        It follows from the form, so that one form sent twice at once makes one writer; and it
        cannot be told from it without the site's secret.
        """
        digest = salted_hmac(f"{SALT}.writer", self.nonce, algorithm="sha256").hexdigest()
        return digest[:KEY_LENGTH]


def issue(article_id: int, *, now: datetime | None = None) -> str:
    """A signed token for a form under this story: the moment, and a random part."""
    seconds = int((now or timezone.now()).timestamp())
    return signer().sign(f"{article_id}.{seconds}.{secrets.token_hex(NONCE_BYTES)}")


def read(opened: str, article_id: int, *, now: datetime | None = None) -> Opening:
    """What the token says. Raises Expired where it is not ours, not of this story, or too old."""
    try:
        story, seconds, nonce = signer().unsign(opened).split(".")
    except (signing.BadSignature, ValueError) as error:
        raise Expired(expired_sentence()) from error
    opening = Opening(datetime.fromtimestamp(int(seconds), UTC), nonce)
    age = (now or timezone.now()) - opening.at
    if int(story) != article_id or age > LASTS:
        raise Expired(expired_sentence())
    return opening


def use(opening: Opening) -> None:
    """Count that the form is sent. Raises Expired where it was sent too often.

    Where the cache cannot be reached nobody counts: moderators still read what comes in.
    """
    try:
        uses = visitors.times("form", opening.nonce, LASTS.total_seconds())
    except visitors.UNREACHABLE as error:
        logger.warning("form_counter_unreachable", extra={"error": type(error).__name__})
        return
    if uses > MOST_USES:
        raise Expired(expired_sentence())


def renewed(opened: str, article_id: int) -> str:
    """The same token while it is good, so that its age and proof are kept; else a new one.

    For a form that is shown again with what is wrong in it. After Expired, issue a new one.
    """
    try:
        read(opened, article_id)
    except Expired:
        return issue(article_id)
    return opened


def is_proven(sending: Sending, bits: int) -> bool:
    """Whether SHA-256 of "opened:proof" begins with `bits` zero bits; 0 asks for nothing."""
    if not bits:
        return True
    if not sending.proof or len(sending.proof) > PROOF_LENGTH:
        return False
    words = f"{sending.opened}:{sending.proof}".encode(errors="replace")
    digest = hashlib.sha256(words).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - bits) == 0


def expired_sentence() -> str:
    return _(
        "The form had been open for too long. Your words are kept below: please send them again."
    )


def signer() -> signing.Signer:
    return signing.Signer(salt=SALT)
