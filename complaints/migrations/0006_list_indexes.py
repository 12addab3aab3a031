from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes for lists of what few complaints have, and of an incident place; made without a lock."""

    atomic = False

    dependencies = [
        ('accounts', '0001_initial'),
        ('complaints', '0005_reopened_line'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('verdict', ''), _negated=True), fields=['verdict', 'due_at', 'id'], name='asked_by_province'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('outcome', ''), _negated=True), fields=['outcome', 'due_at', 'id'], name='all_by_outcome'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('outcome', ''), _negated=True), fields=['district', 'outcome', 'due_at', 'id'], name='all_by_district_outcome'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('channel__in', ['counter', 'telephone', 'letter', 'partner'])), fields=['channel', 'due_at', 'id'], name='all_by_channel'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('channel__in', ['counter', 'telephone', 'letter', 'partner'])), fields=['district', 'channel', 'due_at', 'id'], name='all_by_district_channel'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('reopened_line', None), _negated=True), fields=['due_at', 'id'], name='reopened_by_province'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(fields=['place', 'due_at', 'id'], name='all_by_place'),
        ),
    ]
