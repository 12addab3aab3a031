from django.db import migrations, models

import complaints.models.fields


class Migration(migrations.Migration):
    """Seals hold the steps of reviews as well; the history knows statement and complainant by salted digests."""

    dependencies = [("complaints", "0035_retention_at_once")]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="beside",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="seal",
            name="version",
            field=models.PositiveSmallIntegerField(db_default=1, default=3),
        ),
        migrations.AddField(
            model_name="statement",
            name="salt",
            field=complaints.models.fields.SealedTextField(blank=True, db_default="", default="", editable=False),
        ),
    ]
