"""Forms of the desk, gathered: the story, its rows, and the acts."""

from articles.forms.acts import (
    ActForm,
    AfterwardsForm,
    CorrectForm,
    GreenForm,
    NoteForm,
    PassForm,
    ReturnForm,
    ScheduleForm,
    WithdrawForm,
)
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
    "AfterwardsForm",
    "ArticleForm",
    "CorrectForm",
    "GreenForm",
    "NoteForm",
    "PassForm",
    "PhotoForm",
    "PhotoFormSet",
    "PhotoUseForm",
    "RankedFormSet",
    "RecommendationForm",
    "ReturnForm",
    "ScheduleForm",
    "WithdrawForm",
]
