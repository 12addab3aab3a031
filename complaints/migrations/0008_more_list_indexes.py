from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes for what a posting is charged with; made without a lock."""

    atomic = False

    dependencies = [
        ('accounts', '0001_initial'),
        ('complaints', '0007_codes_by_browser'),
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
    ]
