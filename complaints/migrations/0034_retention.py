import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """Times of keeping, legal holds, and what alone may still be emptied in rows that are only appended to."""

    dependencies = [
        ('accounts', '0012_heartbeat'),
        ('complaints', '0033_daily_heads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='requested at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('months', models.PositiveSmallIntegerField(verbose_name='months after the end')),
                ('source', models.TextField(verbose_name='authorising order')),
            ],
            options={
                'verbose_name': 'pending retention change',
                'verbose_name_plural': 'pending retention changes',
            },
        ),
        migrations.CreateModel(
            name='RetentionPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(verbose_name='months after the end')),
                ('since', models.DateTimeField(verbose_name='in force since')),
                ('source', models.TextField(verbose_name='authorising order')),
            ],
            options={
                'verbose_name': 'retention period',
                'verbose_name_plural': 'retention periods',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='call',
            name='never_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='finding',
            name='never_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lookup',
            name='never_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='reading',
            name='never_changed',
        ),
        migrations.AddField(
            model_name='complaint',
            name='anonymised_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='complaint',
            name='held_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='state',
            field=models.CharField(choices=[('coming', 'Being sent'), ('checking', 'Being checked'), ('waiting', 'Waiting for the virus scanner'), ('shown', 'Ready'), ('refused', 'Rejected'), ('gone', 'Destroyed')], default='coming', max_length=8),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='752be2f13691282e9471ded1598b99a6433b07d6', operation='DELETE', pgid='pgtrigger_never_deleted_8e9f5', table='complaints_call', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.words = '' AND to_jsonb(OLD) - ARRAY['words'] = to_jsonb(NEW) - ARRAY['words']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='10e294af323773e1ff10d701a2ef8fbfde29915d', operation='UPDATE', pgid='pgtrigger_only_emptied_9a7df', table='complaints_call', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9f8fc355ddb060445cbd7ecc77e796200457293b', operation='DELETE', pgid='pgtrigger_never_deleted_4c583', table='complaints_finding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.text = '' AND to_jsonb(OLD) - ARRAY['text'] = to_jsonb(NEW) - ARRAY['text']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='126db2d5ad77780eb6a715cb4dd6d5f22c2f67c4', operation='UPDATE', pgid='pgtrigger_only_emptied_8cc19', table='complaints_finding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookup',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cce15320a14d04621ce2c5014de524994c13a77d', operation='DELETE', pgid='pgtrigger_never_deleted_8704d', table='complaints_lookup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookup',
            trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.mark = '' AND to_jsonb(OLD) - ARRAY['mark'] = to_jsonb(NEW) - ARRAY['mark']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3b1c52d994a9c84d9ab2db2bf5a6b4e6a362dfaf', operation='UPDATE', pgid='pgtrigger_only_emptied_3b6b1', table='complaints_lookup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reading',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7b3517bb25b855ec909494a7c128262e06700bbc', operation='DELETE', pgid='pgtrigger_never_deleted_66e50', table='complaints_reading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reading',
            trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.why = '' AND to_jsonb(OLD) - ARRAY['why'] = to_jsonb(NEW) - ARRAY['why']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1b5d303e0f5440085499eb630452aa878f7fca02', operation='UPDATE', pgid='pgtrigger_only_emptied_59ee3', table='complaints_reading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='words',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='af6e3d9fc5e573e950332ed1e72625abb158cf98', operation='DELETE', pgid='pgtrigger_never_deleted_8b3fa', table='complaints_words', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='words',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='f0cd8053f56972ee353ca64551ac74293c21472b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_8f0c0', table='complaints_words', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='words',
            trigger=pgtrigger.compiler.Trigger(name='only_destroyed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.anonymised_at IS NOT NULL OR NEW.anonymised_at IS NULL OR NEW.event_id <> OLD.event_id OR NEW.for_citizen <> OLD.for_citizen)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bcf6d82a894c017d450aaca622d7e319b71ff659', operation='UPDATE', pgid='pgtrigger_only_destroyed_e6ea8', table='complaints_words', when='BEFORE')),
        ),
        AddConstraintNotValid(
            model_name='words',
            constraint=models.CheckConstraint(condition=models.Q(('anonymised_at', None), models.Q(('salt', b''), ('text', '')), _connector='OR'), name='words_anonymised_are_destroyed'),
        ),
        migrations.AddField(
            model_name='retentionchange',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by'),
        ),
        migrations.AddField(
            model_name='retentionchange',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='retentionchange',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='retentionperiod',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='retentionchange',
            name='period',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.retentionperiod'),
        ),
        migrations.AddConstraint(
            model_name='retentionperiod',
            constraint=models.CheckConstraint(condition=models.Q(('months__range', (12, 600))), name='retention_is_some_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionperiod',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='832061594874c057a85283f26829b4a24657f04d', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_0f701', table='complaints_retentionperiod', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionperiod',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='111b45810d1076643cb4b11348861ccf378941c6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_845f7', table='complaints_retentionperiod', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='retentionchange',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='retention_change_needs_a_second_administrator'),
        ),
        migrations.AddConstraint(
            model_name='retentionchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='retention_change_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='retentionchange',
            constraint=models.CheckConstraint(condition=models.Q(('period', None), ('decided_at__isnull', False), _connector='OR'), name='retention_change_period_only_once_decided'),
        ),
        migrations.AddConstraint(
            model_name='retentionchange',
            constraint=models.CheckConstraint(condition=models.Q(('months__range', (12, 600))), name='retention_asked_is_some_time'),
        ),
        migrations.AddConstraint(
            model_name='retentionchange',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('category',), name='retention_change_waits_once_a_category'),
        ),
    ]
