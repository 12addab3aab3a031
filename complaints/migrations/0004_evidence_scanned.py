"""When a virus scanner saw a file; and a draft is not deleted while files of its still lie in the storage."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_told_after_the_number")]

    operations = [
        migrations.AddField("evidence", "scanned_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "evidence",
            "draft",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="complaints.draft",
            ),
        ),
        migrations.AddIndex(
            "evidence",
            models.Index(
                condition=models.Q(("scanned_at__isnull", True), ("state", "shown")),
                fields=["came_at"],
                name="evidence_unscanned",
            ),
        ),
    ]
