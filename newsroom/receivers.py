"""Notes the moment of every change that readers see, after it is committed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from articles import signals
from articles.models import Person, Section, SiteSettings, Tag, Topic

#: Models whose names stand on readers' pages.
NAMED_ON_PAGES = (Person, Section, Tag, Topic)


def note_change(**_: Any) -> None:
    transaction.on_commit(SiteSettings.objects.touch, robust=True)


def connect() -> None:
    for signal in (signals.published, signals.withdrawn, signals.public_changed):
        signal.connect(note_change, dispatch_uid="newsroom.note_change")
    for model in NAMED_ON_PAGES:
        for saved in (post_save, post_delete):
            saved.connect(note_change, sender=model, dispatch_uid="newsroom.note_change")
