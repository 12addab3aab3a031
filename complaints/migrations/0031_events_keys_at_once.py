"""Keys of events are checked at once for all of a statement; a chain's head is rewritten where it stands."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_heartbeat'),
        ('complaints', '0030_stopped_before_a_sweep'),
    ]

    operations = [
        # Each event changes its head, and no index of it: with room on its page that costs no new entry of the index.
        migrations.RunSQL(
            "ALTER TABLE complaints_chainhead SET (fillfactor = 80)",
            "ALTER TABLE complaints_chainhead RESET (fillfactor)",
        ),
        migrations.AlterField(
            model_name='event',
            name='complaint',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='complaints.complaint'),
        ),
        migrations.AlterField(
            model_name='event',
            name='posting',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chainhead',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6a68cc78e01b8eb541a902e2b76246e7f61315a1', operation='DELETE', pgid='pgtrigger_never_deleted_d4cbd', table='complaints_chainhead', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='keys_are_there', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM appended\n        WHERE NOT EXISTS (SELECT FROM complaints_complaint WHERE id = appended.complaint_id OFFSET 0)\n    ) OR EXISTS (\n        SELECT FROM (SELECT DISTINCT posting_id FROM appended WHERE posting_id IS NOT NULL) AS named\n        WHERE NOT EXISTS (SELECT FROM accounts_posting WHERE id = named.posting_id OFFSET 0)\n    ) THEN\n        RAISE foreign_key_violation USING MESSAGE = 'an event of a complaint or a posting that is not there';\n    END IF;\n    RETURN NULL;\n", hash='f7bdf43942ea22325f98351cda342936a5a17589', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keys_are_there_ad3a6', referencing='REFERENCING NEW TABLE AS appended ', table='complaints_event', when='AFTER')),
        ),
    ]
