"""The board of places at the desk: laid out, tried, and the stories that it is offered."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from articles import board, renditions, workflow
from articles.forms.board import BoardForm, RowForm
from articles.models import Edition, FrontLayout, Section, Tag, Topic
from articles.views import board_cards
from articles.views.acts import BAD_REQUEST, CONFLICT
from articles.views.addresses import absolute
from articles.views.desk import person
from articles.views.preview import unlisted

VIEW = "articles.view_frontlayout"
BOARD = "admin:articles_frontlayout_changelist"

#: Stories that are suggested, and letters of the words that are looked for.
SUGGESTED, MOST_WORDS = 12, 60
#: Names of tags that the browser completes.
TAGS_OFFERED = 100


def demand(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def sections() -> list[Section]:
    return list(Section.objects.all())


def current() -> FrontLayout | None:
    return FrontLayout.objects.defer("shown").select_related("by").current()


# The board


@never_cache
def board_page(request: HttpRequest) -> HttpResponse:
    """The board as it stands; what is posted is laid out, or shown again with what is wrong."""
    demand(request, VIEW)
    layout, tree = current(), sections()
    form = form_of(request, layout, tree)
    if request.method != "POST":
        return shown(request, form, layout, tree)
    demand(request, board.RIGHT)
    faults: Sequence[board.Fault] = ()
    status = BAD_REQUEST
    if form.is_valid():
        try:
            made = save(request, form)
        except board.Faulty as faulty:
            faults = faulty.faults
        except workflow.Refused as refused:
            form.add_error(None, list(refused.reasons))
            status = CONFLICT
        else:
            tell(request, made)
            return redirect(BOARD)
    return shown(request, form, layout, tree, faults, status=status)


def form_of(request: HttpRequest, layout: FrontLayout | None, tree: Sequence[Section]) -> BoardForm:
    data = request.POST if request.method == "POST" else None
    places = board.places_of(layout, tree)
    return BoardForm(data, places=places, tree=tree, replaces=layout.pk if layout else None)


def save(request: HttpRequest, form: BoardForm) -> FrontLayout:
    given = form.cleaned_data
    return board.lay_out(
        form.places(), by=person(request), replaces=given["replaces"], note=given["note"]
    )


def tell(request: HttpRequest, layout: FrontLayout) -> None:
    messages.success(request, _("The front page is laid out, and readers see it so."))
    places = board.places_of(layout, sections())
    faults = board.faults_of(places, timezone.now())
    warned = {fault.row.id: fault.sentence for fault in faults if fault.is_warning and fault.row}
    for story, title in board_cards.titles(warned).items():
        messages.warning(request, f"{title} {warned[story]}")


def shown(
    request: HttpRequest,
    form: BoardForm,
    layout: FrontLayout | None,
    tree: Sequence[Section],
    faults: Sequence[board.Fault] = (),
    status: int = 200,
) -> HttpResponse:
    places = form.places() if form.is_bound else board.places_of(layout, tree)
    columns = list(board_cards.columns_of(form, places, tree, faults))
    context = {
        **admin.site.each_context(request),
        "title": _("Front page"),
        "opts": FrontLayout._meta,
        "form": form,
        "layout": layout,
        "may_lay_out": request.user.has_perm(board.RIGHT),
        "fixed": {one.key: one for one in columns if not one.is_section},
        "sections": [one for one in columns if one.is_section],
        "new_card": new_card(form),
        "tags": Tag.objects.order_by("name").values_list("name", flat=True)[:TAGS_OFFERED],
    }
    return render(request, "desk/board.html", context, status=status)


def new_card(form: BoardForm) -> board_cards.Card:
    """What the script makes new cards of."""
    row = RowForm(prefix="row-__prefix__", **form.row_forms.form_kwargs)
    return board_cards.Card(form=row)


@require_safe
@never_cache
def suggest(request: HttpRequest, kind: str) -> HttpResponse:
    """Live stories in whose title `term` stands, or topics of that name; the newest first.

    Answers JSON: `results`, each with `id`, `title`, `note` and `thumb`, the last two perhaps "".
    """
    demand(request, board.RIGHT)
    term = request.GET.get("term", "").strip()[:MOST_WORDS].replace("\x00", "")
    if kind == board.TOPICS:
        topics = Topic.objects.filter(name__icontains=term)[:SUGGESTED]
        found = [{"id": one.pk, "title": one.name, "note": "", "thumb": ""} for one in topics]
        return JsonResponse({"results": found})
    live = Edition.objects.live().filter(title__icontains=term).for_lists()
    stories = list(live.newest_first()[:SUGGESTED])
    renditions.attach(renditions.covers(stories))
    return JsonResponse({"results": [board_cards.described(one) for one in stories]})


@require_POST
@never_cache
@xframe_options_sameorigin
def preview(request: HttpRequest) -> HttpResponse:
    """The front page as readers would see it, were this board laid out now; nothing is kept."""
    demand(request, board.RIGHT)
    tree = sections()
    form = form_of(request, current(), tree)
    front = board.fill(form.places(), tree, timezone.now())
    return unlisted(render(request, "front.html", {"front": front, "canonical": absolute("/")}))
