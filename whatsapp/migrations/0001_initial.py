import django.contrib.postgres.fields
import django.db.models.deletion
import ledger.encrypted_fields
import pgtrigger.compiler
import pgtrigger.migrations
import whatsapp.models.handover
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('complaints', '0001_initial'),
        ('notices', '0001_initial'),
    ]

    operations = [
        RenderOnce([
            migrations.CreateModel(
                name='ChatSentence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(editable=False, max_length=60, unique=True, verbose_name='name')),
                    ('text_en', models.TextField(blank=True, verbose_name='English')),
                    ('text_ur', models.TextField(blank=True, verbose_name='Urdu')),
                    ('text_roman', models.TextField(blank=True, verbose_name='Roman Urdu')),
                    ('edited_at', models.DateTimeField(editable=False, null=True, verbose_name='edited at')),
                ],
                options={
                    'verbose_name': 'sentence of the chat',
                    'verbose_name_plural': 'sentences of the chat',
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='AccountEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.BinaryField(max_length=16, unique=True)),
                    ('part', models.CharField(choices=[('template', 'Template'), ('quality', 'Quality of a template'), ('number', 'Quality of our number'), ('account', 'Account'), ('access', 'Access to the API')], max_length=16, verbose_name='part')),
                    ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                    ('code', models.CharField(max_length=60, verbose_name='what Meta says')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ('is_trouble', models.BooleanField(verbose_name='needs action')),
                    ('told_at', models.DateTimeField(verbose_name='time at Meta')),
                    ('received_at', models.DateTimeField(verbose_name='received at')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ],
                options={
                    'verbose_name': 'WhatsApp account event',
                    'verbose_name_plural': 'WhatsApp account events',
                    'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['part', 'subject'], name='wa_account_event_now')],
                },
            ),
            migrations.CreateModel(
                name='Chat',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('user_id', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('user_index', models.BinaryField(default=b'', max_length=16)),
                    ('phone', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('phone_index', models.BinaryField(default=b'', max_length=16)),
                    ('number_is_proved', models.BooleanField(db_default=True, default=True)),
                    ('moved_to', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', default='')),
                    ('moved_to_index', models.BinaryField(db_default=b'', default=b'', max_length=16)),
                    ('sealed_state', ledger.encrypted_fields.SealedTextField(default='{}')),
                    ('heard_at', models.DateTimeField(null=True)),
                    ('welcome', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'WhatsApp chat',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('user_index', b''), _negated=True), fields=('user_index',), name='wa_chat_one_a_user'), models.UniqueConstraint(condition=models.Q(('phone_index', b''), _negated=True), fields=('phone_index',), name='wa_chat_one_a_phone'), models.CheckConstraint(condition=models.Q(models.Q(('user_index', b''), _negated=True), models.Q(('phone_index', b''), _negated=True), _connector='OR'), name='wa_chat_is_somebodys')],
                },
            ),
            migrations.CreateModel(
                name='Handover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='handovers', to='whatsapp.chat')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('complaint', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('about', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                    ('hidden_offices', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                    ('hidden_officers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                    ('reason', models.CharField(choices=[('requested', 'Asked for an operator'), ('misunderstood', 'Was not understood twice')], max_length=14)),
                    ('in_danger', models.BooleanField(default=False)),
                    ('is_live', models.BooleanField(default=True)),
                    ('began_at', models.DateTimeField()),
                    ('waiting_since', models.DateTimeField(null=True)),
                    ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('holder_active_at', models.DateTimeField(null=True)),
                    ('call_back_at', models.DateTimeField(null=True)),
                    ('wants_call', models.BooleanField(null=True)),
                    ('failed_calls', models.PositiveSmallIntegerField(default=0)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_why', models.CharField(blank=True, choices=[('handed_back', 'Handed back'), ('left', 'The person went on without an operator'), ('called', 'Called'), ('not_reached', 'Not reached by telephone'), ('declined', 'The person did not want a call'), ('expired', 'Nobody wrote any more'), ('erased', 'The chat was erased')], default='', max_length=12)),
                    ('texts_erased_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'chat with an operator',
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['office'], name='wa_handover_inbox'), models.Index(condition=models.Q(('texts_erased_at', None)), fields=['ended_at'], name='wa_handover_texts')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('chat',), name='wa_handover_one_open'), models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('ended_why', ''), _negated=True), _connector='OR'), name='wa_handover_end'), models.CheckConstraint(condition=models.Q(('holder', None), ('ended_at', None), _connector='OR'), name='wa_handover_held_is_open')],
                },
            ),
            migrations.CreateModel(
                name='HandoverLine',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='whatsapp.handover')),
                    ('kind', models.CharField(choices=[('person', 'Message of the person'), ('operator', 'Message of the operator'), ('began', 'Waits for an operator'), ('taken', 'Taken'), ('released', 'Put back into the waiting list'), ('returned', 'Returned to the waiting list: the operator was away'), ('moved', 'Passed to another complaint cell'), ('danger', 'Words of danger: the helplines were sent'), ('offered', 'Nobody was on duty: a call was offered'), ('call_agreed', 'Wants to be called'), ('call_failed', 'Called, not reached'), ('called', 'Called and spoken to'), ('ended', 'Ended'), ('read', 'Opened')], max_length=12)),
                    ('at', models.DateTimeField()),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('media', models.CharField(blank=True, default='', max_length=8)),
                    ('text', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                    ('sending', models.BigIntegerField(null=True)),
                    ('evidence', models.UUIDField(null=True)),
                ],
                options={
                    'verbose_name': 'entry of a chat with an operator',
                },
            ),
            migrations.CreateModel(
                name='InboxHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('week', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(blank=True), default=whatsapp.models.handover.default_week)),
                    ('calendar', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.workingcalendar')),
                    ('changed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': "hours of a complaint cell's inbox",
                    'constraints': [models.CheckConstraint(condition=models.Q(('week__len', 7)), name='wa_inbox_hours_seven_days')],
                },
            ),
            migrations.CreateModel(
                name='Media',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='media', to='whatsapp.chat')),
                    ('draft', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.draft')),
                    ('complaint', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('by_officers_key', models.BooleanField(db_default=False, default=False)),
                    ('asked', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('evidence', models.UUIDField(unique=True)),
                    ('media_id', ledger.encrypted_fields.SealedTextField()),
                    ('media_type', models.CharField(blank=True, max_length=100)),
                    ('name', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('created_at', models.DateTimeField()),
                    ('not_before', models.DateTimeField()),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('fetched_at', models.DateTimeField(null=True)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('refused_because', models.CharField(blank=True, max_length=24)),
                ],
                options={
                    'verbose_name': 'file sent by WhatsApp',
                    'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['not_before', 'id'], name='wa_media_due')],
                },
            ),
            migrations.CreateModel(
                name='NoticeBroadcast',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.notice')),
                    ('started_at', models.DateTimeField()),
                    ('recipients', models.PositiveIntegerField(default=0)),
                    ('stopped_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'alert sent by WhatsApp',
                    'indexes': [models.Index(condition=models.Q(('stopped_at__isnull', True)), fields=['notice'], name='wa_broadcast_running')],
                },
            ),
            migrations.CreateModel(
                name='NoticeSubscription',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_subscriptions', to='whatsapp.chat')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('asked_at', models.DateTimeField()),
                    ('stopped_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'consent to alerts',
                    'constraints': [models.UniqueConstraint(fields=('chat', 'district'), name='wa_alerts_once_a_district')],
                },
            ),
            migrations.CreateModel(
                name='OwnComplaint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own', to='whatsapp.chat')),
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('wants_news', models.BooleanField(default=False)),
                    ('news_stopped_at', models.DateTimeField(null=True)),
                    ('mark', models.BinaryField(db_default=b'', default=b'', max_length=16)),
                ],
                options={
                    'verbose_name': 'complaint made by WhatsApp',
                },
            ),
            migrations.CreateModel(
                name='StepCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('dialog', models.CharField(max_length=40)),
                    ('step', models.CharField(max_length=40)),
                    ('language', models.CharField(max_length=8)),
                    ('reached', models.PositiveIntegerField(default=0)),
                    ('answered', models.PositiveIntegerField(default=0)),
                    ('misunderstood', models.PositiveIntegerField(default=0)),
                    ('left', models.PositiveIntegerField(default=0)),
                    ('handed_over', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'verbose_name': 'count of a chat question',
                    'constraints': [models.UniqueConstraint(fields=('day', 'dialog', 'step', 'language'), name='wa_step_counted_once')],
                },
            ),
            migrations.CreateModel(
                name='Update',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('key', models.BinaryField(max_length=16, unique=True)),
                    ('sender', models.BinaryField(max_length=16)),
                    ('is_status', models.BooleanField(default=False)),
                    ('told_at', models.BigIntegerField(default=0)),
                    ('payload', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('received_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('aside', 'Set aside')], default='waiting', max_length=8, verbose_name='state')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('trouble', models.CharField(blank=True, max_length=200, verbose_name='what went wrong')),
                    ('done_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'WhatsApp update',
                    'verbose_name_plural': 'WhatsApp updates',
                    'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['sender', 'told_at', 'id'], name='wa_update_turn'), models.Index(condition=models.Q(('state', 'aside')), fields=['-id'], name='wa_update_aside'), models.Index(condition=models.Q(('state', 'done')), fields=['done_at'], name='wa_update_over')],
                },
            ),
            migrations.CreateModel(
                name='Sending',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='whatsapp.chat')),
                    ('update', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='whatsapp.update')),
                    ('place', models.PositiveSmallIntegerField(default=0)),
                    ('message', models.BigIntegerField(null=True)),
                    ('payload', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('answers_id', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', default='')),
                    ('receipt_of', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('created_at', models.DateTimeField()),
                    ('not_before', models.DateTimeField()),
                    ('claimed_until', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('api_id', models.BinaryField(default=b'', max_length=16)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('given_up_at', models.DateTimeField(null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted by WhatsApp'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('read', 'Read'), ('failed', 'Failed')], max_length=10, verbose_name='delivery status')),
                    ('code', models.IntegerField(null=True, verbose_name='error code')),
                ],
                options={
                    'verbose_name': 'WhatsApp message',
                    'verbose_name_plural': 'WhatsApp messages',
                    'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['chat', 'id'], name='wa_sending_due'), models.Index(condition=models.Q(('message__isnull', False), ('outcome__in', ['accepted', 'sent'])), fields=['sent_at'], name='wa_sending_undelivered'), models.Index(condition=models.Q(('api_id', b''), _negated=True), fields=['api_id'], name='wa_sending_api')],
                    'constraints': [models.UniqueConstraint(fields=('update', 'place'), name='wa_sending_once_a_turn')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='handoverline',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e6df040f40771e27a57c8e0aa8fad84b76d7a954', operation='DELETE', pgid='pgtrigger_never_deleted_ffa2c', table='whatsapp_handoverline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='handoverline',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='2d7e4c1f94c636cfafd3f88a7d52f6f816227383', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_794fd', table='whatsapp_handoverline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='handoverline',
                trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.text = '' AND to_jsonb(OLD) - ARRAY['text'] = to_jsonb(NEW) - ARRAY['text']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5152bb9ce3cb36066f21c18b9e1ee20a403434df', operation='UPDATE', pgid='pgtrigger_only_emptied_c927f', table='whatsapp_handoverline', when='BEFORE')),
            ),
        ]),
    ]
