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
                    ("factor_reset", "second factor taken away"),
                    ("deactivated", "may not sign in any more"),
                    ("reactivated", "may sign in again"),
                    ("corrected", "what is recorded of an officer changed"),
                    ("posted", "posted"),
                    ("ended", "a posting ended"),
                    ("called_off", "a posting called off before it began"),
                    ("role_asked", "asked for a role that two administrators give"),
                    ("role_confirmed", "confirmed a role that two administrators give"),
                    ("role_refused", "refused a role that two administrators give"),
                    ("policy", "limits of a category changed"),
                    ("category", "a category changed"),
                    ("office", "where an office stands or sends complaints changed"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
    ]
