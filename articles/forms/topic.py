"""The form of a block on a topic's page, and how much such a page may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from articles.models import TopicBlock

if TYPE_CHECKING:
    TopicBlockModelForm = forms.ModelForm[TopicBlock]
else:
    TopicBlockModelForm = forms.ModelForm

#: Of one page: what stands on it is asked for in one query.
MOST_BLOCKS, MOST_STORIES = 12, 12


class TopicBlockForm(TopicBlockModelForm):
    size = forms.IntegerField(
        label=gettext_lazy("stories at most"),
        min_value=1,
        max_value=MOST_STORIES,
        initial=6,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = TopicBlock
        fields = ("name", "tag", "size")

    def clean_tag(self) -> Any:
        """A synonym is carried by no story."""
        tag = self.cleaned_data["tag"]
        if tag and tag.synonym_of_id:
            raise ValidationError(
                _("Stories carry %(tag)s instead; choose that."),
                params={"tag": tag.synonym_of},
                code="synonym",
            )
        return tag
