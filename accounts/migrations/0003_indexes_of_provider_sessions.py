from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('accounts', '0002_single_sign_on'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='desksession',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['identity'], name='desk_session_of_identity'),
        ),
        AddIndexConcurrently(
            model_name='desksession',
            index=models.Index(condition=models.Q(('ended_at', None), models.Q(('provider_session', ''), _negated=True)), fields=['provider_session'], name='desk_session_of_provider'),
        ),
    ]
