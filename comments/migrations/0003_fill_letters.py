"""Gives older comments what is made of their other fields, and older decisions their act."""

from uuid import uuid4

from django.db import migrations
from django.db.models import Count, Q

from comments.normal import words_key
from comments.ranking import score

AT_ONCE = 500


def fill_comments(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    rows = Comment.objects.select_related("article").only(
        "text", "likes", "posted_at", "article__published_at"
    )
    batch = []
    for comment in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        comment.words_key = words_key(comment.text)
        comment.score = score(comment.likes, comment.posted_at, comment.article.published_at)
        batch.append(comment)
        if len(batch) == AT_ONCE:
            Comment.objects.bulk_update(batch, ["words_key", "score"])
            batch = []
    Comment.objects.bulk_update(batch, ["words_key", "score"])


def fill_tallies(apps, schema_editor):
    Comment, Tally = apps.get_model("comments", "Comment"), apps.get_model("comments", "Tally")
    counts = Comment.objects.filter(visible=True).order_by().values_list("article")
    Tally.objects.bulk_create(
        [
            Tally(article_id=article, shown=shown, threads=threads)
            for article, shown, threads in counts.annotate(
                shown=Count("pk"), threads=Count("pk", filter=Q(parent=None))
            )
        ],
        batch_size=AT_ONCE,
    )


def fill_decisions(apps, schema_editor):
    Decision = apps.get_model("comments", "Decision")
    batch = []
    for decision in Decision.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        decision.verb = "approve" if decision.after == "approved" else "reject"
        decision.batch = uuid4()
        batch.append(decision)
        if len(batch) == AT_ONCE:
            Decision.objects.bulk_update(batch, ["verb", "batch"])
            batch = []
    Decision.objects.bulk_update(batch, ["verb", "batch"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_letters_page")]

    operations = [
        migrations.RunPython(fill_comments, migrations.RunPython.noop),
        migrations.RunPython(fill_tallies, migrations.RunPython.noop),
        migrations.RunPython(fill_decisions, migrations.RunPython.noop),
    ]
