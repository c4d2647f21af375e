"""The comments on the desk: one queue, read in the list and decided from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import ActionForm

from articles.models import Article, User
from comments import moderation
from comments.admin.filters import ROW, StateFilter, StoryFilter, asked_state
from comments.choices import TRANSITIONS, CommentState
from comments.models import NOTE_LENGTH, Comment, Decision

if TYPE_CHECKING:
    CommentAdminBase = admin.ModelAdmin[Comment]
    DecisionInlineBase = admin.TabularInline[Decision, Comment]
else:
    CommentAdminBase, DecisionInlineBase = ModelAdmin, TabularInline

#: Sentences about single comments that somebody else decided; more would bury the list.
TOLD = 3


class DecisionForm(ActionForm):
    """The bar under a selection, with room for a reason."""

    note = forms.CharField(
        label="",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.TextInput(
            attrs={
                "class": "letters-note",
                "placeholder": _("Reason, for the record"),
                "aria-label": _("Reason, for the record"),
            }
        ),
    )


class DecisionInline(DecisionInlineBase):
    model = Decision
    fields = ("at", "by", "before", "after", "note")
    readonly_fields = fields
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(moderation.PERMISSION)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).select_related("by")


@admin.register(Comment)
class CommentAdmin(CommentAdminBase):
    """Nobody adds, changes or deletes a comment here; moderators decide what is shown.

    Every row carries the state that it was listed in, and the acts are given that, so a decision
    taken by somebody else in the meantime is noticed and not overwritten.
    """

    list_display = ("words", "standing", "verdict")
    list_display_links = None
    list_filter = (StateFilter, StoryFilter, ("article__section", admin.RelatedFieldListFilter))
    list_filter_sheet = False
    list_fullwidth = True
    list_disable_select_all = True
    list_per_page = 50
    list_max_show_all = 200
    list_before_template = "comments/desk_states.html"
    show_full_result_count = False
    search_fields = ("text", "author_name", "article__title")
    search_help_text = _("Searches comments, nicknames and headlines.")
    action_form = DecisionForm
    actions = ("approve_chosen", "reject_chosen")
    inlines = (DecisionInline,)
    fields = (
        "article",
        "author_name",
        "text",
        "likes",
        "posted_at",
        "origin",
        "created_at",
        "state",
        "decided_by",
        "decided_at",
        "decision_note",
    )
    readonly_fields = fields

    class Media:
        css = {"all": ["desk/comments.css"]}

    # Who may do what: one right, held by the act.

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(moderation.PERMISSION)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_moderate_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        found: QuerySet[Comment] = Comment.objects.for_queue()
        return found

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who has waited longest comes first; what is decided, newest first."""
        return ("id",) if asked_state(request) == CommentState.WAITING else ("-id",)

    @admin.display(description=_("comment"))
    def words(self, comment: Comment) -> SafeString:
        context = {"comment": comment, "story_url": story_url(comment.article)}
        return render_to_string("comments/desk_words.html", context)

    @admin.display(description=_("state"))
    def standing(self, comment: Comment) -> SafeString:
        return render_to_string("comments/desk_standing.html", {"comment": comment})

    @admin.display(description=_("decision"))
    def verdict(self, comment: Comment) -> SafeString:
        steps = TRANSITIONS[CommentState(comment.state)]
        context = {
            "comment": comment,
            "may_approve": CommentState.APPROVED in steps,
            "may_reject": CommentState.REJECTED in steps,
        }
        return render_to_string("comments/desk_verdict.html", context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        one = request.POST.get("one", "").split(":")
        if len(one) == 2 and one[0] in CommentState.values:
            self.settle(request, CommentState(one[0]), [one[1]])
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, (extra_context or {}) | self.tabs(request))

    def tabs(self, request: HttpRequest) -> dict[str, Any]:
        """The states as tabs over the list, each with the number of its comments."""
        rows = Comment.objects.order_by().values_list("state").annotate(count=Count("pk"))
        counts: dict[str, int] = dict(rows)
        return {
            "states": [
                {
                    "value": value,
                    "label": label,
                    "count": counts.get(value, 0),
                    "current": value == asked_state(request),
                }
                for value, label in CommentState.choices
            ]
        }

    # The acts

    @admin.action(description=_("Approve the chosen comments"), permissions=["moderate"])
    def approve_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self.settle(request, CommentState.APPROVED, request.POST.getlist("_selected_action"))

    @admin.action(description=_("Reject the chosen comments"), permissions=["moderate"])
    def reject_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self.settle(request, CommentState.REJECTED, request.POST.getlist("_selected_action"))

    def settle(self, request: HttpRequest, verdict: CommentState, chosen: list[str]) -> None:
        """Hand the chosen rows to the act, with the states in which they were listed."""
        listed = dict(entry.split(":", 1) for entry in request.POST.getlist("seen") if ":" in entry)
        seen = {
            int(pk): CommentState(listed[pk])
            for pk in chosen
            if ROW.fullmatch(pk) and listed.get(pk) in CommentState.values
        }
        user = request.user
        if not isinstance(user, User):
            return
        note = request.POST.get("note", "")
        self.tell(request, verdict, moderation.decide(seen, verdict, by=user, note=note))

    def tell(
        self, request: HttpRequest, verdict: CommentState, outcome: moderation.Outcome
    ) -> None:
        done = len(outcome.done)
        if done:
            self.message_user(request, done_sentence(verdict, done), messages.SUCCESS)
        for comment in outcome.overtaken[:TOLD]:
            sentence = f"{comment}\n{moderation.overtaken_sentence(comment)}"
            self.message_user(request, sentence, messages.WARNING)
        left = len(outcome.overtaken) - TOLD
        if left > 0:
            more = ngettext(
                "%(count)d more comment was decided by somebody else; that decision stands.",
                "%(count)d more comments were decided by somebody else; those decisions stand.",
                left,
            )
            self.message_user(request, more % {"count": left}, messages.WARNING)
        if not done and not outcome.overtaken:
            self.message_user(
                request, _("Nothing was changed: there was nothing to decide."), messages.WARNING
            )


def story_url(article: Article) -> str:
    """The story as readers see it; empty for one that never had a date."""
    if article.published_at is None:
        return ""
    return reverse("articles:story", args=[timezone.localdate(article.published_at), article.pk])


def done_sentence(verdict: CommentState, count: int) -> str:
    if verdict == CommentState.APPROVED:
        sentence = ngettext(
            "%(count)d comment was approved.",
            "%(count)d comments were approved.",
            count,
        )
    else:
        sentence = ngettext(
            "%(count)d comment was rejected.",
            "%(count)d comments were rejected.",
            count,
        )
    return sentence % {"count": count}
