"""What is asked of the photo library where photos are chosen for a story."""

from __future__ import annotations

from django import forms

#: Further back, one searches.
DEEPEST = 1000


class LibraryForm(forms.Form):
    """Words that are looked for, and the page of what is found; or one photo by its number."""

    q = forms.CharField(required=False, max_length=200)
    page = forms.IntegerField(required=False, min_value=1, max_value=DEEPEST)
    photo = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
