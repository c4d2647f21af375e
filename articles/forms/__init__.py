"""Forms of the desk, gathered: the story, its rows, and the acts."""

from articles.forms.acts import ActForm, CorrectForm, RestoreForm, ScheduleForm, WithdrawForm
from articles.forms.rows import (
    PhotoForm,
    PhotoFormSet,
    PhotoUseForm,
    RankedFormSet,
    RecommendationForm,
)
from articles.forms.story import ArticleForm

__all__ = [
    "ActForm",
    "ArticleForm",
    "CorrectForm",
    "PhotoForm",
    "PhotoFormSet",
    "PhotoUseForm",
    "RankedFormSet",
    "RecommendationForm",
    "RestoreForm",
    "ScheduleForm",
    "WithdrawForm",
]
