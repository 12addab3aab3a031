import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Once a complaint was reopened, it counts in two places: where it is, and where the office that answers for it stands.
CONTRIBUTION = """
    CREATE OR REPLACE FUNCTION tally_contribution(c complaints_complaint) RETURNS SETOF monitoring_tallydelta
    LANGUAGE sql STABLE AS $$
        SELECT counted.* FROM (
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
                (c.reopened_line IS NULL AND c.cycle > 1)::int,
                (c.reopened_line IS NULL AND (c.objected_at IS NOT NULL
                 OR c.status = 'closed' AND c.ending IN ('confirmed', 'unanswered')))::int,
                (c.reopened_line IS NULL AND c.objected_at IS NOT NULL)::int,
                (c.verdict IN ('satisfied', 'not'))::int,
                (c.verdict = 'satisfied')::int,
                (c.received_at AT TIME ZONE 'Asia/Karachi')::date,
                c.region_id, c.district_id, c.division_id, c.circle_id, c.station_id, c.office_id,
                c.category_id, c.channel, c.status, c.outcome,
                CASE WHEN c.reported_at IS NOT NULL THEN
                    floor(16 * ln(greatest(extract(epoch FROM c.reported_at - c.received_at) / 60, 1)::float8)
                          / ln(2::float8))::smallint
                END,
                (c.reopened_line IS NULL)::int
          UNION ALL
            SELECT
                NULL, 0, 0, 0, 0, 0, 0, 0,
                (c.cycle > 1)::int,
                (c.objected_at IS NOT NULL OR c.status = 'closed' AND c.ending IN ('confirmed', 'unanswered'))::int,
                (c.objected_at IS NOT NULL)::int,
                0, 0,
                (c.received_at AT TIME ZONE 'Asia/Karachi')::date,
                c.reopened_line[1], c.reopened_line[2], c.reopened_line[3], c.reopened_line[4], c.reopened_line[5],
                c.reopened_line[6],
                c.category_id, c.channel, c.status, c.outcome, NULL, 1
            WHERE c.reopened_line IS NOT NULL
        ) AS counted
        OFFSET 0 -- a fence: without it PostgreSQL 18 cannot plan these three functions in one another
    $$
"""

REBUILD = """
    DELETE FROM monitoring_tallydelta;
    DELETE FROM monitoring_tally;
    INSERT INTO monitoring_tally (scope, grain, facet, since, value, {measures})
    SELECT cell.scope, cell.grain, cell.facet, cell.since, cell.value, {sums}
    FROM complaints_complaint AS complaint, LATERAL tally_contribution(complaint) AS added,
         LATERAL tally_cells({key}) AS cell
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
MEASURES = (
    *("received", "open", "contact_in_time", "contact_late", "report_in_time", "report_late", "reported"),
    *("reopened", "word_known", "denied", "rung", "satisfied", "accountable"),
)
KEYS = (
    *("day", "region", "district", "division", "circle", "station", "office"),
    *("category", "channel", "status", "outcome", "hours"),
)
REBUILD = REBUILD.format(
    measures=", ".join(MEASURES),
    sums=", ".join(f"sum(added.{measure})" for measure in MEASURES),
    key=", ".join(f"added.{name}" for name in KEYS),
)


class Migration(migrations.Migration):
    """Count what was reopened, and what the citizen says is not solved, for the office that answers for it."""

    dependencies = [
        ('complaints', '0005_reopened_line'),
        ('monitoring', '0005_grounds_delivered'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='talliedcomplaint',
            name='tally_new',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='talliedcomplaint',
            name='tally_gone',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='talliedcomplaint',
            name='tally_changed',
        ),
        migrations.AddField(
            model_name='tally',
            name='accountable',
            field=models.IntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name='tallydelta',
            name='accountable',
            field=models.IntegerField(db_default=0),
        ),
        migrations.RunSQL(CONTRIBUTION, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='talliedcomplaint',
            trigger=pgtrigger.compiler.Trigger(name='tally_new', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied, accountable)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable) FROM (SELECT 1 AS sign, added.* FROM came AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='98dd6cae45bb660ca9005197734e9dc0e94a9682', level='STATEMENT', operation='INSERT', pgid='pgtrigger_tally_new_4c1df', referencing='REFERENCING NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talliedcomplaint',
            trigger=pgtrigger.compiler.Trigger(name='tally_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied, accountable)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable) FROM (SELECT -1 AS sign, added.* FROM went AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='4504acbdd59e854a2db67349af55b0619976230f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_tally_gone_e323b', referencing='REFERENCING OLD TABLE AS went ', table='complaints_complaint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talliedcomplaint',
            trigger=pgtrigger.compiler.Trigger(name='tally_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied, accountable)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable) FROM (SELECT -1 AS sign, added.* FROM went AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added UNION ALL SELECT 1 AS sign, added.* FROM came AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='60500e688af2ce4da39bf12caf262b1242f7c6ca', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_tally_changed_584a1', referencing='REFERENCING OLD TABLE AS went  NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
        ),
        migrations.RunSQL(REBUILD, migrations.RunSQL.noop),
    ]
