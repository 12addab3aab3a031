import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import complaints.models.fields


class Migration(migrations.Migration):
    """The diary of calls, texts that clerks prepare, drafts of operators, and who asks to be rung."""

    dependencies = [
        ("accounts", "0001_offices_officers_postings"),
        ("complaints", "0008_replies_and_printed_readings"),
    ]

    operations = [
        migrations.AddField(
            model_name="complainant",
            name="wants_calls",
            field=models.BooleanField(db_default=False, default=False, verbose_name='cannot read, wants phone calls'),
        ),
        migrations.AddField(
            model_name="draft",
            name="operator",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.posting",
            ),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cycle", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("contact", "Did the officer speak to them?"),
                            ("verify", 'Their answer to the report'),
                            ("withdrawal", 'Withdrawal request'),
                            ("excuse", "The officer could not reach them"),
                            ("news", 'Read the update to them'),
                            ("sample", 'Spot check'),
                        ],
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("not_reached", "Not reached"),
                            ("call_back", 'Call later'),
                            ("wrong_number", "Wrong number"),
                        ],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=16)),
                ("call_back_at", models.DateTimeField(null=True, verbose_name="call back at")),
                ("words", complaints.models.fields.SealedTextField(blank=True, verbose_name='call note')),
                (
                    "complaint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
            },
        ),
        migrations.CreateModel(
            name="ContactSample",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="complaints.event",
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
                (
                    "call",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.call"
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": 'spot check',
            },
        ),
        migrations.CreateModel(
            name="Prepared",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("move", models.CharField(max_length=24)),
                ("words", complaints.models.fields.SealedTextField(verbose_name='text')),
                ("prepared_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.posting",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prepared",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "prepared text",
                "verbose_name_plural": "prepared texts",
            },
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["complaint", "at"], name="call_of_a_complaint"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("call_back_at__isnull", False), ("result", "call_back")),
                    models.Q(models.Q(("result", "call_back"), _negated=True), ("call_back_at__isnull", True)),
                    _connector="OR",
                ),
                name="call_back_has_its_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f970aba53b423b88d572c71cd3a0384ba5fcc3ad",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_never_changed_9ead2",
                    table="complaints_call",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the history is append-only';",
                    hash="dcfaf4a2abfe7f761dc640563ea2dece3818c862",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_97a83",
                    table="complaints_call",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="contactsample",
            index=models.Index(
                condition=models.Q(("call__isnull", True)), fields=["drawn_at"], name="sample_to_ring_about"
            ),
        ),
        migrations.AddConstraint(
            model_name="prepared",
            constraint=models.UniqueConstraint(
                condition=models.Q(("used_at__isnull", True)),
                fields=("complaint", "move"),
                name="prepared_one_waits_for_a_move",
            ),
        ),
    ]
