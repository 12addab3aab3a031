from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The access log is searched by officer, office and time. Built while officers go on reading."""

    atomic = False

    dependencies = [("complaints", "0010_orders_and_audit")]

    operations = [
        AddIndexConcurrently("reading", models.Index(fields=["posting", "at", "id"], name="reading_by_posting")),
        AddIndexConcurrently("reading", models.Index(fields=["office", "at", "id"], name="reading_by_office")),
        AddIndexConcurrently("reading", models.Index(fields=["at", "id"], name="reading_by_time")),
    ]
