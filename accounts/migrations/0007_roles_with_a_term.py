import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_every_act_is_written_down")]

    operations = [
        migrations.AddField(
            model_name="rolegrant",
            name="starts_at",
            field=models.DateTimeField(null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="ends_at",
            field=models.DateTimeField(null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="transfers",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.posting",
                verbose_name="transfer from",
            ),
        ),
    ]
