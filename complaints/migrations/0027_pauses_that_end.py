from django.db import migrations, models

# Of what waits for an answer now: its last pause ends when the share that the round has left is used up.
FILL = """
    UPDATE complaints_complaint AS complaint
    SET pause_ends_at = paused.ended_at + GREATEST(paused."limit" * policy.pause_share - COALESCE(
        (SELECT sum(again.started_at - stood.ended_at)
         FROM complaints_clockrun AS stood
         JOIN LATERAL (SELECT next.started_at FROM complaints_clockrun AS next
                       WHERE next.complaint_id = stood.complaint_id AND next.clock = 'report'
                         AND next.cycle = stood.cycle AND next.id > stood.id
                       ORDER BY next.started_at, next.id LIMIT 1) AS again ON true
         WHERE stood.complaint_id = complaint.id AND stood.clock = 'report' AND stood.cycle = complaint.cycle
           AND stood.why = 'paused'), interval '0'), interval '0')
    FROM complaints_policy AS policy,
         LATERAL (SELECT run.* FROM complaints_clockrun AS run WHERE run.clock = 'report') AS paused
    WHERE policy.id = complaint.policy_id AND complaint.status = 'awaiting_citizen'
      AND paused.complaint_id = complaint.id AND paused.cycle = complaint.cycle AND paused.why = 'paused'
      AND NOT EXISTS (SELECT 1 FROM complaints_clockrun AS later
                      WHERE later.complaint_id = complaint.id AND later.clock = 'report'
                        AND later.cycle = complaint.cycle AND later.id > paused.id)
"""


class Migration(migrations.Migration):
    """When a pause is used up stands on the row, so that the job which ends pauses reads those alone."""

    dependencies = [
        ("complaints", "0026_owed_clocks"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="pause_ends_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("pause_ends_at", None), _negated=True),
                fields=["pause_ends_at"],
                name="pause_to_end",
            ),
        ),
    ]
