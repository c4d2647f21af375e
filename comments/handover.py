"""Lets the paper's app vouch for its readers, by the protocol of DiscourseConnect."""

from __future__ import annotations

from django.conf import settings


def is_possible() -> bool:
    """Whether the paper has an app that signs its readers in for us."""
    return bool(settings.READERS_SIGN_IN and settings.READERS_SECRET)
