from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("whatsapp", "0002_own_complaints"),
    ]

    operations = [
        migrations.AddField(
            model_name="media",
            name="by_officers_key",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
