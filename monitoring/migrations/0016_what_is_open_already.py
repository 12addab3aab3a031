from django.db import migrations, transaction

OPEN = "status IN ('received', 'marked', 'in_inquiry', 'awaiting_citizen', 'reported')"
NEXT = f"SELECT id FROM complaints_complaint WHERE {OPEN} AND id > %s ORDER BY id LIMIT 2000"
LOCK = "SELECT FROM complaints_complaint WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
FILL = """
    INSERT INTO monitoring_pending
    SELECT told.* FROM complaints_complaint AS complaint, LATERAL pending_of(complaint) AS told
    WHERE complaint.id = ANY(%s) ON CONFLICT (complaint) DO NOTHING
"""


def fill(apps, schema_editor):
    """Two thousand at a time: whoever works on one of them waits for its batch. What changes later, triggers write."""
    connection, last = schema_editor.connection, 0
    while True:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(NEXT, [last])
            ids = [number for (number,) in cursor.fetchall()]
            if not ids:
                break
            cursor.execute(LOCK, [ids])
            cursor.execute(FILL, [ids])
            last = ids[-1]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE monitoring_pending")


class Migration(migrations.Migration):
    """In transactions of their own, so that nobody who files a complaint waits for all of it."""

    atomic = False

    dependencies = [
        ("monitoring", "0015_open_complaints_that_are_counted"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
