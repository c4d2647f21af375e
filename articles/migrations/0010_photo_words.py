"""The index of what is found of photos (see articles/search/), with the photos that are here."""

from collections import defaultdict

from django.db import migrations

from articles.bigrams import terms, vector

# No reference to the photos: one from a table without a model makes every flush fail. Photos are
# never deleted, and the number of one that was would find nothing.
CREATE = {
    "sqlite": [
        (
            "CREATE VIRTUAL TABLE articles_photo_words USING fts5"
            "(words, tokenize = 'unicode61 remove_diacritics 0')"
        ),
    ],
    "postgresql": [
        "CREATE TABLE articles_photo_words (photo_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX articles_photo_words_found ON articles_photo_words USING gin (words)",
        # Chinese has many pairs: knowing but the usual few, the planner takes a rare one for a
        # common one, and reads the whole table.
        "ALTER TABLE articles_photo_words ALTER words SET STATISTICS 1000",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


INSERT = {
    "sqlite": "INSERT INTO articles_photo_words (rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO articles_photo_words (photo_id, words) VALUES (%s, %s::tsvector)",
}
FIELDS = (
    "headline",
    "caption",
    "byline",
    "credit",
    "copyright",
    "keywords",
    "place",
    "licence_note",
    "original_name",
)


def fill(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor not in INSERT:
        return
    captions = defaultdict(list)
    uses = apps.get_model("articles", "PhotoUse").objects.exclude(photo=None).order_by("-pk")
    for pk, *said in uses.values_list("photo", "caption", "cover_caption"):
        captions[pk] += said if len(captions[pk]) < 40 else []
    with connection.cursor() as cursor:
        photos = apps.get_model("articles", "Photo").objects.values_list("pk", *FIELDS)
        for pk, *words in photos.iterator(chunk_size=500):
            found = terms("\n".join([*words, *captions.get(pk, [])]))
            kept = " ".join(found) if connection.vendor == "sqlite" else vector(found)
            cursor.execute(INSERT[connection.vendor], [pk, kept])


def drop(apps, schema_editor):
    if schema_editor.connection.vendor in CREATE:
        schema_editor.execute("DROP TABLE articles_photo_words")


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_remove_photo_widths")]

    operations = [
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
