"""Gives the snapshots of the first version the keys that later ones have."""

from django.db import migrations


def source_ids(snapshot, sources, aliases):
    """By the names that the snapshot holds; a source that was renamed is found by its alias."""
    names = [source["name"] for source in snapshot["sources"]]
    return [sources.get(name) or aliases.get(name) or 0 for name in names]


def complete(apps, schema_editor):
    model = apps.get_model
    sources = dict(model("articles", "Source").objects.values_list("name", "pk"))
    aliases = dict(model("articles", "SourceAlias").objects.values_list("name", "source_id"))
    topics = dict(model("articles", "Topic").objects.values_list("slug", "pk"))
    revisions = model("articles", "Revision").objects.order_by("pk")
    for revision in revisions.iterator(chunk_size=200):
        snapshot = revision.snapshot
        if "source_ids" in snapshot:
            continue
        uses = model("articles", "PhotoUse").objects.filter(article_id=revision.article_id)
        ids = dict(uses.values_list("key", "pk"))
        # A row that is gone has a number that no row has: it is then found by its name, or left out.
        snapshot["source_ids"] = distinct(source_ids(snapshot, sources, aliases))
        snapshot["topic_ids"] = distinct([topics.get(one["slug"], 0) for one in snapshot["topics"]])
        for use in snapshot["uses"]:
            use["id"] = ids.get(use["key"])
        revision.save(update_fields=["snapshot"])


def distinct(ids):
    """The ids as they are; each that is missing as another number below nought."""
    return [key or -1 - place for place, key in enumerate(ids)]


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_index_what_is_to_be_put_out")]

    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
