"""The story at the desk: its list, and its form in the order of the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import richtext, workflow
from articles.admin import looking, photo_page, records, refused, talk, unsaved
from articles.admin.base import DeskAdmin
from articles.admin.bulk import BulkActs
from articles.admin.rail import may_submit, rail, submit_now
from articles.admin.rows import (
    CreditRows,
    PhotoRows,
    RecommendationRows,
    SourceRows,
    tray,
    without_links,
)
from articles.admin.story_list import StoryColumns
from articles.choices import RevisionReason
from articles.forms import ArticleForm, PhotoUseForm
from articles.models import Article, Recommendation
from articles.views import acts, desk, findings, review
from articles.views.desk import person

SAVE_AND_SUBMIT = "_submit"


@admin.register(Article)
class ArticleAdmin(StoryColumns, BulkActs, unsaved.GoesOn, refused.KeepsAside, DeskAdmin):
    form = ArticleForm
    inlines = (PhotoRows, RecommendationRows, SourceRows, CreditRows)
    autocomplete_fields = ("section", "topics")
    #: The paper stands at the left; what is in the rail carries the class.
    fieldsets = (
        (
            gettext_lazy("Titles"),
            {
                "fields": ("seen_version", "kicker", "title", "subtitle"),
                "classes": ("paper", "desk-titles"),
            },
        ),
        (gettext_lazy("Body"), {"fields": ("dateline", "body"), "classes": ("paper",)}),
        (gettext_lazy("Section and tags"), {"fields": ("section", "topics", "tags")}),
        (
            gettext_lazy("Short titles"),
            {"fields": ("list_title", "short_title", "digest")},
        ),
        (
            gettext_lazy("Kind and original"),
            {"fields": ("kind", "original_title", "original_url", "original_author")},
        ),
        (gettext_lazy("Time"), {"fields": ("published_at",)}),
    )

    change_form_template = "desk/story.html"

    class Media:
        css = {"all": ("desk/flow.css", "desk/findings.css", "desk/talk.css", "desk/working.css")}
        js = (
            "desk/counters.js",
            "desk/story.js",
            "desk/suggestions.js",
            "desk/talk.js",
            "desk/working.js",
        )

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Who may only read gets the text as text, without an editor and its hidden fields."""
        groups = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return groups
        return [
            (name, options | {"fields": readable(options["fields"])}) for name, options in groups
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_links(field) if db_field.name in self.autocomplete_fields else field

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.person = person(request)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return ("body_text",)

    @admin.display(description=gettext_lazy("body"))
    def body_text(self, article: Article) -> SafeString:
        return richtext.shown_as_text(richtext.plain_text(article.body).replace("\n", "\n\n"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **given: Any
    ) -> HttpResponse:
        obj: Article | None = given["obj"]
        may_write = self.has_change_permission(request, obj) or (given["add"] and not obj)
        context["tray"] = tray(context["inline_admin_formsets"])
        if obj:
            # Read afresh: after a refused save, `obj` holds what was typed, not what is kept.
            context |= rail(Article.objects.get(pk=obj.pk), request)
        context |= {
            "show_writing": may_write,
            "show_filling": photo_page.may_fill(request.user),
            "show_submitting": may_submit(context.get("standing"), request),
            "working": unsaved.page(request, obj, may_write=may_write),
        }
        return super().render_change_form(request, context, **given)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """A new story is stored here; a changed one when all that was posted is known."""
        if not change:
            obj.created_by = obj.updated_by = person(request)
            obj.updated_at = timezone.now()
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save everything as one version, with its revision; nothing when nothing was changed."""
        article: Article = form.instance
        if change:
            if not (form.words_changed or any(rows.has_changed() for rows in formsets)):
                for rows in formsets:
                    rows.save(commit=False)  # The log asks each what it changed: nothing.
                return
            seen = form.cleaned_data["seen_version"]
            workflow.claim_version(article, seen, by=person(request))
            article.updated_by = person(request)
            article.updated_at = timezone.now()
            article.save()
        super().save_related(request, form, formsets, change)
        workflow.record_save(article, by=person(request), reason=RevisionReason.SAVE)
        Recommendation.objects.resolve([article])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.forms:
            if isinstance(row, PhotoUseForm):
                row.take_in(person(request))
        super().save_formset(request, form, formset, change)

    def response_add(self, request: HttpRequest, obj: Article, *args: Any) -> HttpResponse:
        return self.after_saving(request, obj) or super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self.after_saving(request, obj) or super().response_change(request, obj)

    def after_saving(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Say when it was saved, and submit if that was the button; the editor stays here."""
        self.forget_typed(request)
        if "_continue" not in request.POST and SAVE_AND_SUBMIT not in request.POST:
            return None
        when = date_format(timezone.localtime(article.updated_at), "H:i:s")
        said = _("Saved at %(when)s, version %(version)d.")
        messages.success(request, said % {"when": when, "version": article.version})
        if SAVE_AND_SUBMIT in request.POST:
            submit_now(request, article)
        return redirect("admin:articles_article_change", article.pk)

    def get_urls(self) -> list[URLPattern]:
        within = self.admin_site.admin_view
        return [
            path("session/", within(desk.session), name="articles_article_session"),
            path("<int:object_id>/act/<slug:verb>/", within(acts.act), name="articles_article_act"),
            path("<int:object_id>/review/", within(review.review), name="articles_article_review"),
            path("<int:object_id>/marks/", within(review.add_mark), name="articles_article_marks"),
            path(
                "<int:object_id>/marks/<int:mark_id>/",
                within(review.tick_mark),
                name="articles_article_mark",
            ),
            *photo_page.urls(within),
            *looking.urls(within),
            *refused.urls(within),
            path(
                "<int:object_id>/findings/<int:record_id>/<int:place>/",
                within(findings.tick_finding),
                name="articles_article_finding",
            ),
            *talk.urls(within),
            *records.urls(within),
            *unsaved.urls(within),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The admin deletes no story: a draft goes to the recycle bin, by an act."""
        return False


def readable(fields: Sequence[str]) -> list[str]:
    """The fields as somebody sees them who may not write in them."""
    shown = {"body": "body_text"}
    return [shown.get(field, field) for field in fields if field != "seen_version"]
