import complaints.rules.clock
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sla.models.hold
import sla.rules.breaker_limits
from django.conf import settings
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('complaints', '0001_initial'),
    ]

    operations = [
        RenderOnce([
            migrations.CreateModel(
                name='Breach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='complaints.complaint')),
                    ('clock', models.CharField(choices=[(complaints.rules.clock.Clock['CONTACT'], 'Contact'), (complaints.rules.clock.Clock['REPORT'], 'Report'), (complaints.rules.clock.Clock['DECISION'], 'Decision'), (complaints.rules.clock.Clock['URGENT'], 'Urgent action'), (complaints.rules.clock.Clock['VERIFY'], 'Verification'), (complaints.rules.clock.Clock['CALL'], 'Call to confirm contact'), (complaints.rules.clock.Clock['EXCUSE'], 'Call after three failed attempts'), (complaints.rules.clock.Clock['ORDER'], 'Order'), (complaints.rules.clock.Clock['PRESSURE'], 'Report of pressure'), (complaints.rules.clock.Clock['REFERRAL'], 'Referral to the FIA and NCHR'), (complaints.rules.clock.Clock['SETTLING'], 'Confirming whom it is against'), (complaints.rules.clock.Clock['LISTENING'], 'Listening to the voice note')], max_length=8)),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('level', models.PositiveSmallIntegerField()),
                    ('due_at', models.DateTimeField()),
                    ('noticed_at', models.DateTimeField()),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('told', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                ],
                options={
                    'verbose_name': 'breach',
                    'verbose_name_plural': 'breaches',
                    'constraints': [models.UniqueConstraint(fields=('complaint', 'clock', 'cycle', 'level'), name='breach_once_per_clock_cycle_level'), models.CheckConstraint(condition=models.Q(('noticed_at__gte', models.F('due_at'))), name='breach_noticed_when_due_or_later')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recipient', models.CharField(max_length=80)),
                    ('template', models.CharField(max_length=80)),
                    ('count', models.PositiveIntegerField()),
                    ('etags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12))),
                ],
                options={
                    'verbose_name': 'notice',
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event')),
                    ('at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'reply to an escalation',
                    'indexes': [models.Index(fields=['complaint', 'office', 'cycle', 'at'], name='answer_of_an_office')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='answer_lasts')],
                },
            ),
            migrations.CreateModel(
                name='Untold',
                fields=[
                    ('breach', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='sla.breach')),
                ],
            ),
            migrations.CreateModel(
                name='Hold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('opened_at', models.DateTimeField()),
                    ('batches', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=sla.models.hold.every_batch)),
                    ('due', models.PositiveIntegerField()),
                    ('usual', models.FloatField(null=True)),
                    ('open_now', models.PositiveIntegerField()),
                    ('decision', models.CharField(blank=True, choices=[('released', 'Released'), ('discarded', 'Discarded')], max_length=9)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('reason', models.TextField(blank=True)),
                    ('done_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'held automatic check',
                    'constraints': [models.UniqueConstraint(fields=('done_at',), name='hold_one_at_a_time', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', ''), ('done_at', None), ('posting', None), ('reason', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__gte', models.F('opened_at')), ('posting__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='hold_is_decided_by_somebody_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='SweepRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('began_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField()),
                    ('reminders', models.PositiveIntegerField()),
                    ('breaches', models.PositiveIntegerField()),
                    ('escalations', models.PositiveIntegerField()),
                    ('set_aside', models.PositiveIntegerField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='sweep_run_is_one'), models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='sweep_run_ends_after_its_beginning')],
                },
            ),
            migrations.CreateModel(
                name='Swept',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('batch', models.CharField(db_default=sla.rules.breaker_limits.Batch['PROMISED'], default=sla.rules.breaker_limits.Batch['PROMISED'], max_length=8)),
                    ('breaches', models.PositiveIntegerField()),
                ],
                options={
                    'verbose_name': 'automatic check batch',
                    'indexes': [models.Index(fields=['at'], name='swept_at')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='swept',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e6cdf8fd739d3381a3dbbd6d52fcf552e7b0d571', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_eb003', table='sla_swept', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='swept',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='820b568e7ab631c6cb88f6f903107e1a9faf5ff4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_2c25f', table='sla_swept', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b4f521eaba9f933651ed65020f5794dc481e4b5c', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_783d6', table='sla_answer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='a595804c9699882f2677bbc27c2bcd74535f6392', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_dd7cd', table='sla_answer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='breach',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5e88bee0c95715a9a33e03b7a9ceacbe5daa7b95', operation='DELETE', pgid='pgtrigger_never_deleted_0b985', table='sla_breach', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hold',
                trigger=pgtrigger.compiler.Trigger(name='hold_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='dc4c8b48bcf1838870bda9253aa8f1779ccb585a', operation='DELETE', pgid='pgtrigger_hold_is_never_deleted_40c4f', table='sla_hold', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hold',
                trigger=pgtrigger.compiler.Trigger(name='hold_is_decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.done_at IS NOT NULL OR (to_jsonb(OLD) - '{batches,decision,decided_at,posting_id,reason,done_at}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{batches,decision,decided_at,posting_id,reason,done_at}'::text[]) OR NOT NEW.batches @> OLD.batches OR (OLD.decision <> '' AND (to_jsonb(OLD) - 'done_at') IS DISTINCT FROM (to_jsonb(NEW) - 'done_at')))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='74c6cd171fdb19df3c20bcc722a05366e2dc0fdb', operation='UPDATE', pgid='pgtrigger_hold_is_decided_once_a0f6b', table='sla_hold', when='BEFORE')),
            ),
        ]),
    ]
