import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Find reopened complaints by the office that is charged with them, or by an office above it."""

    atomic = False

    dependencies = [
        ("complaints", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="complaint",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("reopened_line", None), _negated=True),
                fields=["reopened_line"],
                name="reopened_by_line",
            ),
        ),
    ]
