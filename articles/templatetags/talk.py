"""What the panel of notes needs: the notes of a story, and the pieces of each."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from articles import notices
from articles.models import Article, StaffNote
from articles.models.talk import NOTE_LENGTH

register = template.Library()


@register.simple_tag
def notes_of(article: Article) -> Sequence[StaffNote]:
    """The notes, oldest first, with who wrote them and who is named in them: two queries."""
    return list(article.notes.select_related("by").prefetch_related("mentioned"))


@register.filter
def pieces(note: StaffNote) -> list[notices.Piece]:
    return notices.pieces(note.text, note.mentioned.all())


@register.simple_tag
def note_length() -> int:
    return NOTE_LENGTH
