"""Takes in a reader's comment: turned away in a sentence, or judged and stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import signals
from comments import challenge, limits, moderation, regions, sealing, tallies, trust
from comments.choices import CommentState, Reason, Reviewing, Trust, Verdict
from comments.identity import Sender
from comments.models import Comment, LettersSettings, Whereabouts, Writer
from comments.posting import admitting
from comments.screening import judging
from comments.standing import Standing

#: The same words of the same writer within this time are one comment sent twice.
REPEAT_WINDOW = timedelta(minutes=10)

#: Within these times screening is told how often the same was said, and how much somebody wrote.
SAME_WORDS_WINDOW = timedelta(days=1)
RECENT_WINDOW = timedelta(minutes=10)
#: More is not counted: it makes no difference.
ENOUGH = 20
#: What two comments of one writer share that are one comment sent twice.
SAME = ("article_id", "parent_id", "answers_id", "author_name", "text")

#: Questions of every comment, made once: to put one into words takes longer than to answer it.
_MOMENTS = Comment.objects.order_by("-id").values_list("created_at", flat=True)
_COPIES = Comment.objects.order_by("-id").values_list("pk", "created_at", *SAME)


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
    site = LettersSettings.current()
    article, rule = admitting.live_story(article_id, site, now)
    sent = Sent(sender, sending, opening, rule, site, now)
    admitting.demand_open(sent.rule, sender)
    admitting.demand_no_ban(sender.writer or made_by(opening), sender.address, now)
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


def made_by(opening: challenge.Opening) -> Writer | None:
    """Whom the same form made known, if it was sent before."""
    return next(iter(Writer.objects.order_by().filter(key=opening.writer_key)), None)


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
    same = _MOMENTS.filter(words_key=comment.words_key)
    facts = judging.Facts(repeats=newest(same, now - SAME_WORDS_WINDOW))
    if not writer:
        return facts
    recent = newest(_MOMENTS.filter(writer=writer), now - RECENT_WINDOW)
    return replace(facts, recent=recent, is_watched=writer.trust == Trust.WATCHED)


def newest(moments: QuerySet[Comment, datetime], since: datetime) -> int:
    """How many came in since, up to ENOUGH; so many rows are read, however many there are."""
    return sum(moment > since for moment in moments[:ENOUGH])


def held(judgement: judging.Judgement) -> judging.Judgement:
    """The same for a comment that came with many others under its story."""
    verdict = Verdict.HOLD if judgement.verdict == Verdict.SHOW else judgement.verdict
    findings = (*judgement.findings, judging.Finding(Reason.CROWDED))
    return replace(judgement, verdict=verdict, findings=findings)


@transaction.atomic
def store(comment: Comment, judgement: judging.Judgement, sent: Sent) -> Comment:
    """Keep the comment and from where it came; its writer too, if nobody knew them before."""
    admitting.hold_in_place(comment.parent)
    writer, is_new = known(sent.writer_key, comment.author_name)
    comment.writer = writer
    if not is_new and (first := earlier_copy(comment, sent.now)):
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


def known(key: str, name: str) -> tuple[Writer, bool]:
    """The writer, held until the transaction ends: what they send at once comes in one by one.
    And whether nobody knew them before."""
    writers = Writer.objects.select_for_update(no_key=True)
    return writers.get_or_create(key=key, defaults={"name": name})


def earlier_copy(comment: Comment, now: datetime) -> Comment | None:
    """The same by the same writer in the same place, a moment ago."""
    sent = tuple(getattr(comment, field) for field in SAME)
    rows = _COPIES.filter(words_key=comment.words_key, writer=comment.writer)[:ENOUGH]
    since = now - REPEAT_WINDOW
    copies = (pk for pk, created_at, *same in rows if tuple(same) == sent and created_at > since)
    first = next(copies, None)
    return Comment.objects.get(pk=first) if first else None


def keep_whereabouts(comment: Comment, sender: Sender) -> None:
    """Sealed; nothing where the server was told no address."""
    if sender.address:
        Whereabouts.objects.create(
            comment=comment,
            sealed=sealing.seal(sender.address, sender.port),
            network=sealing.network_mark(sender.address),
            at=comment.created_at,
        )
