from django.conf import settings
from django.db import migrations, models

import complaints.rules.guards
import complaints.rules.statuses


class Migration(migrations.Migration):
    """Whom the complaint cells have to ring is found among the few rows that wait, whatever the size of the table."""

    dependencies = [
        ("accounts", "0003_sessions_and_administration"),
        ("complaints", "0015_limits_that_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="complainant",
            index=models.Index(
                condition=models.Q(("wants_calls", True)), fields=["id"], name="complainant_wants_calls"
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("contact", complaints.rules.guards.Contact["CLAIMED"])),
                fields=["id"],
                name="contact_claimed",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("withdrawal_asked_at", None), _negated=True),
                fields=["withdrawal_asked_at"],
                name="withdrawal_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("status", complaints.rules.statuses.Status["REPORTED"]), ("verified_at", None)),
                fields=["reported_at"],
                name="report_to_verify",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(
                    ("contact", complaints.rules.guards.Contact["OPEN"]),
                    ("status", complaints.rules.statuses.Status["MARKED"]),
                ),
                fields=["id"],
                name="marked_uncontacted",
            ),
        ),
    ]
