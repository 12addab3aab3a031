from django.db import migrations, models


class Migration(migrations.Migration):
    """What waits for the consent of the Central Police Office is found among the few rows that do."""

    dependencies = [
        ("complaints", "0017_edited_by_hand"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="hearing",
            index=models.Index(
                condition=models.Q(("given_at", None)), fields=["naming", "cycle"], name="hearing_to_agree_to"
            ),
        ),
    ]
