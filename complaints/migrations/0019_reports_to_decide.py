from django.db import migrations, models

import complaints.rules.statuses


class Migration(migrations.Migration):
    """What waits for a superior's decision is found among the few rows that do, whatever the size of the table."""

    dependencies = [
        ("complaints", "0018_hearings_to_agree_to"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("accepted_at", None), ("status", complaints.rules.statuses.Status["REPORTED"])),
                fields=["reported_at"],
                name="report_to_decide",
            ),
        ),
    ]
