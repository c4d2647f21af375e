"""What stands beside the paper of a story's form, and the submission that follows a save."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from articles import workflow
from articles.admin import provenance
from articles.choices import DeskVerb
from articles.models import Article
from articles.views import acts
from articles.views.buttons import ACTS
from articles.views.desk import person
from articles.views.track import track


def may_submit(shown: acts.Standing | None, request: HttpRequest) -> bool:
    """Whether to offer saving and submitting in one: to who may, while the writer has the text."""
    with_writer = shown is None or shown.tells_writer
    return with_writer and workflow.may(request.user, DeskVerb.SUBMIT)


def submit_now(request: HttpRequest, article: Article) -> None:
    """The act after the save; a refusal leaves the story saved and says why."""
    try:
        workflow.submit(article, by=person(request), version=article.version)
    except workflow.Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, str(ACTS["submit"].done))


def rail(article: Article, request: HttpRequest) -> dict[str, Any]:
    """What stands beside the paper: how the story stands, its record, the findings."""
    record = article.imports.defer("original").order_by("-pk").first()
    may_tick = request.user.has_perm("articles.change_article")
    found = provenance.findings(record, may_tick=may_tick) if record else []
    standing = acts.standing(article, person(request))
    return {
        "standing": standing,
        "steps": track(standing.facts),
        "marks": article.marks.select_related("by", "done_by"),
        "acts_done": article.acts.select_related("by", "edition")[:6],
        "import_record": record,
        "findings": [remark for remark in found if remark.matters],
        "notes": [remark for remark in found if not remark.matters],
    }
