import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

COUNT = """
    INSERT INTO monitoring_duehour (hour, number)
    SELECT date_trunc('hour', due_at, 'UTC'), count(*) FROM monitoring_pending WHERE due_at IS NOT NULL GROUP BY 1
"""


def count(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(COUNT)


class Migration(migrations.Migration):
    """In one transaction: from the triggers on, whoever changes a deadline waits until what is open is counted, a tenth
    of a second with 200,000 of it."""

    dependencies = [
        ('monitoring', '0023_sealed_beside'),
    ]

    operations = [
        migrations.CreateModel(
            name='DueHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField()),
                ('number', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['hour'], include=('number',), name='due_hour')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pending',
            trigger=pgtrigger.compiler.Trigger(name='hour_came', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO monitoring_duehour (hour, number)\n        SELECT date_trunc('hour', due_at, 'UTC'), sum(sign) FROM (SELECT due_at, 1 AS sign FROM came) AS changed WHERE due_at IS NOT NULL\n        GROUP BY 1 HAVING sum(sign) <> 0;\n        RETURN NULL;\n    ", hash='405cb13384dfac1b183178dac93d515904186c66', level='STATEMENT', operation='INSERT', pgid='pgtrigger_hour_came_e80d2', referencing='REFERENCING NEW TABLE AS came ', table='monitoring_pending', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pending',
            trigger=pgtrigger.compiler.Trigger(name='hour_went', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO monitoring_duehour (hour, number)\n        SELECT date_trunc('hour', due_at, 'UTC'), sum(sign) FROM (SELECT due_at, -1 AS sign FROM went) AS changed WHERE due_at IS NOT NULL\n        GROUP BY 1 HAVING sum(sign) <> 0;\n        RETURN NULL;\n    ", hash='578ab8b87ffc0a0dbf4eb0c25fc72bfa16d5f423', level='STATEMENT', operation='DELETE', pgid='pgtrigger_hour_went_73558', referencing='REFERENCING OLD TABLE AS went ', table='monitoring_pending', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pending',
            trigger=pgtrigger.compiler.Trigger(name='hour_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO monitoring_duehour (hour, number)\n        SELECT date_trunc('hour', due_at, 'UTC'), sum(sign) FROM (SELECT due_at, -1 AS sign FROM went UNION ALL SELECT due_at, 1 AS sign FROM came) AS changed WHERE due_at IS NOT NULL\n        GROUP BY 1 HAVING sum(sign) <> 0;\n        RETURN NULL;\n    ", hash='9f50e20e413a0f5f48fdd3133623a9d44ec4fa35', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_hour_changed_5828f', referencing='REFERENCING OLD TABLE AS went  NEW TABLE AS came ', table='monitoring_pending', when='AFTER')),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
