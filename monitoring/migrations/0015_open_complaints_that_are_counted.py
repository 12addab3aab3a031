import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

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

# Rows come and go, and a board's counts come from the index alone where the visibility map is fresh.
TUNED = """
    ALTER TABLE monitoring_pending SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02,
        autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)
"""


class Migration(migrations.Migration):
    """A narrow row for each open complaint, and the triggers that keep it; what is open already follows in the next."""

    dependencies = [
        ('complaints', '0029_citizens_word'),
        ('monitoring', '0014_hours_of_reports_alone'),
    ]

    operations = [
        migrations.CreateModel(
            name='PendingClock',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('complaints.runningclock',),
        ),
        migrations.CreateModel(
            name='PendingComplaint',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('complaints.complaint',),
        ),
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('complaint', models.BigIntegerField(primary_key=True, serialize=False)),
                ('received_at', models.DateTimeField()),
                ('region', models.BigIntegerField(null=True)),
                ('district', models.BigIntegerField(null=True)),
                ('division', models.BigIntegerField(null=True)),
                ('circle', models.BigIntegerField(null=True)),
                ('station', models.BigIntegerField(null=True)),
                ('office', models.BigIntegerField()),
                ('due_at', models.DateTimeField(null=True)),
                ('contact_late_from', models.DateTimeField(null=True)),
                ('contact_more_until', models.DateTimeField(null=True)),
                ('report_late_from', models.DateTimeField(null=True)),
                ('report_stood', models.SmallIntegerField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], include=('complaint', 'region', 'district', 'office', 'received_at', 'contact_late_from', 'report_late_from', 'report_stood'), name='pending_by_due'), models.Index(fields=['district', 'due_at'], name='pending_by_district'), models.Index(fields=['received_at'], include=('complaint', 'region'), name='pending_by_received'), models.Index(condition=models.Q(('contact_more_until__isnull', False)), fields=['contact_more_until'], name='pending_with_more_time')],
            },
        ),
        migrations.RunSQL(PENDING_OF, "DROP FUNCTION pending_of"),
        migrations.RunSQL(TUNED, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingclock',
            trigger=pgtrigger.compiler.Trigger(name='pending_begun', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO monitoring_pending\n        SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told\n        WHERE complaint.id IN (SELECT complaint_id FROM came WHERE clock IN ('contact', 'decision', 'report')) \n    ON CONFLICT (complaint) DO UPDATE SET received_at = EXCLUDED.received_at, region = EXCLUDED.region, district = EXCLUDED.district, division = EXCLUDED.division, circle = EXCLUDED.circle, station = EXCLUDED.station, office = EXCLUDED.office, due_at = EXCLUDED.due_at, contact_late_from = EXCLUDED.contact_late_from, contact_more_until = EXCLUDED.contact_more_until, report_late_from = EXCLUDED.report_late_from, report_stood = EXCLUDED.report_stood\n    WHERE monitoring_pending IS DISTINCT FROM EXCLUDED\n;\n        RETURN NULL;\n    ", hash='3f1793bd5dc291f89930a7282912adaac321bb6f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_pending_begun_ff7ea', referencing='REFERENCING NEW TABLE AS came ', table='complaints_runningclock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingclock',
            trigger=pgtrigger.compiler.Trigger(name='pending_stopped', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO monitoring_pending\n        SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told\n        WHERE complaint.id IN (SELECT complaint_id FROM went WHERE clock IN ('contact', 'decision', 'report')) \n    ON CONFLICT (complaint) DO UPDATE SET received_at = EXCLUDED.received_at, region = EXCLUDED.region, district = EXCLUDED.district, division = EXCLUDED.division, circle = EXCLUDED.circle, station = EXCLUDED.station, office = EXCLUDED.office, due_at = EXCLUDED.due_at, contact_late_from = EXCLUDED.contact_late_from, contact_more_until = EXCLUDED.contact_more_until, report_late_from = EXCLUDED.report_late_from, report_stood = EXCLUDED.report_stood\n    WHERE monitoring_pending IS DISTINCT FROM EXCLUDED\n;\n        RETURN NULL;\n    ", hash='180636e7dfddb60d636dffc72c333307caa18c52', level='STATEMENT', operation='DELETE', pgid='pgtrigger_pending_stopped_b5e65', referencing='REFERENCING OLD TABLE AS went ', table='complaints_runningclock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingclock',
            trigger=pgtrigger.compiler.Trigger(name='pending_moved', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at)', func='\n        INSERT INTO monitoring_pending\n        SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told\n        WHERE complaint.id = NEW.complaint_id \n    ON CONFLICT (complaint) DO UPDATE SET received_at = EXCLUDED.received_at, region = EXCLUDED.region, district = EXCLUDED.district, division = EXCLUDED.division, circle = EXCLUDED.circle, station = EXCLUDED.station, office = EXCLUDED.office, due_at = EXCLUDED.due_at, contact_late_from = EXCLUDED.contact_late_from, contact_more_until = EXCLUDED.contact_more_until, report_late_from = EXCLUDED.report_late_from, report_stood = EXCLUDED.report_stood\n    WHERE monitoring_pending IS DISTINCT FROM EXCLUDED\n;\n        RETURN NULL;\n    ', hash='e36e0e60e22a1106f79135569d3854c7507835b5', operation='UPDATE', pgid='pgtrigger_pending_moved_89640', table='complaints_runningclock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingcomplaint',
            trigger=pgtrigger.compiler.Trigger(name='pending_new', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    INSERT INTO monitoring_pending\n    SELECT told.* FROM came AS complaint, LATERAL pending_of(ROW(complaint.*)::complaints_complaint) AS told\n \n    ON CONFLICT (complaint) DO UPDATE SET received_at = EXCLUDED.received_at, region = EXCLUDED.region, district = EXCLUDED.district, division = EXCLUDED.division, circle = EXCLUDED.circle, station = EXCLUDED.station, office = EXCLUDED.office, due_at = EXCLUDED.due_at, contact_late_from = EXCLUDED.contact_late_from, contact_more_until = EXCLUDED.contact_more_until, report_late_from = EXCLUDED.report_late_from, report_stood = EXCLUDED.report_stood\n    WHERE monitoring_pending IS DISTINCT FROM EXCLUDED\n; RETURN NULL;', hash='b511a76fafe87a8c35409da37922910c8658dec6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_pending_new_b2bf2', referencing='REFERENCING NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingcomplaint',
            trigger=pgtrigger.compiler.Trigger(name='pending_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM monitoring_pending USING went WHERE complaint = went.id; RETURN NULL;', hash='9b54efc5e86974b7aad8f330405e6b302f88d5a2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_pending_gone_f183e', referencing='REFERENCING OLD TABLE AS went ', table='complaints_complaint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingcomplaint',
            trigger=pgtrigger.compiler.Trigger(name='pending_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                DELETE FROM monitoring_pending USING came WHERE complaint = came.id AND came.status NOT IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported');\n                \n    INSERT INTO monitoring_pending\n    SELECT told.* FROM came AS complaint, LATERAL pending_of(ROW(complaint.*)::complaints_complaint) AS told\n, went WHERE went.id = complaint.id AND (complaint.status IS DISTINCT FROM went.status OR complaint.received_at IS DISTINCT FROM went.received_at OR complaint.region_id IS DISTINCT FROM went.region_id OR complaint.district_id IS DISTINCT FROM went.district_id OR complaint.division_id IS DISTINCT FROM went.division_id OR complaint.circle_id IS DISTINCT FROM went.circle_id OR complaint.station_id IS DISTINCT FROM went.station_id OR complaint.office_id IS DISTINCT FROM went.office_id OR complaint.contact IS DISTINCT FROM went.contact OR complaint.contact_due_at IS DISTINCT FROM went.contact_due_at OR complaint.contacted_at IS DISTINCT FROM went.contacted_at OR complaint.contact_ran_out IS DISTINCT FROM went.contact_ran_out OR complaint.reported_at IS DISTINCT FROM went.reported_at OR complaint.report_due_at IS DISTINCT FROM went.report_due_at) \n    ON CONFLICT (complaint) DO UPDATE SET received_at = EXCLUDED.received_at, region = EXCLUDED.region, district = EXCLUDED.district, division = EXCLUDED.division, circle = EXCLUDED.circle, station = EXCLUDED.station, office = EXCLUDED.office, due_at = EXCLUDED.due_at, contact_late_from = EXCLUDED.contact_late_from, contact_more_until = EXCLUDED.contact_more_until, report_late_from = EXCLUDED.report_late_from, report_stood = EXCLUDED.report_stood\n    WHERE monitoring_pending IS DISTINCT FROM EXCLUDED\n;\n                RETURN NULL;\n                ", hash='c9a259dad4257be53efd65714840d092f7ac48a9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_pending_changed_c0875', referencing='REFERENCING OLD TABLE AS went  NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
        ),
    ]
