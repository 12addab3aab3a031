from django.db import migrations, transaction

CONTRIBUTION = """
    CREATE OR REPLACE FUNCTION tally_contribution(c complaints_complaint) RETURNS SETOF monitoring_tallydelta
    LANGUAGE sql STABLE AS $$
        SELECT
            NULL::bigint,
            1,
            (c.status IN ('received', 'marked', 'in_inquiry', 'awaiting_citizen', 'reported'))::int,
            coalesce(c.contact = 'confirmed' AND c.contacted_at <= c.contact_due_at, false)::int,
            (coalesce(c.contacted_at > c.contact_due_at, false)
             OR c.contact IN ('open', 'excused') AND c.contact_ran_out)::int,
            coalesce(c.reported_at <= c.report_due_at, false)::int,
            coalesce(c.reported_at > c.report_due_at, false)::int,
            (c.reported_at IS NOT NULL)::int,
            (c.cycle > 1)::int,
            (c.objected_at IS NOT NULL OR c.status = 'closed' AND c.ending IN ('confirmed', 'unanswered'))::int,
            (c.objected_at IS NOT NULL)::int,
            (c.verdict IN ('satisfied', 'not'))::int,
            (c.verdict = 'satisfied')::int,
            (c.received_at AT TIME ZONE 'Asia/Karachi')::date,
            c.region_id, c.district_id, c.division_id, c.circle_id, c.station_id, c.office_id,
            c.category_id, c.channel, c.status, c.outcome,
            CASE WHEN c.reported_at IS NOT NULL THEN
                floor(16 * ln(greatest(extract(epoch FROM c.reported_at - c.received_at) / 60, 1)::float8)
                      / ln(2::float8))::smallint
            END
        OFFSET 0 -- a fence: without it PostgreSQL 18 cannot plan these three functions in one another
    $$
"""

MEASURES = (
    *("received", "open", "contact_in_time", "contact_late", "report_in_time", "report_late", "reported"),
    *("reopened", "word_known", "denied", "rung", "satisfied"),
)
KEY = (
    *("day", "region", "district", "division", "circle", "station", "office"),
    *("category", "channel", "status", "outcome", "hours"),
)
BUILD = f"""
    INSERT INTO monitoring_tally (scope, grain, facet, since, value, {", ".join(MEASURES)})
    SELECT cell.scope, cell.grain, cell.facet, cell.since, cell.value,
           {", ".join(f"sum(added.{measure})" for measure in MEASURES)}
    FROM complaints_complaint AS complaint, LATERAL tally_contribution(complaint) AS added,
         LATERAL tally_cells({", ".join(f"added.{name}" for name in KEY)}) AS cell
    GROUP BY 1, 2, 3, 4, 5
"""


def build(apps, schema_editor):
    """One moment of a table that others go on writing to: what comes later waits among the deltas."""
    connection = schema_editor.connection
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("LOCK TABLE monitoring_tally IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM monitoring_tally")
        cursor.execute("DELETE FROM monitoring_tallydelta")
        cursor.execute(BUILD)


class Migration(migrations.Migration):
    """What has no report has no hours to it (`greatest` passes over a NULL); so all is tallied anew."""

    atomic = False

    dependencies = [
        ("monitoring", "0013_tallies_of_what_was_there"),
    ]

    operations = [
        migrations.RunSQL(CONTRIBUTION, migrations.RunSQL.noop),
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
