from django.db import migrations, transaction

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
    """In a transaction of its own, so that nobody who files a complaint waits for it."""

    atomic = False

    dependencies = [
        ("monitoring", "0012_tallies"),
    ]

    operations = [
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
