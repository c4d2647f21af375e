"""The index of what readers find of stories (see articles/search/).

Empty at first: `rebuild_search` takes in the stories that are there already. Publishing needs the
table, and nothing of what is in it.
"""

from django.db import migrations

# No reference to the editions: one from a table without a model makes every flush fail. Editions
# are never deleted.
CREATE = {
    "sqlite": [
        (
            "CREATE VIRTUAL TABLE articles_edition_words USING fts5"
            "(title, names, body, sounds, tokenize = 'unicode61 remove_diacritics 0')"
        ),
    ],
    # A long story has several rows, as a tsvector has an end. The second vector holds the headline
    # alone, for suggestions: a label in a question would have the whole first one read. Without
    # fastupdate a story takes some milliseconds more to note, and no question reads a list of what
    # is still to be sorted in.
    "postgresql": [
        (
            "CREATE TABLE articles_edition_words (edition_id bigint, part smallint, "
            "is_whole boolean NOT NULL, words tsvector NOT NULL, headline tsvector NOT NULL, "
            "PRIMARY KEY (edition_id, part))"
        ),
        (
            "CREATE INDEX articles_edition_words_found ON articles_edition_words "
            "USING gin (words) WITH (fastupdate = off)"
        ),
        (
            "CREATE INDEX articles_edition_words_told ON articles_edition_words "
            "USING gin (headline) WITH (fastupdate = off)"
        ),
        (
            "CREATE INDEX articles_edition_words_long ON articles_edition_words (edition_id) "
            "WHERE NOT is_whole"
        ),
        # Chinese has many pairs: knowing but the usual few, the planner takes a rare one for a
        # common one, and reads the whole table.
        "ALTER TABLE articles_edition_words ALTER words SET STATISTICS 1000",
        "ALTER TABLE articles_edition_words ALTER headline SET STATISTICS 1000",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor in CREATE:
        schema_editor.execute("DROP TABLE articles_edition_words")


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_people_of_editions")]

    operations = [migrations.RunPython(create, drop)]
