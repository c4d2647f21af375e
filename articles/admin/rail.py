"""What stands beside the paper of a story's form, and the publication that follows a save."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from articles import workflow
from articles.admin import provenance
from articles.admin.rows import tray
from articles.choices import PublicState
from articles.models import Article
from articles.views import desk
from articles.views.desk import person


def may_publish(shown: desk.Standing | None, request: HttpRequest) -> bool:
    """Whether to offer saving and publishing in one: for a first publication, by who may."""
    new = shown is None or shown.state == PublicState.UNPUBLISHED
    return new and request.user.has_perm(desk.ACTS["publish"].permission)


def publish_now(request: HttpRequest, article: Article) -> None:
    """The act after the save; a refusal leaves the story saved and says why."""
    try:
        workflow.publish(article, by=person(request), version=article.version)
    except workflow.Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, str(desk.ACTS["publish"].done))


def rail(article: Article, request: HttpRequest) -> dict[str, Any]:
    """What stands beside the paper: how the story stands, its record, the findings, the tray."""
    record = article.imports.defer("original").order_by("-pk").first()
    found = provenance.findings(record) if record else []
    return {
        "standing": desk.standing(article, person(request)),
        "acts_done": article.acts.select_related("by", "edition")[:6],
        "import_record": record,
        "findings": [remark for remark in found if remark.matters],
        "notes": [remark for remark in found if not remark.matters],
        "tray": tray(article.photo_uses.select_related("photo")),
    }
