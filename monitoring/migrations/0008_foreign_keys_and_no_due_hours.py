import django.db.models.deletion
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_former_names'),
        ('complaints', '0013_foreign_keys_of_events'),
        ('monitoring', '0007_public_elsewhere'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name='pending', name='hour_came'),
        pgtrigger.migrations.RemoveTrigger(model_name='pending', name='hour_went'),
        pgtrigger.migrations.RemoveTrigger(model_name='pending', name='hour_changed'),
        migrations.DeleteModel(name='DueHour'),
        pgtrigger.migrations.RemoveTrigger(
            model_name='breach',
            name='keys_are_there',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='flag',
            name='keys_are_there',
        ),
        migrations.AlterField(
            model_name='breach',
            name='complaint',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='complaints.complaint'),
        ),
        migrations.AlterField(
            model_name='breach',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office'),
        ),
        migrations.AlterField(
            model_name='breach',
            name='officer',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='breach',
            name='posting',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AlterField(
            model_name='breach',
            name='told',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AlterField(
            model_name='flag',
            name='breach',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='monitoring.breach'),
        ),
        migrations.AlterField(
            model_name='flag',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='monitoring.review'),
        ),
        migrations.AlterField(
            model_name='untold',
            name='breach',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='monitoring.breach'),
        ),
    ]
