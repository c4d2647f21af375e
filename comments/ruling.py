"""Sets how the letters page is run: for the site, a section or a story; each is in the log."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from articles import signals
from articles.models import User
from articles.workflow import demand
from comments.choices import LetterVerb
from comments.models import NOTE_LENGTH, Decision, LettersRule, LettersSettings

ELLIPSIS = "\u2026\u2026"


@transaction.atomic
def set_site(chosen: LettersSettings, changed: Sequence[str], *, by: User, note: str) -> None:
    """Keep these fields of the site's settings and no other: somebody else may have set those."""
    demand(by, "comments.change_letterssettings")
    if not changed:
        return
    LettersSettings.objects.get_or_create(pk=1)
    chosen.save(update_fields=list(changed))
    record(by, note)


@transaction.atomic
def set_rule(rule: LettersRule, *, by: User, note: str) -> None:
    """Keep a new rule, or an old one as it was changed."""
    demand(by, "comments.change_lettersrule" if rule.pk else "comments.add_lettersrule")
    rule.save()
    record(by, note)


@transaction.atomic
def drop_rule(rule: LettersRule, *, by: User, note: str) -> None:
    """What stands above the section or story holds for it again."""
    demand(by, "comments.delete_lettersrule")
    rule.delete()
    record(by, note)


def record(by: User, note: str) -> None:
    """Write it into the log, and tell caches: readers' pages say whether one may write."""
    Decision.objects.create(verb=LetterVerb.RULES, by=by, at=timezone.now(), note=cut(note))
    transaction.on_commit(partial(signals.public_changed.send_robust, sender=LettersRule))


def cut(words: str) -> str:
    if len(words) <= NOTE_LENGTH:
        return words
    return words[: NOTE_LENGTH - len(ELLIPSIS)] + ELLIPSIS
