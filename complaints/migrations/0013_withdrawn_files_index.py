from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("complaints", "0012_without_secret_tries_left"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("state", "withdrew")), fields=["withdrawn_at", "id"], name="evidence_withdrawn"
            ),
        ),
    ]
