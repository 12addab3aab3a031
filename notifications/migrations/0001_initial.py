import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveredMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20)),
                ('address', models.CharField(max_length=254)),
                ('subject', models.CharField(blank=True, default='', max_length=200)),
                ('text', models.TextField()),
                ('language', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(max_length=80)),
                ('template', models.CharField(max_length=80)),
                ('context', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('dedupe_key', models.CharField(max_length=200, null=True)),
                ('created_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('claimed_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('held', models.BooleanField(db_default=False, default=False)),
                ('sent_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=200)),
                ('channel', models.CharField(blank=True, default='', max_length=20)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['not_before', 'id'], name='message_due'), models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['recipient', 'id'], name='message_turn'), models.Index(condition=models.Q(('recipient__startswith', 'posting:')), fields=['recipient', 'created_at'], name='message_of_posting'), models.Index(condition=models.Q(('given_up_at__isnull', False)), fields=['-given_up_at'], name='message_given_up')],
                'constraints': [models.UniqueConstraint(fields=('dedupe_key',), name='message_dedupe_key_once', opclasses=['varchar_pattern_ops']), models.CheckConstraint(condition=models.Q(('recipient__regex', '^[a-z_]+:[1-9][0-9]*$')), name='message_recipient_is_a_reference'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('given_up_at__isnull', True), _connector='OR'), name='message_not_both_sent_and_given_up')],
            },
        ),
    ]
