"""Numbers and chains the acts recorded so far, and notes which version of a story is out."""

import hashlib
import json
from datetime import UTC

from django.db import migrations
from django.db.models import F

START = "0" * 64


def hash_of(act):
    """As articles/audit.py had it when the chain began."""
    values = [
        act.number,
        act.article_id,
        act.title,
        act.verb,
        act.by_id,
        act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        act.edition_id,
        act.version,
        act.round,
        act.level,
        act.text_hash,
        act.note,
        act.previous,
    ]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def chain(apps, schema_editor):
    before, number = START, 0
    acts = apps.get_model("articles", "DeskAct").objects.order_by("id")
    for act in acts.select_related("article").iterator(chunk_size=500):
        number += 1
        act.number, act.title, act.previous = number, act.article.title, before
        before = act.row_hash = hash_of(act)
        act.save()
    apps.get_model("articles", "LogHead").objects.create(pk=1, number=number, row_hash=before)


def note_versions(apps, schema_editor):
    editions = apps.get_model("articles", "Edition").objects.order_by("article_id", "number")
    shown = editions.exclude(live_until=F("live_from"))
    newest = dict(shown.values_list("article_id", "article_version"))
    articles = apps.get_model("articles", "Article").objects
    for article_id, version in newest.items():
        articles.filter(pk=article_id).update(out_version=version)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_review_desk")]

    operations = [
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.RunPython(note_versions, migrations.RunPython.noop),
    ]
