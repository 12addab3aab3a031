import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the desk's search reads, the logs of searches by number and of exports, and saved views."""

    dependencies = [
        ('accounts', '0003_sessions_and_administration'),
        ('complaints', '0012_naming_and_hearing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX')], max_length=4)),
                ('asked', models.TextField(blank=True)),
                ('rows', models.PositiveBigIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'exported rows',
            },
        ),
        migrations.CreateModel(
            name='LookUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('phone', 'Telephone'), ('document', 'CNIC')], max_length=8)),
                ('mark', models.BinaryField(max_length=16)),
                ('found', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'search by number',
            },
        ),
        migrations.CreateModel(
            name='OpenWords',
            fields=[
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='complaints.complaint')),
                ('folded', models.TextField()),
            ],
            options={
                'verbose_name': 'text of an open complaint',
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=24, verbose_name='role')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=500)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
            },
        ),
        migrations.AddField(
            model_name='statement',
            name='folded',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='open_words_follow_the_status', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported')) <> (NEW.status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported')))", func="\n            IF NEW.status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported') THEN\n                INSERT INTO complaints_openwords (complaint_id, folded)\n                SELECT complaint_id, folded FROM complaints_statement\n                WHERE complaint_id = NEW.id AND folded <> ''\n                ON CONFLICT (complaint_id) DO UPDATE SET folded = EXCLUDED.folded;\n            ELSE\n                DELETE FROM complaints_openwords WHERE complaint_id = NEW.id;\n            END IF;\n            RETURN NULL;\n        ", hash='e366511ddbb60df435f52b1dab582fc82cbe79c1', operation='UPDATE OF "status"', pgid='pgtrigger_open_words_follow_the_status_9229c', table='complaints_complaint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='open_words_follow_the_statement', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."folded" > \'\')', func="\n            INSERT INTO complaints_openwords (complaint_id, folded)\n            SELECT id, NEW.folded FROM complaints_complaint\n            WHERE id = NEW.complaint_id AND status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported')\n            ON CONFLICT (complaint_id) DO UPDATE SET folded = EXCLUDED.folded;\n            RETURN NULL;\n        ", hash='60bd9ec95c7f7b1e332d8e7367c821189744ae78', operation='INSERT OR UPDATE OF "folded"', pgid='pgtrigger_open_words_follow_the_statement_a2e01', table='complaints_statement', when='AFTER')),
        ),
        migrations.AddField(
            model_name='export',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office'),
        ),
        migrations.AddField(
            model_name='export',
            name='posting',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AddField(
            model_name='lookup',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office'),
        ),
        migrations.AddField(
            model_name='lookup',
            name='posting',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AddIndex(
            model_name='openwords',
            index=django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='open_words_by_likeness', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddField(
            model_name='savedview',
            name='office',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='officer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['at', 'id'], name='export_latest'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['posting', 'at', 'id'], name='export_by_posting'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='only_the_count_is_added', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.rows IS NOT NULL OR (to_jsonb(OLD) - 'rows') IS DISTINCT FROM (to_jsonb(NEW) - 'rows'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='09d171faae773a3279c693b67e5db034ead8cdc1', operation='UPDATE', pgid='pgtrigger_only_the_count_is_added_583f9', table='complaints_export', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3a253624eb66d19b38e24a1508f88d43d72ad0f5', operation='DELETE', pgid='pgtrigger_never_deleted_2ca54', table='complaints_export', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='3fd22351b7a9043e49b8b0a2d5065fa8d5f00745', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_8190f', table='complaints_export', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='lookup',
            index=models.Index(fields=['at', 'id'], name='look_up_latest'),
        ),
        migrations.AddIndex(
            model_name='lookup',
            index=models.Index(fields=['posting', 'at', 'id'], name='look_up_by_posting'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookup',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ceb7ae0837b99596109fc238e5139396baa9000f', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_af463', table='complaints_lookup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lookup',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='967948e3dc01dc5e47fcc79187065bcd023ee860', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0805a', table='complaints_lookup', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('office', None), ('role', '')), models.Q(('office__isnull', False), models.Q(('role', ''), _negated=True)), _connector='OR'), name='saved_view_shared_with_a_role_at_an_office'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(models.F('officer'), models.F('name'), condition=models.Q(('office', None)), name='own_view_name_unique'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(models.F('office'), models.F('role'), models.F('name'), condition=models.Q(('office__isnull', False)), name='shared_view_name_unique'),
        ),
    ]
