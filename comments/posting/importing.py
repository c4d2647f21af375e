"""Takes in the comments that an imported story brings; they wait for review like all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from articles.importers.base import ImportedComment
from articles.models import Article
from comments.choices import CommentOrigin
from comments.models import NAME_LENGTH, TEXT_LENGTH, Comment, LettersSettings
from comments.ranking import score
from comments.screening import judging, lexicon, tidying

ELLIPSIS = "\u2026\u2026"

#: So many rows are stored, or held to be scored, at once.
BATCH = 500


def take_in(comments_by_article: Mapping[int, Sequence[ImportedComment]]) -> None:
    """Store imported comments, waiting for review; one that is here already is left as it is.

    To be called in the transaction that stores their stories. What screening says stands beside
    each, for the moderator; none is refused by it, for another desk has shown them before.
    """
    facts, lists = judging.Facts(most_links=LettersSettings.current().most_links), lexicon.current()
    rows = [
        judged(row, facts, lists)
        for article_id, comments in comments_by_article.items()
        for row in rows_of(article_id, comments)
    ]
    Comment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def rows_of(article_id: int, comments: Sequence[ImportedComment]) -> Iterator[Comment]:
    now = timezone.now()
    article = Article.objects.only("published_at").get(pk=article_id)
    for comment in comments:
        words = cut(tidying.tidy_text(comment.text), TEXT_LENGTH)
        if words:
            row = Comment(
                article=article,
                author_name=cut(tidying.tidy_name(comment.author), NAME_LENGTH),
                text=words,
                likes=max(comment.likes, 0),
                posted_at=comment.posted_at,
                origin=CommentOrigin.IMPORTED,
                created_at=now,
            )
            yield row.sign()


def judged(comment: Comment, facts: judging.Facts, lists: lexicon.Lexicon) -> Comment:
    judgement = judging.judge(comment.author_name, comment.text, facts, lists)
    comment.findings = [finding.as_json() for finding in judgement.findings]
    comment.level = judgement.level
    return comment


def cut(words: str, limit: int) -> str:
    """At most `limit` characters; what was cut is still in the original that the import keeps."""
    return words if len(words) <= limit else words[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS


def rescore(article: Article) -> int:
    """Score the comments of a story anew by the moment it came out; how many changed.

    Imported ones are stored before that moment is known.
    """
    changed, last = 0, 0
    while pks := list(
        Comment.objects.filter(article=article, pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        changed += score_anew(pks, article)
        last = pks[-1]
    return changed


@transaction.atomic
def score_anew(pks: Sequence[int], article: Article) -> int:
    """Held while it is done: somebody may like one of them at this moment."""
    rows = Comment.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    off = []
    for comment in rows.only("likes", "posted_at", "score"):
        right = score(comment.likes, comment.posted_at, article.published_at)
        if comment.score != right:
            comment.score = right
            off.append(comment)
    Comment.objects.bulk_update(off, ["score"])
    return len(off)
