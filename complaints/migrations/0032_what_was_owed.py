"""How much of what was left of a clock was owed; unknown of what stands already, which goes on as before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0031_events_keys_at_once")]

    operations = [
        migrations.AddField(
            model_name="clockrun",
            name="owed",
            field=models.DurationField(null=True),
        ),
    ]
