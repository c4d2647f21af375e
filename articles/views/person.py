"""All stories that name a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.choices import CreditRole
from articles.models import Edition, Person
from articles.models.edition import EditionQuerySet
from articles.views.lists import list_page
from articles.views.trail import trail

#: What somebody does is told from so many of their newest stories.
ROLES_AMONG = 200


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Stories with this credit, newest first; somebody whom no reader has seen named is 404.

    What the desk notes of a person, and the sign-in, are not read: readers never see them.
    """
    found = get_object_or_404(Person.objects.only("name", "introduction"), pk=pk)
    stories = Edition.objects.live().filter(person_rows=found)
    context = {
        "person": found,
        "roles": roles_of(found, stories),
        "trail": trail(to=found.name),
    }
    return list_page(request, "articles/person.html", stories, context, may_be_empty=False)


def roles_of(person: Person, stories: EditionQuerySet) -> list[str]:
    """What the person did for these stories, in the order of the printed credit line."""
    lines = stories.newest_first().values_list("credits", flat=True)[:ROLES_AMONG]
    roles = {credit["role"] for line in lines for credit in line if credit["person"] == person.pk}
    return [str(role.label) for role in CreditRole if role in roles]
