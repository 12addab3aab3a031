import complaints.rules.statuses
import django.core.validators
import django.db.models.deletion
import ledger.encrypted_fields
import notices.rules.tip_validation
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('complaints', '0001_initial'),
        ('information', '0001_initial'),
    ]

    operations = [
        RenderOnce([
            migrations.CreateModel(
                name='Picture',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('media_type', models.CharField(max_length=60)),
                    ('side', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('checking', 'Being checked'), ('waiting', 'Waiting for the virus scanner'), ('held', 'Waiting for a safe check'), ('shown', 'Ready'), ('refused', 'Refused'), ('removed', 'Removed')], default='checking', max_length=8)),
                    ('refused_because', models.CharField(blank=True, max_length=24)),
                    ('original', models.CharField(blank=True, max_length=100)),
                    ('shown', models.CharField(blank=True, max_length=100)),
                    ('came_at', models.DateTimeField()),
                    ('scanned_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'picture',
                    'verbose_name_plural': 'pictures',
                    'indexes': [models.Index(condition=models.Q(('state__in', ['checking', 'waiting', 'held'])), fields=['came_at'], name='picture_to_check')],
                },
            ),
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('notice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='notices.notice')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('name_en', ledger.encrypted_fields.SealedTextField(verbose_name='name or title in English')),
                    ('name_ur', ledger.encrypted_fields.SealedTextField(verbose_name='name or title in Urdu')),
                    ('name_roman', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='name or title in Roman Urdu')),
                    ('words_en', ledger.encrypted_fields.SealedTextField(verbose_name='what happened, in English')),
                    ('words_ur', ledger.encrypted_fields.SealedTextField(verbose_name='what happened, in Urdu')),
                    ('words_roman', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='what happened, in Roman Urdu')),
                    ('age', models.PositiveSmallIntegerField(null=True, verbose_name='age')),
                    ('sex', models.CharField(blank=True, choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Transgender')], max_length=8, verbose_name='sex')),
                    ('wearing_en', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('wearing_ur', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('wearing_roman', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('seen_place_en', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('seen_place_ur', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('seen_place_roman', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('aliases_en', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('aliases_ur', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('aliases_roman', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('fir_en', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('fir_ur', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('fir_roman', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('reward', models.PositiveIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1)])),
                    ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='notices.picture')),
                    ('expires_at', models.DateTimeField(verbose_name='public until')),
                    ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField()),
                    ('decision', models.CharField(blank=True, choices=[('approved', 'Approved'), ('refused', 'Not approved')], max_length=8)),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('helplines', models.ManyToManyField(related_name='+', to='information.helpline')),
                ],
                options={
                    'verbose_name': 'version of a notice',
                    'verbose_name_plural': 'versions of notices',
                    'indexes': [models.Index(condition=models.Q(('decided_at', None)), fields=['proposed_at'], name='edition_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='edition_number_once_a_notice'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('notice',), name='edition_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'approved'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='edition_needs_a_second_officer'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='edition_decided_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=16, unique=True, verbose_name='code')),
                    ('kind', models.CharField(choices=[('alert', 'Missing child (Zainab Alert)'), ('wanted', 'Wanted person'), ('notice', 'General notice')], max_length=8, verbose_name='kind')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='office')),
                    ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('current', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.edition')),
                    ('is_sample', models.BooleanField(default=False, verbose_name='sample')),
                    ('opened_at', models.DateTimeField(verbose_name='proposed at')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                    ('ending', models.CharField(blank=True, choices=[('found', 'Found, or in custody'), ('withdrawn', 'Withdrawn by the police')], max_length=10, verbose_name='how it ended')),
                ],
                options={
                    'verbose_name': 'public notice',
                    'verbose_name_plural': 'public notices',
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['kind', '-opened_at'], name='notice_not_over')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['alert', 'wanted', 'notice'])), name='notice_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), ('ending__in', ['found', 'withdrawn'])), _connector='OR'), name='notice_end_has_a_way')],
                },
            ),
            migrations.CreateModel(
                name='NoticeAct',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('notice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='notices.notice')),
                    ('edition', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.edition')),
                    ('kind', models.CharField(choices=[('propose', 'proposed it'), ('again', 'proposed it again, with changes or a later end date'), ('approve', 'approved it'), ('refuse', 'did not approve it'), ('found', 'ended it: found, or in custody'), ('withdraw', 'withdrew it')], max_length=8)),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                    ('why', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='reason')),
                ],
                options={
                    'verbose_name': 'action on a notice',
                    'verbose_name_plural': 'actions on notices',
                    'indexes': [models.Index(fields=['notice', 'at', 'id'], name='act_of_a_notice')],
                },
            ),
            migrations.CreateModel(
                name='Tip',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('key', models.UUIDField(editable=False, unique=True)),
                    ('number', models.CharField(max_length=12, unique=True, verbose_name='number')),
                    ('notice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tips', to='notices.notice')),
                    ('text', ledger.encrypted_fields.SealedTextField(verbose_name='information given')),
                    ('phone', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='mobile number')),
                    ('picture', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tip', to='notices.picture')),
                    ('past_the_district', models.BooleanField(default=False, verbose_name='only for the Central Police Office')),
                    ('channel', models.CharField(choices=[(complaints.rules.statuses.Channel['WEB'], 'Web'), (complaints.rules.statuses.Channel['COUNTER'], 'Counter'), (complaints.rules.statuses.Channel['TELEPHONE'], 'Telephone'), (complaints.rules.statuses.Channel['LETTER'], 'Letter'), (complaints.rules.statuses.Channel['WHATSAPP'], 'WhatsApp'), (complaints.rules.statuses.Channel['PARTNER'], 'Partner organisation'), (complaints.rules.statuses.Channel['APP'], 'App'), (complaints.rules.statuses.Channel['IMPORTED'], 'Imported from another system')], max_length=10)),
                    ('at', models.DateTimeField(verbose_name='received at')),
                    ('standing', models.CharField(choices=[('new', 'Not read yet'), ('seen', 'Viewed'), ('useful', 'It helped'), ('nothing', 'It did not help')], default=notices.rules.tip_validation.TipStatus['NEW'], max_length=8, verbose_name='status')),
                ],
                options={
                    'verbose_name': 'tip',
                    'verbose_name_plural': 'tips',
                    'indexes': [models.Index(fields=['notice', '-at', '-id'], name='tip_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__regex', '^[0-9]{10}$')), name='tip_number_is_digits')],
                },
            ),
            migrations.CreateModel(
                name='TipAct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('tip', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='notices.tip')),
                    ('kind', models.CharField(choices=[('opened', 'opened it'), ('useful', 'said it helped'), ('nothing', 'said it did not help')], max_length=8)),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'action on a tip',
                    'verbose_name_plural': 'actions on tips',
                    'indexes': [models.Index(fields=['tip', 'at', 'id'], name='tip_act_of_a_tip'), models.Index(fields=['posting', 'at', 'id'], name='tip_act_by_posting')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='notice',
                trigger=pgtrigger.compiler.Trigger(name='only_an_end_is_added', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.ended_at IS NOT NULL OR ((to_jsonb(OLD) - 'ended_at' - 'ending' - 'current_id') IS DISTINCT FROM (to_jsonb(NEW) - 'ended_at' - 'ending' - 'current_id')))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fed853053fac3d8d4045d1b082089f724de421e4', operation='UPDATE', pgid='pgtrigger_only_an_end_is_added_3d215', table='notices_notice', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='notice',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ee8cedf58e66b9821fae5f3a4f7805c4b5efbea0', operation='DELETE', pgid='pgtrigger_never_deleted_4ac46', table='notices_notice', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='notice',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='d5b181edaab0c025f8ad5c5f15396eef773316cc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_2a576', table='notices_notice', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noticeact',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d38babd401de004c9143a2f43a7d914eb5a1135f', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_922e2', table='notices_noticeact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='noticeact',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='a1a3cee126e20c98b3a7c50ce652a20881693d5c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_048d1', table='notices_noticeact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='edition',
                trigger=pgtrigger.compiler.Trigger(name='only_the_decision_is_added', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR ((to_jsonb(OLD) - 'decision' - 'decided_at' - 'decided_by_id') IS DISTINCT FROM (to_jsonb(NEW) - 'decision' - 'decided_at' - 'decided_by_id')))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d23cb89a9696157057dd9d14f37698031ebc7c8b', operation='UPDATE', pgid='pgtrigger_only_the_decision_is_added_27365', table='notices_edition', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='edition',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='03acf8153a1a457e84fcbb3401f9a34a8a498c1c', operation='DELETE', pgid='pgtrigger_never_deleted_cd5dc', table='notices_edition', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='edition',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='ac263813f1d3c36fa8bcf4c48a481fb3ceb4232a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_b2986', table='notices_edition', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tip',
                trigger=pgtrigger.compiler.Trigger(name='only_the_standing_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((to_jsonb(OLD) - 'standing') IS DISTINCT FROM (to_jsonb(NEW) - 'standing'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4c208a94ba0c6133f932d7b6165812a4e83b966f', operation='UPDATE', pgid='pgtrigger_only_the_standing_changes_74b9e', table='notices_tip', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tip',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a5355b22c843c08ccc4b4dfedcbeb841125515df', operation='DELETE', pgid='pgtrigger_never_deleted_8ad4c', table='notices_tip', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tip',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='a272d537aa6ea22fd3e9108cea03f900b4574949', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_1cc5e', table='notices_tip', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tipact',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='71e34933cd329e16f4f296a26aff64d818159981', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_5906e', table='notices_tipact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='tipact',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='9623a7b8c30c3c63a0d67968fe2234e943557a44', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_b6e53', table='notices_tipact', when='BEFORE')),
            ),
        ]),
    ]
