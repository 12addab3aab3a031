from django.db import migrations
from pgtrigger.migrations import RemoveTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0007_public_elsewhere"),
    ]

    operations = [
        RemoveTrigger(model_name="pending", name="hour_came"),
        RemoveTrigger(model_name="pending", name="hour_went"),
        RemoveTrigger(model_name="pending", name="hour_changed"),
        migrations.DeleteModel(name="DueHour"),
    ]
