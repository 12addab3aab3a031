from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="staffact",
            name="rank_before",
            field=models.CharField(editable=False, max_length=8, null=True),
        ),
    ]
