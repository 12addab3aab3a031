import django.db.models.deletion
import ledger.encrypted_fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('complaints', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='IncomingMail',
            fields=[
                ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=16, unique=True)),
                ('sender', models.BinaryField(default=b'', max_length=16)),
                ('address', ledger.encrypted_fields.SealedTextField(blank=True)),
                ('message_id', ledger.encrypted_fields.SealedTextField(blank=True)),
                ('refused_files', ledger.encrypted_fields.SealedTextField(blank=True)),
                ('language', models.CharField(default='ur', max_length=10)),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('expires_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('aside', 'Set aside')], default='waiting', max_length=8, verbose_name='state')),
                ('not_before', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('trouble', models.CharField(blank=True, max_length=200, verbose_name='what went wrong')),
                ('outcome', models.CharField(blank=True, choices=[('', 'None'), ('offered', 'Offered'), ('added', 'Added'), ('not_added', 'Not Added'), ('automatic', 'Automatic'), ('returned', 'Returned'), ('too_large', 'Too Large')], default='', max_length=10)),
                ('is_too_large', models.BooleanField(default=False)),
                ('thread', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='mail_intake.incomingmail')),
                ('draft_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incoming_mails', to='complaints.complaint')),
                ('answer', models.CharField(blank=True, choices=[('continue', 'Continue'), ('not_added', 'Not Added'), ('added', 'Added'), ('files_refused', 'Files Refused'), ('too_large', 'Too Large')], default='', max_length=16)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'e-mail',
                'verbose_name_plural': 'e-mails',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['id'], name='mail_waiting'), models.Index(condition=models.Q(('state', 'aside')), fields=['-id'], name='mail_aside'), models.Index(condition=models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', True)), fields=['id'], name='mail_unanswered'), models.Index(condition=models.Q(('answered_at__isnull', False)), fields=['sender', 'answered_at'], name='mail_answers_of'), models.Index(condition=models.Q(('answered_at__isnull', False)), fields=['answered_at'], name='mail_answers'), models.Index(fields=['expires_at'], name='mail_expiring')],
            },
        ),
    ]
