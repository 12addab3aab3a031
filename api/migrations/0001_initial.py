import django.contrib.postgres.fields
import django.db.models.deletion
import ledger.encrypted_fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('complaints', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.SlugField(max_length=40, unique=True, verbose_name='client ID')),
                ('kind', models.CharField(choices=[('app', "The operator's own app"), ('partner', 'Partner organisation')], max_length=8, verbose_name='kind')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('name_ur', models.CharField(max_length=80, verbose_name='name in Urdu')),
                ('secret_digest', models.CharField(max_length=64)),
                ('former_digest', models.CharField(blank=True, default='', max_length=64)),
                ('former_until', models.DateTimeField(null=True)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24))),
                ('offices', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=64), default=list)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=40), default=list)),
                ('requests_per_minute', models.PositiveIntegerField(default=120)),
                ('created_at', models.DateTimeField(verbose_name='registered on')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked on')),
            ],
            options={
                'verbose_name': 'client of the API',
                'verbose_name_plural': 'clients of the API',
            },
        ),
        migrations.CreateModel(
            name='IdempotentAnswer',
            fields=[
                ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=16, unique=True)),
                ('request_digest', models.BinaryField(max_length=16)),
                ('answer', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'kept answer',
                'indexes': [models.Index(fields=['created_at'], name='idempotent_answer_old')],
            },
        ),
        migrations.CreateModel(
            name='PartnerComplaint',
            fields=[
                ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='api.apiclient')),
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                ('reference', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                ('consent_reference', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'complaint of a partner',
                'indexes': [models.Index(fields=['client', '-id'], name='partner_complaint_list')],
            },
        ),
        migrations.CreateModel(
            name='EventEndpoint',
            fields=[
                ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                ('client', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='event_endpoint', to='api.apiclient')),
                ('address', models.CharField(max_length=400)),
                ('address_set_at', models.DateTimeField()),
                ('address_to_tell', models.CharField(blank=True, default='', max_length=400)),
                ('secret', ledger.encrypted_fields.SealedTextField()),
                ('former_secret', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                ('former_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('gone_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('rests_until', models.DateTimeField(null=True)),
                ('claimed_until', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'endpoint for events',
            },
        ),
        migrations.CreateModel(
            name='EventSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='api.apiclient')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                ('is_closed', models.BooleanField(default=False)),
                ('referred_at', models.DateTimeField(null=True)),
                ('events', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'complaint that a partner follows',
                'indexes': [models.Index(condition=models.Q(('referred_at__isnull', False)), fields=['client', '-id'], name='event_subject_referred')],
                'constraints': [models.UniqueConstraint(fields=('client', 'complaint'), name='event_subject_once')],
            },
        ),
        migrations.CreateModel(
            name='EventDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='api.eventendpoint')),
                ('subject', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='api.eventsubject')),
                ('event_id', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=24)),
                ('body', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('problem', models.CharField(blank=True, default='', max_length=24)),
            ],
            options={
                'verbose_name': 'event for a partner',
                'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['endpoint', 'id'], name='event_delivery_waiting'), models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['subject', 'id'], name='event_delivery_turn'), models.Index(fields=['endpoint', '-id'], name='event_delivery_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('given_up_at__isnull', True), _connector='OR'), name='event_not_both_sent_and_given_up')],
            },
        ),
        migrations.CreateModel(
            name='PartnerChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='requested at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('kind', models.CharField(choices=[('rights', 'other rights'), ('address', 'other address for events'), ('client_secret', 'new client secret'), ('event_secret', 'new secret for events')], max_length=16, verbose_name='change')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list)),
                ('offices', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=64), default=list)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=40), default=list)),
                ('requests_per_minute', models.PositiveIntegerField(null=True)),
                ('address', models.CharField(blank=True, default='', max_length=400, verbose_name='address')),
                ('applied_at', models.DateTimeField(null=True, verbose_name='applied at')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='api.apiclient', verbose_name='partner')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'change of a partner awaiting a second administrator',
                'verbose_name_plural': 'changes of partners awaiting a second administrator',
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='partner_change_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='partner_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('applied_at', None), ('decided_at__isnull', False), _connector='OR'), name='partner_change_applied_at_only_once_decided'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('client', 'kind'), name='partner_change_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('kind', 'rights'), ('requests_per_minute__isnull', False)), models.Q(('kind', 'address'), ('requests_per_minute', None), models.Q(('address', ''), _negated=True)), models.Q(('address', ''), ('kind__in', ['client_secret', 'event_secret']), ('requests_per_minute', None)), _connector='OR'), name='partner_change_is_complete')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclient',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d5e83d78d0b22193dd778b263d73372b73c84966', operation='DELETE', pgid='pgtrigger_never_deleted_d3640', table='api_apiclient', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclient',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='b77596d8bcf123eb4100a3e0c37246f25a557d3d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f37f2', table='api_apiclient', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnercomplaint',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d11855b1074980c499ace7f6012e4879321f1402', operation='DELETE', pgid='pgtrigger_never_deleted_e212f', table='api_partnercomplaint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnercomplaint',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='8b62a2192f98da31daa8ac88a29c3ec6bd3c1ff4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f259d', table='api_partnercomplaint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerchange',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='058fc33f1126aa15886d9a34a8a08aabcf4f6c94', operation='DELETE', pgid='pgtrigger_never_deleted_1ff75', table='api_partnerchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerchange',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='f4d19e55210c01f9e652eaf7bb4a13287e336161', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_811eb', table='api_partnerchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerchange',
            trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'applied_at'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'applied_at'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5732712007f1079dd269a5944d56928038278019', operation='UPDATE', pgid='pgtrigger_fixed_columns_cf5b0', table='api_partnerchange', when='BEFORE')),
        ),
    ]
