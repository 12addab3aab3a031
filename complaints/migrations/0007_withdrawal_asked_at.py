from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when a wish to withdraw waits for the complaint cell's call: its queue reads the row."""

    dependencies = [
        ("complaints", "0006_decoy_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="withdrawal_asked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
