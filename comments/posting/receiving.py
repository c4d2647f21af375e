"""Takes in a reader's comment: turned away in a sentence, or judged and stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import signals
from comments import challenge, limits, moderation, regions, sealing, tallies, trust
from comments.choices import CommentState, Reason, Reviewing, Trust, Verdict
from comments.identity import Sender
from comments.models import Comment, CommentQuerySet, LettersSettings, Whereabouts, Writer
from comments.posting import admitting
from comments.screening import judging
from comments.standing import Standing, standing

#: The same words of the same writer within this time are one comment sent twice.
REPEAT_WINDOW = timedelta(minutes=10)

#: Within these times screening is told how often the same was said, and how much somebody wrote.
SAME_WORDS_WINDOW = timedelta(days=1)
RECENT_WINDOW = timedelta(minutes=10)
#: More is not counted: it makes no difference.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """One comment on its way in: by whom, how, and by which rules."""

    sender: Sender
    sending: challenge.Sending
    opening: challenge.Opening
    rule: Standing
    site: LettersSettings
    now: datetime

    @property
    def writer_key(self) -> str:
        return self.sender.writer.key if self.sender.writer else self.opening.writer_key

    @property
    def is_proven(self) -> bool:
        return challenge.is_proven(self.sending, self.site.proof_bits)


def post(
    article_id: int,
    *,
    name: str,
    text: str,
    sender: Sender,
    sending: challenge.Sending,
    parent_id: int | None = None,
) -> Comment:
    """Take in a reader's comment. `name` and `text` come from a valid form.

    Raises a subclass of Refused, and then nothing is stored. The same comment sent twice (an
    impatient finger) is answered with the first. What screening refuses is kept, rejected.
    """
    now = timezone.now()
    opening = challenge.read(sending.opened, article_id, now=now)
    # The cache alone is asked before the database is: a flood is turned away by that.
    limits.write(article_id, sender)
    challenge.use(opening)
    article = admitting.live_story(article_id, now)
    sent = Sent(sender, sending, opening, standing(article_id), LettersSettings.current(), now)
    admitting.demand_open(sent.rule, sender)
    admitting.demand_no_ban(sent.writer_key, sender.address, now)
    admitting.demand_own_name(name)
    if not sent.is_proven:
        limits.write_unproven(sender)
    parent, answered = admitting.thread_of(article_id, parent_id)
    comment = Comment(
        article=article,
        parent=parent,
        answers=answered,
        author_name=name,
        text=text,
        posted_at=now,
        region=regions.region_of(sender.address) if sent.site.shows_region else "",
    )
    return store(comment.sign(), judged(comment, sent), sent)


def judged(comment: Comment, sent: Sent) -> judging.Judgement:
    """What screening says, outside of any transaction: it takes its time."""
    facts = replace(
        history(comment, sent.sender.writer, sent.now),
        fell_into_trap=sent.sending.trapped,
        is_hasty=sent.opening.is_hasty(sent.now),
        lacks_proof=not sent.is_proven,
        most_links=sent.site.most_links,
    )
    judgement = judging.judge(comment.author_name, comment.text, facts)
    return held(judgement) if limits.is_crowded(comment.article_id) else judgement


def history(comment: Comment, writer: Writer | None, now: datetime) -> judging.Facts:
    """What was written before this comment, by anybody and by its writer."""
    same = Comment.objects.filter(words_key=comment.words_key)
    facts = judging.Facts(repeats=newest(same, now - SAME_WORDS_WINDOW))
    if not writer:
        return facts
    theirs = Comment.objects.filter(writer=writer)
    recent = newest(theirs, now - RECENT_WINDOW)
    return replace(facts, recent=recent, is_watched=writer.trust == Trust.WATCHED)


def newest(comments: CommentQuerySet, since: datetime) -> int:
    """How many came in since, up to ENOUGH; so many rows are read, however many there are."""
    moments = comments.order_by("-id").values_list("created_at", flat=True)[:ENOUGH]
    return sum(moment > since for moment in moments)


def held(judgement: judging.Judgement) -> judging.Judgement:
    """The same for a comment that came with many others under its story."""
    verdict = Verdict.HOLD if judgement.verdict == Verdict.SHOW else judgement.verdict
    findings = (*judgement.findings, judging.Finding(Reason.CROWDED))
    return replace(judgement, verdict=verdict, findings=findings)


@transaction.atomic
def store(comment: Comment, judgement: judging.Judgement, sent: Sent) -> Comment:
    """Keep the comment and from where it came; its writer too, if nobody knew them before."""
    admitting.hold_in_place(comment.parent)
    comment.writer = writer = known(sent.writer_key, comment.author_name)
    if first := earlier_copy(comment, sent.now):
        return first
    comment.findings = [finding.as_json() for finding in judgement.findings]
    comment.level = judgement.level
    comment.state = first_state(writer, judgement, sent)
    comment.save()
    keep_whereabouts(comment, sent.sender)
    if judgement.verdict == Verdict.REFUSE:
        moderation.refuse_by_screening(comment, note_of(judgement))
    elif comment.state == CommentState.AHEAD:
        tallies.after_change([comment])
        transaction.on_commit(partial(signals.public_changed.send_robust, sender=Comment))
    return comment


def first_state(writer: Writer, judgement: judging.Judgement, sent: Sent) -> CommentState:
    """Every comment waits, but one of a trusted writer, where the rule says so, and no doubt."""
    may_show = judgement.verdict == Verdict.SHOW and sent.rule.reviewing == Reviewing.AFTER
    if may_show and trust.is_trusted(writer, sent.site.trusted_after, sent.now):
        return CommentState.AHEAD
    return CommentState.WAITING


def note_of(judgement: judging.Judgement) -> str:
    """What the log says of a refusal: the reasons, each once, without the words."""
    reasons = dict.fromkeys(finding.reason for finding in judgement.findings)
    return _("Screening: %(reasons)s") % {
        "reasons": _(", ").join(str(reason.label) for reason in reasons)
    }


def known(key: str, name: str) -> Writer:
    """The writer, held until the transaction ends: what they send at once comes in one by one."""
    writers = Writer.objects.select_for_update(no_key=True)
    return writers.get_or_create(key=key, defaults={"name": name})[0]


def earlier_copy(comment: Comment, now: datetime) -> Comment | None:
    """The same by the same writer in the same place, a moment ago."""
    same = Comment.objects.filter(words_key=comment.words_key, writer=comment.writer)
    return next((one for one in same.order_by("-id")[:ENOUGH] if is_copy(one, comment, now)), None)


def is_copy(one: Comment, comment: Comment, now: datetime) -> bool:
    fields = ("article_id", "parent_id", "answers_id", "author_name", "text")
    is_same = all(getattr(one, field) == getattr(comment, field) for field in fields)
    return is_same and one.created_at > now - REPEAT_WINDOW


def keep_whereabouts(comment: Comment, sender: Sender) -> None:
    """Sealed; nothing where the server was told no address."""
    if sender.address:
        Whereabouts.objects.create(
            comment=comment,
            sealed=sealing.seal(sender.address, sender.port),
            network=sealing.network_mark(sender.address),
            at=comment.created_at,
        )
