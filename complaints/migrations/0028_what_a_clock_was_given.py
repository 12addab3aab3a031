"""How much work lay before a running clock's deadline; unknown of what runs already, which is counted as before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0027_pauses_that_end")]

    operations = [
        migrations.AddField(
            model_name="runningclock",
            name="worked",
            field=models.DurationField(null=True),
        ),
    ]
