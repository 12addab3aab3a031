import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = ("region", "district", "division", "circle", "station")
REOPENING = ("object", "appeal", "reinstate")


def charge(apps, schema_editor):
    """Charge the office that had each reopened complaint before it was reopened, as rules.reopening does from now on."""
    alias = schema_editor.connection.alias
    complaints = apps.get_model("complaints", "Complaint")._base_manager.using(alias)
    all_events = apps.get_model("complaints", "Event")._base_manager.using(alias)
    all_custody = apps.get_model("complaints", "Custody")._base_manager.using(alias)
    offices = {one.path: one for one in apps.get_model("accounts", "Office")._base_manager.using(alias)}
    lines = {office.pk: _line(office, offices) for office in offices.values()}
    for pk in complaints.filter(cycle__gt=1).order_by("pk").values_list("pk", flat=True).iterator():
        events = list(all_events.filter(complaint=pk).order_by("seq"))
        custody = list(all_custody.filter(complaint=pk).order_by("started_at"))
        charged = None
        for event in events:
            if event.kind not in REOPENING:
                continue
            office = next(row.office_id for row in reversed(custody) if row.started_at < event.at)
            posting = {one.kind: one.posting_id for one in events if one.cycle == event.cycle - 1}
            line, is_reported = lines[office], "submit_report" in posting
            is_above = charged is not None and (not any(line[:5]) or line[5] in charged["reopened_line"])
            if charged is None or (is_reported and not is_above):
                charged = {
                    "reopened_line": line,
                    "reopened_reporter": posting.get("submit_report"),
                    "reopened_acceptor": posting.get("accept"),
                }
        if charged:
            complaints.filter(pk=pk).update(**charged)


def _line(office, offices):
    by_kind = {one.kind: one.pk for path, one in offices.items() if office.path.startswith(path)}
    return [*(by_kind.get(kind) for kind in KINDS), office.pk]


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('complaints', '0004_referral_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='reopened_acceptor',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='reopened_line',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), null=True, size=6),
        ),
        migrations.AddField(
            model_name='complaint',
            name='reopened_reporter',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting'),
        ),
        migrations.RunPython(charge, migrations.RunPython.noop),
    ]
