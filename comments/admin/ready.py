"""Reasons that are given again and again, ready to be picked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comments.choices import ReportReason

#: What a comment is rejected or somebody is banned for; its number is the key to press.
REASONS = (
    ReportReason.ABUSE.label,
    ReportReason.ADVERTISING.label,
    ReportReason.PRIVACY.label,
    ReportReason.FALSE.label,
    _("Not about the story"),
)
