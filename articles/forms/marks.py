"""The form of a reviewer's mark: the passage, and what is to be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.models import Mark

if TYPE_CHECKING:
    MarkModelForm = forms.ModelForm[Mark]
else:
    MarkModelForm = forms.ModelForm


class MarkForm(MarkModelForm):
    class Meta:
        model = Mark
        fields = ("passage", "remark")
        widgets: ClassVar[dict[str, Any]] = {
            "passage": UnfoldAdminTextareaWidget({"rows": 2}),
            "remark": UnfoldAdminTextareaWidget({"rows": 2}),
        }
