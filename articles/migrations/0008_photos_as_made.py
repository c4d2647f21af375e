"""Keeps the sizes that were made under the old names, and ties editions to their photos."""

from django.db import migrations


def made_of(photo):
    """As renditions.Made writes it; the old names have no digest (see renditions.path)."""
    sizes = [[width, max(1, round(photo.height * width / photo.width))] for width in photo.widths]
    return {"digest": "", "shapes": {"full": {"formats": ["jpg"], "sizes": sizes}}}


def keep_sizes(apps, schema_editor):
    for photo in apps.get_model("articles", "Photo").objects.iterator(chunk_size=200):
        if photo.widths:
            photo.made = made_of(photo)
            photo.save(update_fields=["made"])


def tie_editions(apps, schema_editor):
    Edition = apps.get_model("articles", "Edition")
    ids = dict(apps.get_model("articles", "Photo").objects.values_list("token", "pk"))
    rows = Edition.objects.values_list("pk", "photos", "cover").order_by("pk")
    through = Edition.photo_rows.through
    for pk, photos, cover in rows.iterator(chunk_size=200):
        files = [one["photo"] for one in [*photos, *filter(None, [cover])] if one["photo"]]
        known = {ids[file["token"]] for file in files if file["token"] in ids}
        through.objects.bulk_create(
            (through(edition_id=pk, photo_id=photo) for photo in sorted(known)),
            ignore_conflicts=True,
        )


def keep_widths(apps, schema_editor):
    for photo in apps.get_model("articles", "Photo").objects.iterator(chunk_size=200):
        sizes = photo.made.get("shapes", {}).get("full", {}).get("sizes", [])
        photo.widths = [width for width, _height in sizes]
        photo.save(update_fields=["widths"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_photo_library")]

    operations = [
        migrations.RunPython(keep_sizes, keep_widths),
        migrations.RunPython(tie_editions, migrations.RunPython.noop),
    ]
