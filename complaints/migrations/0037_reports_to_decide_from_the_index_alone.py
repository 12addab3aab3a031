from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """A head's queue asks of each report in their region whose it is to decide: of 21,000, 17 ms, and 3 from the index."""

    atomic = False

    dependencies = [
        ("complaints", "0036_sealed_beside"),
    ]

    operations = [
        RemoveIndexConcurrently(model_name="complaint", name="report_to_decide"),
        AddIndexConcurrently(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("accepted_at", None), ("status", "reported")),
                fields=["region", "district", "division", "circle", "office", "holder", "id"],
                name="report_to_decide",
            ),
        ),
    ]
