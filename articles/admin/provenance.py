"""Imports at the desk: what came in, what was found in it, and the file as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.admin.base import DeskAdmin, ReadOnly, pill
from articles.checklist import MATTERS
from articles.choices import ImportOutcome, Severity
from articles.models import ImportRecord, User

#: Tried in this order; the last takes every byte.
ENCODINGS = ("utf-8-sig", "gb18030", "latin-1")
SHOWN_BYTES = 200_000

OUTCOME_TONES = {
    ImportOutcome.CREATED: "good",
    ImportOutcome.UPDATED: "good",
    ImportOutcome.UNCHANGED: "plain",
    ImportOutcome.REJECTED: "bad",
}
SEVERITY_TONES = {Severity.INFO: "plain", Severity.WARNING: "care", Severity.ERROR: "bad"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as a row; with an address where it can be ticked off by who looks at it."""

    place: int
    severity: Any
    tone: str
    line: int | None
    message: str
    code: str
    is_done: bool = False
    done_by: User | None = None
    done_at: datetime | None = None
    address: str = ""

    @property
    def matters(self) -> bool:
        return self.tone != SEVERITY_TONES[Severity.INFO]


def findings(record: ImportRecord, *, may_tick: bool = False) -> list[Remark]:
    settled = record.settled
    people = User.objects.in_bulk({done["by"] for done in settled.values()}) if settled else {}
    found = []
    for place, finding in enumerate(record.findings):
        severity = Severity(finding["severity"])
        done = settled.get(str(place), {})
        found.append(
            Remark(
                place=place,
                severity=severity.label,
                tone=SEVERITY_TONES[severity],
                line=finding.get("line"),
                # Kept in the language of the import, with its names and numbers filled in.
                message=finding["message"],
                code=finding["code"],
                is_done=bool(done),
                done_by=people.get(done.get("by")),
                done_at=parse_datetime(done.get("at", "")),
                address=tick_address(record, place) if may_tick and severity in MATTERS else "",
            )
        )
    return found


def tick_address(record: ImportRecord, place: int) -> str:
    return reverse("admin:articles_article_finding", args=[record.article_id, record.pk, place])


def as_text(raw: bytes) -> str:
    """The bytes as somebody can read them; what is too long is cut."""
    for encoding in ENCODINGS:
        try:
            return raw[:SHOWN_BYTES].decode(encoding)
        except UnicodeDecodeError as error:
            # A cut in the middle of the last character is not a wrong encoding.
            if len(raw) > SHOWN_BYTES and error.start > SHOWN_BYTES - 4:
                return raw[: error.start].decode(encoding)
    return ""


@admin.register(ImportRecord)
class ImportRecordAdmin(ReadOnly, DeskAdmin):
    list_display = ("origin", "result", "format", "story", "remarks", "imported_at")
    list_filter = ("outcome", "format", "imported_at")
    search_fields = ("origin", "article__title")
    ordering = ("-id",)
    fields = (
        "origin",
        "result",
        "story",
        "format",
        "imported_by",
        "imported_at",
        "finding_table",
        "original_text",
    )
    readonly_fields = ("result", "story", "finding_table", "original_text")

    class Media:
        css = {"all": ("desk/findings.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRecord]:
        found: QuerySet[ImportRecord] = super().get_queryset(request)
        return found.defer("original").select_related("article", "imported_by")

    @admin.display(description=gettext_lazy("outcome"), ordering="outcome")
    def result(self, record: ImportRecord) -> SafeString:
        return pill(record.get_outcome_display(), OUTCOME_TONES[ImportOutcome(record.outcome)])

    @admin.display(description=gettext_lazy("story"), ordering="article")
    def story(self, record: ImportRecord) -> SafeString | str:
        if record.article is None:
            return "-"
        address = reverse("admin:articles_article_change", args=[record.article.pk])
        return format_html('<a class="desk-link" href="{}">{}</a>', address, record.article)

    @admin.display(description=gettext_lazy("findings"))
    def remarks(self, record: ImportRecord) -> int:
        return len(record.findings)

    @admin.display(description=gettext_lazy("findings"))
    def finding_table(self, record: ImportRecord) -> SafeString:
        return render_to_string("desk/_findings.html", {"findings": findings(record)})

    @admin.display(description=gettext_lazy("the file as it was"))
    def original_text(self, record: ImportRecord) -> SafeString:
        return format_html('<pre class="desk-original">{}</pre>', as_text(bytes(record.original)))
