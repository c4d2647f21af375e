"""The reader's page made from a text that readers do not see: the working copy, as saved."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import compiling, related
from articles.choices import EditionChange
from articles.models import Article, Edition, Section, User
from articles.views.desk import person


@require_safe
@never_cache
def preview(request: HttpRequest, object_id: int) -> HttpResponse:
    """The reader's page made from the working copy as it was last saved."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.select_related("section__parent"), pk=object_id)
    edition = as_edition(article, person(request))
    context = {
        "edition": edition,
        "recommended": related.recommended(edition, timezone.now()),
        "article": article,
        "saved_at": date_format(timezone.localtime(article.updated_at), "Y-m-d H:i"),
    }
    response = render(request, "desk/preview.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    return response


def as_edition(article: Article, user: User) -> Edition:
    """The edition that publishing would write now; it is never saved."""
    now = timezone.now()
    shown = article.editions.live(at=now).only("notices").first()
    return Edition(
        article=article,
        number=0,
        article_version=article.version,
        live_from=now,
        change=EditionChange.FIRST,
        by=user,
        published_at=article.published_at or now,
        section=article.section or Section(name=_("No section"), slug="none"),
        notices=shown.notices if shown else [],
        **compiling.columns(article),
    )
