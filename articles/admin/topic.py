"""Special subjects at the desk: a topic with its blocks, and the stories picked for each block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.admin.base import DeskAdmin, RowsBelow, SeenByReaders
from articles.admin.rows import without_links
from articles.forms.inputs import KnownAutocomplete
from articles.forms.rows import RankedFormSet
from articles.forms.topic import MOST_BLOCKS, MOST_STORIES, TopicBlockForm
from articles.models import Edition, Topic, TopicBlock, TopicPick
from articles.renditions import smallest_url

LINK = '<a class="desk-button" href="{}">{}</a>'
#: So many stories are named where a topic cannot be deleted.
NAMED = 10


class TopicRows(RowsBelow):
    """Rows that an editor drags into order; a new one goes to the end."""

    formset = RankedFormSet
    ordering_field = "rank"
    hide_ordering_field = True

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_links(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", KnownAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BlockRows(TopicRows):
    model = TopicBlock
    form = TopicBlockForm
    fields = ("name", "tag", "size", "picked", "rank")
    readonly_fields = ("picked",)
    autocomplete_fields = ("tag",)
    max_num = MOST_BLOCKS

    def get_queryset(self, request: HttpRequest) -> QuerySet[TopicBlock]:
        return TopicBlock.objects.select_related("tag").annotate(pick_count=Count("picks"))

    @admin.display(description=gettext_lazy("picked stories"))
    def picked(self, block: Any) -> str | SafeString:
        """How many, leading to them; a block that is not saved yet has none."""
        if not block.pk:
            return _("Once the topic is saved.")
        words = ngettext("%(n)d picked story", "%(n)d picked stories", block.pick_count)
        address = reverse("admin:articles_topicblock_change", args=[block.pk])
        return format_html(LINK, address, words % {"n": block.pick_count})


class PickRows(TopicRows):
    model = TopicPick
    fields = ("article", "rank")
    autocomplete_fields = ("article",)
    max_num = MOST_STORIES

    def get_queryset(self, request: HttpRequest) -> QuerySet[TopicPick]:
        return TopicPick.objects.select_related("article")


@admin.register(Topic)
class TopicAdmin(SeenByReaders, DeskAdmin):
    list_display = ("name", "slug", "story_count")
    ordering = ("-id",)
    search_fields = ("name", "slug")
    fields = ("name", "slug", "introduction", "cover", "picture", "page")
    readonly_fields = ("picture", "page")
    autocomplete_fields = ("cover",)
    inlines = (BlockRows,)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        found: QuerySet[Topic] = super().get_queryset(request)
        return found.annotate(article_count=Count("articles"))

    def get_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        """What is only there once the topic is saved stays away until then."""
        given = [str(field) for field in super().get_fields(request, obj)]
        return given if obj else [field for field in given if field not in self.readonly_fields]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "introduction":
            kwargs["widget"] = UnfoldAdminTextareaWidget({"rows": 3})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_links(field) if db_field.name in self.autocomplete_fields else field

    @admin.display(description=gettext_lazy("stories"), ordering="article_count")
    def story_count(self, topic: Any) -> int:
        count: int = topic.article_count
        return count

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, topic: Topic) -> str | SafeString:
        address = smallest_url(topic.cover)
        return format_html('<img src="{}" alt="" width="240">', address) if address else "-"

    @admin.display(description=gettext_lazy("readers\u2019 page"))
    def page(self, topic: Topic) -> str | SafeString:
        if not topic.editions.live().exists():
            return _("Readers have this page once a story of the topic is published.")
        address = reverse("articles:topic", args=[topic.slug])
        return format_html(LINK, address, unquote(address))

    def get_deleted_objects(self, objs: Iterable[Topic], request: HttpRequest) -> Any:
        """A topic that stands on a published story stays: readers would be led to nothing."""
        gone, counts, needed, kept = super().get_deleted_objects(list(objs), request)
        shown = Edition.objects.live().filter(topic_rows__in=objs).newest_first()
        return gone, counts, needed, [*kept, *(one.name_in_lists for one in shown[:NAMED])]


@admin.register(TopicBlock)
class TopicBlockAdmin(SeenByReaders, DeskAdmin):
    """The stories of one block; it is reached from its topic, and leads back there."""

    form = TopicBlockForm
    fields = ("topic", "name", "tag", "size")
    readonly_fields = ("topic",)
    autocomplete_fields = ("tag",)
    inlines = (PickRows,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Blocks are listed with their topics."""
        return redirect("admin:articles_topic_changelist")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_links(field) if db_field.name in self.autocomplete_fields else field

    def response_post_save_change(self, request: HttpRequest, obj: TopicBlock) -> Any:
        return redirect("admin:articles_topic_change", obj.topic_id)
