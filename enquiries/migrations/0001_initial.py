import django.db.models.deletion
import ledger.encrypted_fields
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        RenderOnce([
            migrations.CreateModel(
                name='Photo',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('state', models.CharField(choices=[('checking', 'Checking'), ('waiting', 'Waiting'), ('held', 'Held'), ('shown', 'Shown'), ('refused', 'Refused')], default='checking', max_length=8)),
                    ('refused_because', models.CharField(blank=True, max_length=24)),
                    ('original', models.CharField(blank=True, max_length=100)),
                    ('source', models.BinaryField(default=b'', max_length=16)),
                    ('file', models.CharField(blank=True, max_length=100)),
                    ('media_type', models.CharField(max_length=60)),
                    ('came_at', models.DateTimeField()),
                    ('scanned_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['came_at'], name='photo_by_age'), models.Index(condition=models.Q(('state__in', ['checking', 'waiting', 'held'])), fields=['came_at'], name='photo_to_check')],
                },
            ),
            migrations.CreateModel(
                name='Verification',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('number', models.CharField(max_length=10, unique=True, verbose_name='number')),
                    ('key', models.UUIDField(null=True, unique=True)),
                    ('channel', models.CharField(choices=[('web', 'Web'), ('whatsapp', 'WhatsApp'), ('counter', 'Counter'), ('telephone', 'Telephone')], max_length=10, verbose_name='channel')),
                    ('language', models.CharField(default='ur', max_length=2)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='district')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='office')),
                    ('status', models.CharField(choices=[('received', 'Received'), ('with_records', 'With the record office'), ('clear', 'No record found'), ('record_found', 'Record found'), ('cannot_say', 'Could not be determined'), ('closed', 'Closed')], default='received', max_length=12, verbose_name='status')),
                    ('answer', models.CharField(blank=True, choices=[('received', 'Received'), ('with_records', 'With the record office'), ('clear', 'No record found'), ('record_found', 'Record found'), ('cannot_say', 'Could not be determined'), ('closed', 'Closed')], max_length=12)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('employer_name', ledger.encrypted_fields.SealedTextField(verbose_name='employer')),
                    ('employer_cnic', ledger.encrypted_fields.SealedTextField(verbose_name="employer's CNIC")),
                    ('employer_phone', ledger.encrypted_fields.SealedTextField(verbose_name="employer's phone")),
                    ('employer_phone_index', models.BinaryField(default=b'', max_length=16)),
                    ('worker_name', ledger.encrypted_fields.SealedTextField(verbose_name='worker')),
                    ('worker_cnic', ledger.encrypted_fields.SealedTextField(verbose_name="worker's CNIC")),
                    ('worker_cnic_index', models.BinaryField(default=b'', max_length=16)),
                    ('photo', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='verification', to='enquiries.photo')),
                    ('received_at', models.DateTimeField(verbose_name='received')),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('erased_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'verification',
                    'verbose_name_plural': 'verifications',
                    'indexes': [models.Index(condition=models.Q(('status', 'closed'), _negated=True), fields=['office', 'received_at', 'id'], name='verification_open'), models.Index(fields=['received_at', 'id'], name='verification_by_time'), models.Index(condition=models.Q(('worker_cnic_index', b''), _negated=True), fields=['worker_cnic_index'], name='verification_of_worker'), models.Index(condition=models.Q(('erased_at', None)), fields=['closed_at'], name='verification_to_erase')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__regex', '^[0-9]{10}$')), name='verification_number_is_digits'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='verification_answer_is_dated'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='verification_closed_is_dated'), models.CheckConstraint(condition=models.Q(('erased_at', None), ('closed_at__isnull', False), _connector='OR'), name='verification_erased_after_closing')],
                },
            ),
            migrations.CreateModel(
                name='VerificationAct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verification', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='enquiries.verification')),
                    ('seq', models.PositiveIntegerField()),
                    ('name', models.CharField(max_length=16)),
                    ('status', models.CharField(choices=[('received', 'Received'), ('with_records', 'With the record office'), ('clear', 'No record found'), ('record_found', 'Record found'), ('cannot_say', 'Could not be determined'), ('closed', 'Closed')], max_length=12)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('verification', 'seq'), name='verification_act_in_turn')],
                },
            ),
            migrations.CreateModel(
                name='Feedback',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('number', models.CharField(max_length=10, unique=True, verbose_name='number')),
                    ('key', models.UUIDField(null=True, unique=True)),
                    ('channel', models.CharField(choices=[('web', 'Web'), ('whatsapp', 'WhatsApp'), ('counter', 'Counter'), ('telephone', 'Telephone')], max_length=10, verbose_name='channel')),
                    ('language', models.CharField(default='ur', max_length=2)),
                    ('text', ledger.encrypted_fields.SealedTextField(verbose_name='feedback text')),
                    ('phone', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='telephone')),
                    ('status', models.CharField(choices=[('new', 'New'), ('read', 'Read'), ('planned', 'Planned'), ('done', 'Done'), ('not_possible', 'Not possible')], default='new', max_length=12, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('said_en', models.CharField(blank=True, max_length=200, verbose_name='summary of the feedback, in English')),
                    ('said_ur', models.CharField(blank=True, max_length=200, verbose_name='summary of the feedback, in Urdu')),
                    ('said_roman', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='summary of the feedback, in Roman Urdu')),
                    ('answer_en', models.CharField(blank=True, max_length=600, verbose_name='answer in English')),
                    ('answer_ur', models.CharField(blank=True, max_length=600, verbose_name='answer in Urdu')),
                    ('answer_roman', models.CharField(blank=True, db_default='', default='', max_length=600, verbose_name='answer in Roman Urdu')),
                    ('received_at', models.DateTimeField(verbose_name='received')),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('phone_erased_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'feedback',
                    'verbose_name_plural': 'feedback',
                    'indexes': [models.Index(fields=['status', 'received_at', 'id'], name='feedback_by_status'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['published_at', 'id'], name='feedback_published')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__regex', '^[0-9]{10}$')), name='feedback_number_is_digits'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['done', 'not_possible', 'planned']), _negated=True), models.Q(models.Q(('answer_en', ''), _negated=True), models.Q(('answer_ur', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='feedback_answered_says_what'), models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('status__in', ['done', 'not_possible', 'planned']), models.Q(('said_en', ''), _negated=True), models.Q(('said_ur', ''), _negated=True), models.Q(('answer_en', ''), _negated=True), models.Q(('answer_ur', ''), _negated=True)), _connector='OR'), name='feedback_published_says_all')],
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='note', serialize=False, to='enquiries.verificationact')),
                    ('words', ledger.encrypted_fields.SealedTextField()),
                ],
            ),
            migrations.CreateModel(
                name='Talk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('school', models.CharField(max_length=160, verbose_name='school')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='district')),
                    ('held_on', models.DateField(verbose_name='day')),
                    ('officers', models.CharField(max_length=200, verbose_name='officers')),
                    ('pupils', models.PositiveIntegerField(verbose_name='pupils')),
                    ('poster', models.BooleanField(default=False, verbose_name="with the portal's poster")),
                    ('material', models.CharField(blank=True, max_length=160, verbose_name='other material')),
                    ('is_sample', models.BooleanField(default=False, verbose_name='invented for the demo')),
                    ('entered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('entered_at', models.DateTimeField()),
                    ('struck_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('struck_at', models.DateTimeField(null=True)),
                    ('struck_why', models.CharField(blank=True, max_length=200, verbose_name='reason for striking out')),
                ],
                options={
                    'verbose_name': 'school visit',
                    'verbose_name_plural': 'school visits',
                    'indexes': [models.Index(condition=models.Q(('struck_at', None)), fields=['district', 'held_on', 'id'], name='talk_by_district'), models.Index(fields=['held_on', 'id'], name='talk_by_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('pupils__range', (1, 5000))), name='talk_has_pupils'), models.CheckConstraint(condition=models.Q(models.Q(('struck_at', None), ('struck_why', '')), models.Q(('struck_at__isnull', False), models.Q(('struck_why', ''), _negated=True)), _connector='OR'), name='talk_struck_out_says_why')],
                },
            ),
            migrations.CreateModel(
                name='VerificationReading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verification', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='enquiries.verification')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['verification', 'posting', 'at'], name='verification_readings')],
                },
            ),
            migrations.CreateModel(
                name='FeedbackAct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('feedback', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='enquiries.feedback')),
                    ('seq', models.PositiveIntegerField()),
                    ('name', models.CharField(max_length=16)),
                    ('status', models.CharField(choices=[('new', 'New'), ('read', 'Read'), ('planned', 'Planned'), ('done', 'Done'), ('not_possible', 'Not possible')], max_length=12)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('feedback', 'seq'), name='feedback_act_in_turn')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feedbackact',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d61ffd553f291652675dfff26b95032a60331249', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_4a541', table='enquiries_feedbackact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feedbackact',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='f1300f91e67a9c4446dbf960e6094f98d7b67c20', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_cbd2b', table='enquiries_feedbackact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='verificationact',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='03be94b2a65ba4adffe23882f53de607200fd469', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_e60a9', table='enquiries_verificationact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='verificationact',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='1aa4e98b4853f4cf18daf8072719b9b74b3a181a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_50578', table='enquiries_verificationact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='verificationreading',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='318c7de68ef767091f470b11b09f1e87d97f6f1e', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_e57d8', table='enquiries_verificationreading', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='verificationreading',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='10aa75ef13352c72add795b3dbbac94d48feb553', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_49f91', table='enquiries_verificationreading', when='BEFORE')),
            ),
        ]),
    ]
