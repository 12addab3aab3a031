from django.db import migrations, models

SAID = """
    UPDATE complaints_complaint AS complaint SET verdict = said.verdict
    FROM (SELECT DISTINCT ON (complaint_id) complaint_id, body::jsonb -> 'facts' ->> 'verdict' AS verdict
          FROM complaints_event WHERE kind = 'verify' ORDER BY complaint_id, seq DESC) AS said
    WHERE said.complaint_id = complaint.id AND complaint.verified_at IS NOT NULL AND said.verdict IS NOT NULL
"""
DENIED = """
    UPDATE complaints_complaint AS complaint SET objected_at = denied.at
    FROM (SELECT complaint_id, max(at) AS at FROM complaints_event
          WHERE kind IN ('object', 'appeal') GROUP BY complaint_id) AS denied
    WHERE denied.complaint_id = complaint.id
"""
RAN_OUT = """
    UPDATE complaints_complaint AS complaint SET contact_ran_out = true
    FROM complaints_clockrun AS run
    WHERE run.complaint_id = complaint.id AND run.clock = 'contact' AND run.cycle = complaint.cycle
      AND run.ended_at > run.started_at + run.budget
"""


class Migration(migrations.Migration):
    """What boards count stands on the row: what the complainant said of the report, that they denied to be helped, and
    that nobody was reached in time."""

    dependencies = [
        ("complaints", "0028_what_a_clock_was_given"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[
                    ("satisfied", "Satisfied"),
                    ("not", "Not satisfied"),
                    ("unreachable", "Not reached in three calls on two days"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="objected_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="complaint",
            name="contact_ran_out",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("about_police", True)), fields=["place"], name="against_a_station"
            ),
        ),
        migrations.RunSQL(SAID, migrations.RunSQL.noop),
        migrations.RunSQL(DENIED, migrations.RunSQL.noop),
        migrations.RunSQL(RAN_OUT, migrations.RunSQL.noop),
    ]
