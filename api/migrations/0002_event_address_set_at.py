from django.db import migrations, models
from django.utils.timezone import now


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.AddField("eventendpoint", "address_set_at", models.DateTimeField(default=now), preserve_default=False),
        migrations.AddField(
            "eventendpoint", "address_to_tell", models.CharField(blank=True, default="", max_length=400)
        ),
    ]
