import django.db.models.deletion
import ledger.encrypted_fields
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('complaints', '0001_initial'),
    ]

    operations = [
        RenderOnce([
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
                name='OwnComplaint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own', to='whatsapp.chat')),
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('wants_news', models.BooleanField(default=False)),
                    ('mark', models.BinaryField(db_default=b'', default=b'', max_length=16)),
                ],
                options={
                    'verbose_name': 'complaint made by WhatsApp',
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
                name='Sending',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='whatsapp.chat')),
                    ('update', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='whatsapp.update')),
                    ('place', models.PositiveSmallIntegerField(default=0)),
                    ('message', models.BigIntegerField(null=True)),
                    ('payload', ledger.encrypted_fields.SealedTextField(blank=True)),
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
                    'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['chat', 'id'], name='wa_sending_due'), models.Index(condition=models.Q(('api_id', b''), _negated=True), fields=['api_id'], name='wa_sending_api')],
                    'constraints': [models.UniqueConstraint(fields=('update', 'place'), name='wa_sending_once_a_turn')],
                },
            ),
        ]),
    ]
