from django.db import migrations

CONTRIBUTION = """
    CREATE FUNCTION tally_contribution(c complaints_complaint) RETURNS SETOF monitoring_tallydelta
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
                (c.reopened_line IS NULL)::int,
                (c.received_at AT TIME ZONE 'Asia/Karachi')::date,
                c.region_id, c.district_id, c.division_id, c.circle_id, c.station_id, c.office_id,
                c.category_id, c.channel, c.status, c.outcome,
                CASE WHEN c.reported_at IS NOT NULL THEN
                    floor(16 * ln(greatest(extract(epoch FROM c.reported_at - c.received_at) / 60, 1)::float8)
                          / ln(2::float8))::smallint
                END,
                ''
          UNION ALL
            SELECT
                NULL, 0, 0, 0, 0, 0, 0, 0,
                (c.cycle > 1)::int,
                (c.objected_at IS NOT NULL OR c.status = 'closed' AND c.ending IN ('confirmed', 'unanswered'))::int,
                (c.objected_at IS NOT NULL)::int,
                0, 0, 1,
                (c.received_at AT TIME ZONE 'Asia/Karachi')::date,
                c.reopened_line[1], c.reopened_line[2], c.reopened_line[3], c.reopened_line[4], c.reopened_line[5],
                c.reopened_line[6],
                c.category_id, c.channel, c.status, c.outcome, NULL,
                CASE
                    WHEN c.reopened_line[6] = c.office_id THEN ''
                    WHEN c.reopened_line[5] = c.station_id THEN 'station'
                    WHEN c.reopened_line[4] = c.circle_id THEN 'circle'
                    WHEN c.reopened_line[3] = c.division_id THEN 'division'
                    WHEN c.reopened_line[2] = c.district_id THEN 'district'
                    WHEN c.reopened_line[1] = c.region_id THEN 'region'
                    ELSE 'central'
                END
            WHERE c.reopened_line IS NOT NULL
        ) AS counted
        OFFSET 0 -- a fence: without it PostgreSQL 18 cannot plan these three functions in one another
    $$
"""

KEY = """
        day date, region bigint, district bigint, division bigint, circle bigint, station bigint, office bigint,
        category bigint, channel varchar, status varchar, outcome varchar, hours smallint, moved_to varchar
"""

ENTRIES = f"""
    CREATE FUNCTION tally_entries({KEY})
    RETURNS TABLE (grain varchar, facet varchar, since date, value varchar) LANGUAGE sql STABLE AS $$
        SELECT span.grain, entry.facet, span.since, entry.value
        FROM (VALUES ('day'::varchar, $1), ('month', date_trunc('month', $1::timestamp)::date)) AS span (grain, since),
             (VALUES (''::varchar, ''::varchar), ('category', $8::varchar), ('channel', $9), ('status', $10),
                     ('outcome', $11), ('hours', $12::varchar), ('moved_to', $13)) AS entry (facet, value)
        WHERE entry.facet = '' OR entry.value <> ''
      UNION ALL
        SELECT 'ever', 'status', '0001-01-01'::date, $10
    $$
"""

# Level 0 is the complaint's own office, if it is none of the five above: a unit, or the Central Police Office, which as
# a scope has only its own complaints (PROVINCE has all).
CELLS = f"""
    CREATE FUNCTION tally_cells({KEY})
    RETURNS TABLE (scope bigint, grain varchar, facet varchar, since date, value varchar) LANGUAGE sql STABLE AS $$
        SELECT office.scope, entry.grain, entry.facet, entry.since, entry.value
        FROM tally_entries($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS entry,
             (VALUES (0::bigint, 6), ($2, 5), ($3, 4), ($4, 3), ($5, 2), ($6, 1),
                     (CASE WHEN $7 = ANY(ARRAY[$2, $3, $4, $5, $6]) THEN NULL ELSE $7 END, 0)) AS office (scope, level)
        WHERE office.scope IS NOT NULL AND (entry.facet <> 'moved_to' OR office.level
            < array_position(ARRAY['station', 'circle', 'division', 'district', 'region', 'central'], entry.value::text))
      UNION ALL
        SELECT $7, 'own', 'status', '0001-01-01'::date, $10
    $$
"""

PENDING_OF = """
    CREATE FUNCTION pending_of(c complaints_complaint) RETURNS SETOF monitoring_pending LANGUAGE sql STABLE AS $$
        SELECT
            c.id, c.received_at, c.region_id, c.district_id, c.division_id, c.circle_id, c.station_id, c.office_id,
            clocks.due_at,
            CASE WHEN contact.is_open AND NOT c.contact_ran_out AND c.contact_due_at IS NOT NULL
                      AND clocks.contact IS NOT NULL
                 THEN greatest(c.contact_due_at, clocks.contact) END,
            CASE WHEN contact.is_open AND c.contact_ran_out THEN c.contact_due_at END,
            clocks.report,
            (coalesce(c.reported_at <= c.report_due_at, false)::int
             - coalesce(c.reported_at > c.report_due_at, false)::int)::smallint
        FROM (SELECT min(due_at), min(due_at) FILTER (WHERE clock = 'contact'), min(due_at) FILTER (WHERE clock = 'report')
              FROM complaints_runningclock
              WHERE complaint_id = c.id AND clock IN ('contact', 'report', 'decision')) AS clocks (due_at, contact, report),
             (SELECT c.contact = 'open' AND NOT coalesce(c.contacted_at > c.contact_due_at, false)) AS contact (is_open)
        WHERE c.status IN ('received', 'marked', 'in_inquiry', 'awaiting_citizen', 'reported')
    $$
"""

# Deltas are inserted and deleted all the time, and every board reads all of them. Rows of tallies are updated in place.
# A board counts pending rows with index-only scans, which are fast while the visibility map is up to date. Vacuuming
# after every hundred changed rows takes a thirtieth of a second.
STORAGE = """
    ALTER TABLE monitoring_tallydelta
        SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_threshold = 1000000);
    ALTER TABLE monitoring_tally SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
    ALTER TABLE monitoring_pending
        SET (fillfactor = 80, autovacuum_analyze_scale_factor = 0.05,
             autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100,
             autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100);
"""


class Migration(migrations.Migration):
    """The SQL functions that the triggers of tallies and pending rows call, and the storage of those tables.

    `tally_contribution`: what one complaint adds, as a delta. `tally_entries`: the grains, facets and values to which a
    delta adds. `tally_cells`: the rows of the tallies to which a delta adds. `pending_of`: the pending row of an open
    complaint. The columns of the first and the last are those of their tables, in the same order.
    See monitoring/tallies/__init__.py.
    """

    dependencies = [
        ("monitoring", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(CONTRIBUTION, "DROP FUNCTION tally_contribution"),
        migrations.RunSQL(ENTRIES, "DROP FUNCTION tally_entries"),
        migrations.RunSQL(CELLS, "DROP FUNCTION tally_cells"),
        migrations.RunSQL(PENDING_OF, "DROP FUNCTION pending_of"),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
    ]
