"""Seal what a partner writes about a complaint. Nothing is released, so former references are not kept."""

from django.db import migrations

import ledger.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.AlterField(
            "partnercomplaint", "id", ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)
        ),
        migrations.RemoveField("partnercomplaint", "reference"),
        *(
            migrations.AddField(
                "partnercomplaint", name, ledger.encrypted_fields.SealedTextField(blank=True, default="")
            )
            for name in ("reference", "consent_reference")
        ),
    ]
