from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_a_session_runs_out")]

    operations = [
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                name="posting_does_not_end_before_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
        ),
        migrations.RemoveConstraint(model_name="posting", name="posting_ends_after_it_starts"),
        migrations.AlterField(
            model_name="staffact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recorded", "recorded"),
                    ("invited", "invited to set a password"),
                    ("factor_reset", 'second factor removed'),
                    ("deactivated", 'sign-in blocked'),
                    ("reactivated", 'sign-in allowed again'),
                    ("corrected", "officer's record changed"),
                    ("posted", "posted"),
                    ("ended", "a posting ended"),
                    ("called_off", 'posting cancelled before it began'),
                    ("role_asked", 'requested a role that needs two administrators'),
                    ("role_confirmed", 'confirmed a role that needs two administrators'),
                    ("role_refused", 'refused a role that needs two administrators'),
                    ("policy", 'time limits of a category changed'),
                    ("category", "a category changed"),
                    ("office", 'office location or destination of its complaints changed'),
                ],
                max_length=16,
                verbose_name='action',
            ),
        ),
    ]
