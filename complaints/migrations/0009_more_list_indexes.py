from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes for what a posting is charged with, and for rare facets of a region; made without a lock."""

    atomic = False

    dependencies = [
        ('accounts', '0001_initial'),
        ('complaints', '0008_former_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('reopened_reporter', None), _negated=True), fields=['reopened_reporter'], name='reopened_by_reporter'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('reopened_acceptor', None), _negated=True), fields=['reopened_acceptor'], name='reopened_by_acceptor'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('outcome', ''), _negated=True), fields=['region', 'outcome', 'due_at', 'id'], name='all_by_region_outcome'),
        ),
        AddIndexConcurrently(
            model_name='complaint',
            index=models.Index(condition=models.Q(('channel__in', ['counter', 'telephone', 'letter', 'partner'])), fields=['region', 'channel', 'due_at', 'id'], name='all_by_region_channel'),
        ),
    ]
