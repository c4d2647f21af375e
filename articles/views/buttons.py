"""The acts of the desk as buttons: a table of what each is called, when it fits, what it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles import workflow
from articles.choices import TRANSITIONS, DeskVerb, EditionChange, Level, ReviewState
from articles.forms import (
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
from articles.models import Article, Edition, Pass, User
from articles.workflow import Facts

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the desk offers it: when it makes sense, what is asked, what is done.

    `fits` says whether to speak of the act at all; `workflow.hindrances` whether it can be done.
    """

    verb: DeskVerb
    label: Any
    form: type[ActForm]
    perform: Callable[[Article, User, Said], Any]
    done: Any
    fits: Callable[[Facts], bool]
    done_later: Any = ""
    #: What one expects to press next; the others are folded away.
    is_main: bool = True

    def report(self, outcome: Any) -> str:
        """What to say once it is done; the edition it made may still be to come."""
        to_come = isinstance(outcome, Edition) and outcome.live_from > timezone.now()
        return str(self.done_later or self.done) if to_come else str(self.done)


def in_its_state(verb: DeskVerb) -> Callable[[Facts], bool]:
    return lambda facts: facts.state in TRANSITIONS[verb] and not is_away(facts)


def is_away(facts: Facts) -> bool:
    return bool(facts.article.archived_at or facts.article.discarded_at)


def passing(level: Level) -> Callable[[Article, User, Said], Pass]:
    return lambda article, by, said: workflow.pass_(article, by=by, level=level, **said)


def publish(article: Article, by: User, said: Said) -> Edition:
    return workflow.publish(article, by=by, **said)


def correct(article: Article, by: User, said: Said) -> Edition:
    return workflow.publish(article, by=by, **said | {"change": EditionChange(said["change"])})


def unschedule(article: Article, by: User, said: Said) -> Edition:
    return workflow.unschedule(article, by=by)


def withdraw(article: Article, by: User, said: Said) -> Any:
    return workflow.withdraw(article, by=by, reason=said["reason"], notice=said["notice"])


def restore(article: Article, by: User, said: Said) -> Edition:
    return workflow.restore(article, by=by, note=said["note"])


def green_signature(article: Article) -> Pass | None:
    return article.passes.to_review_afterwards().order_by("pk").first()


def review_afterwards(article: Article, by: User, said: Said) -> Pass:
    signed = green_signature(article)
    if signed is None:
        raise workflow.Refused(_("No signature of this story waits for a review afterwards."))
    return workflow.review_afterwards(signed, by=by, opinion=said["opinion"])


def to_be_published(facts: Facts) -> bool:
    signed = facts.state == ReviewState.SIGNED and not facts.is_out
    return signed and not facts.withdrawal and not is_away(facts)


ACTS: dict[str, Act] = {
    act.verb.value: act
    for act in (
        Act(
            DeskVerb.SUBMIT,
            gettext_lazy("Submit for review"),
            NoteForm,
            lambda article, by, said: workflow.submit(article, by=by, **said),
            gettext_lazy("The story is submitted."),
            lambda facts: in_its_state(DeskVerb.SUBMIT)(facts) and not facts.is_out,
        ),
        Act(
            DeskVerb.PASS_FIRST,
            gettext_lazy("Pass the first review"),
            PassForm,
            passing(Level.FIRST),
            gettext_lazy("The first review is passed."),
            in_its_state(DeskVerb.PASS_FIRST),
        ),
        Act(
            DeskVerb.PASS_SECOND,
            gettext_lazy("Pass the second review"),
            PassForm,
            passing(Level.SECOND),
            gettext_lazy("The second review is passed."),
            in_its_state(DeskVerb.PASS_SECOND),
        ),
        Act(
            DeskVerb.SIGN_OFF,
            gettext_lazy("Sign"),
            PassForm,
            passing(Level.FINAL),
            gettext_lazy("The story is signed."),
            in_its_state(DeskVerb.SIGN_OFF),
        ),
        Act(
            DeskVerb.PUBLISH,
            gettext_lazy("Publish now"),
            ActForm,
            publish,
            gettext_lazy("The story is published."),
            lambda facts: to_be_published(facts) and not facts.live,
        ),
        Act(
            DeskVerb.CORRECT,
            gettext_lazy("Publish the changes"),
            CorrectForm,
            correct,
            gettext_lazy("Readers see the changed story now."),
            lambda facts: to_be_published(facts) and facts.live is not None,
            gettext_lazy("The changes are scheduled."),
        ),
        Act(
            DeskVerb.SCHEDULE,
            gettext_lazy("Schedule"),
            ScheduleForm,
            publish,
            gettext_lazy("The story is scheduled."),
            lambda facts: to_be_published(facts) and not facts.live,
        ),
        Act(
            DeskVerb.RETURN,
            gettext_lazy("Return with an opinion"),
            ReturnForm,
            lambda article, by, said: workflow.return_(article, by=by, **said),
            gettext_lazy("The story is returned to its writer."),
            lambda facts: in_its_state(DeskVerb.RETURN)(facts) and not facts.is_out,
        ),
        Act(
            DeskVerb.UNSCHEDULE,
            gettext_lazy("Cancel the schedule"),
            ActForm,
            unschedule,
            gettext_lazy("The schedule is cancelled."),
            lambda facts: facts.coming is not None,
        ),
        Act(
            DeskVerb.RESTORE,
            gettext_lazy("Restore"),
            NoteForm,
            restore,
            gettext_lazy("Readers see the story again."),
            lambda facts: facts.withdrawal is not None,
        ),
        Act(
            DeskVerb.REVIEW_AFTER,
            gettext_lazy("Review afterwards"),
            AfterwardsForm,
            review_afterwards,
            gettext_lazy("The review afterwards is recorded."),
            lambda facts: green_signature(facts.article) is not None,
        ),
        Act(
            DeskVerb.TAKE_BACK,
            gettext_lazy("Take back"),
            NoteForm,
            lambda article, by, said: workflow.take_back(article, by=by, **said),
            gettext_lazy("The story is a draft again."),
            in_its_state(DeskVerb.TAKE_BACK),
            is_main=False,
        ),
        Act(
            DeskVerb.GREEN,
            gettext_lazy("Green channel"),
            GreenForm,
            lambda article, by, said: workflow.green(article, by=by, **said),
            gettext_lazy("The story is signed; it is listed for a review afterwards."),
            lambda facts: in_its_state(DeskVerb.GREEN)(facts) and not facts.is_out,
            is_main=False,
        ),
        Act(
            DeskVerb.WITHDRAW,
            pgettext_lazy("button", "Withdraw"),
            WithdrawForm,
            withdraw,
            gettext_lazy("The story is withdrawn."),
            lambda facts: facts.live is not None,
            is_main=False,
        ),
        Act(
            DeskVerb.ARCHIVE,
            pgettext_lazy("button", "Archive"),
            NoteForm,
            lambda article, by, said: workflow.archive(article, by=by, **said),
            gettext_lazy("The story is archived."),
            lambda facts: in_its_state(DeskVerb.ARCHIVE)(facts) and not to_be_published(facts),
            is_main=False,
        ),
        Act(
            DeskVerb.UNARCHIVE,
            gettext_lazy("Take out of the archive"),
            ActForm,
            lambda article, by, said: workflow.unarchive(article, by=by, **said),
            gettext_lazy("The story is back on the desk."),
            lambda facts: facts.article.archived_at is not None,
        ),
        Act(
            DeskVerb.DISCARD,
            gettext_lazy("Move to the recycle bin"),
            NoteForm,
            lambda article, by, said: workflow.discard(article, by=by, **said),
            gettext_lazy("The story is in the recycle bin."),
            lambda facts: in_its_state(DeskVerb.DISCARD)(facts) and facts.last is None,
            is_main=False,
        ),
        Act(
            DeskVerb.RECOVER,
            gettext_lazy("Take out of the recycle bin"),
            ActForm,
            lambda article, by, said: workflow.recover(article, by=by, **said),
            gettext_lazy("The story is back on the desk."),
            lambda facts: facts.article.discarded_at is not None,
        ),
    )
}
