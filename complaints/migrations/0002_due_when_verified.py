"""Accepted reports are listed by the deadline of their verification, which their rows show, not by the decision's."""

from django.db import migrations

DUE = """
    UPDATE complaints_complaint SET due_at = clock.due_at
    FROM complaints_runningclock AS clock
    WHERE clock.complaint_id = complaints_complaint.id AND clock.clock = 'verify'
        AND NOT EXISTS (
            SELECT 1 FROM complaints_runningclock AS promised
            WHERE promised.complaint_id = complaints_complaint.id
                AND promised.clock IN ('contact', 'report', 'decision')
        )
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [migrations.RunSQL(DUE, migrations.RunSQL.noop)]
