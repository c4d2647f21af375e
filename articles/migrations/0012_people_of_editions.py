"""Ties every edition to the people whom its credits name."""

from django.db import migrations

AT_ONCE = 500


def tie(apps, schema_editor):
    Edition = apps.get_model("articles", "Edition")
    known = set(apps.get_model("articles", "Person").objects.values_list("pk", flat=True))
    through = Edition.person_rows.through
    rows = []
    for pk, credits in Edition.objects.values_list("pk", "credits").iterator():
        people = {credit["person"] for credit in credits} & known
        rows += [through(edition_id=pk, person_id=person) for person in people]
        if len(rows) >= AT_ONCE:
            through.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    through.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_readers_site")]

    operations = [migrations.RunPython(tie, migrations.RunPython.noop, elidable=True)]
