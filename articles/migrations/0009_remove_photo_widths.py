from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_photos_as_made")]

    operations = [migrations.RemoveField(model_name="photo", name="widths")]
