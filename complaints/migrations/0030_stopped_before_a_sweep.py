"""What ran out and stopped before a sweep came by is the sweep's too (docs/decisions/0037). Earlier runs stay as they are."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("complaints", "0029_citizens_word")]

    operations = [
        migrations.AddField(
            model_name="clockrun",
            name="unswept_at",
            field=models.DateTimeField(null=True),
        ),
        AddIndexConcurrently(
            model_name="clockrun",
            index=models.Index(
                condition=models.Q(("unswept_at__isnull", False)), fields=["unswept_at"], name="clock_run_unswept"
            ),
        ),
    ]
