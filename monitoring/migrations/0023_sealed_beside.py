import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0036_sealed_beside'),
        ('monitoring', '0022_narrow_indexes_of_what_is_open'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedStep',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sealed', serialize=False, to='monitoring.reviewevent')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_steps', to='complaints.seal')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedstep',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='81b79b0b224efda986969c34fd714c3775553197', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_d66c2', table='monitoring_sealedstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedstep',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='b32cde46e71175b04cd3792856507ee9a248d555', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_abb93', table='monitoring_sealedstep', when='BEFORE')),
        ),
    ]
