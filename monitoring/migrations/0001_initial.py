import django.contrib.postgres.fields
import django.db.models.deletion
import monitoring.rules.board_targets
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('complaints', '0001_initial'),
    ]

    operations = [
        RenderOnce([
            migrations.CreateModel(
                name='BoardTarget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('figure', models.CharField(choices=[(monitoring.rules.board_targets.TargetFigure['OVERDUE'], 'Overdue, at most this percentage of open complaints'), (monitoring.rules.board_targets.TargetFigure['CONTACTED'], 'Contacted on time, at least this percentage'), (monitoring.rules.board_targets.TargetFigure['REPORTED'], 'Reported on time, at least this percentage'), (monitoring.rules.board_targets.TargetFigure['MEDIAN'], 'Median time to report, at most this many hours'), (monitoring.rules.board_targets.TargetFigure['DENIED'], 'Citizen says not solved, at most this percentage')], max_length=9, verbose_name='figure')),
                    ('value', models.PositiveSmallIntegerField(verbose_name='target')),
                    ('since', models.DateTimeField(verbose_name='in force since')),
                    ('source', models.TextField(verbose_name='authorising order')),
                ],
                options={
                    'verbose_name': 'target of the board',
                    'verbose_name_plural': 'targets of the board',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('figure', 'median'), ('value__lte', 1000)), models.Q(models.Q(('figure', 'median'), _negated=True), ('value__lte', 100)), _connector='OR'), name='board_target_is_possible')],
                },
            ),
            migrations.CreateModel(
                name='BoardTargetChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                    ('asked_at', models.DateTimeField(verbose_name='requested at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('figure', models.CharField(choices=[(monitoring.rules.board_targets.TargetFigure['OVERDUE'], 'Overdue, at most this percentage of open complaints'), (monitoring.rules.board_targets.TargetFigure['CONTACTED'], 'Contacted on time, at least this percentage'), (monitoring.rules.board_targets.TargetFigure['REPORTED'], 'Reported on time, at least this percentage'), (monitoring.rules.board_targets.TargetFigure['MEDIAN'], 'Median time to report, at most this many hours'), (monitoring.rules.board_targets.TargetFigure['DENIED'], 'Citizen says not solved, at most this percentage')], max_length=9, verbose_name='figure')),
                    ('value', models.PositiveSmallIntegerField(verbose_name='target')),
                    ('source', models.TextField(verbose_name='authorising order')),
                    ('target', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='monitoring.boardtarget')),
                ],
                options={
                    'verbose_name': 'pending target',
                    'verbose_name_plural': 'pending targets',
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='board_target_change_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='board_target_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('target', None), ('decided_at__isnull', False), _connector='OR'), name='board_target_change_target_only_once_decided'), models.CheckConstraint(condition=models.Q(models.Q(('figure', 'median'), ('value__lte', 1000)), models.Q(models.Q(('figure', 'median'), _negated=True), ('value__lte', 100)), _connector='OR'), name='board_target_asked_is_possible'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('figure',), name='board_target_change_waits_once')],
                },
            ),
            migrations.CreateModel(
                name='IncidentMap',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('cells', models.JSONField()),
                    ('made_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'incident map',
                    'constraints': [models.UniqueConstraint(fields=('district', 'first'), name='incident_map_once'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='incident_map_in_order')],
                },
            ),
            migrations.CreateModel(
                name='OverdueRecord',
                fields=[
                    ('pk', models.CompositePrimaryKey('complaint', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('complaint', models.BigIntegerField()),
                    ('day', models.DateField()),
                    ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField())),
                ],
                options={
                    'indexes': [models.Index(fields=['day'], name='overdue_record_day')],
                },
            ),
            migrations.CreateModel(
                name='OverdueSum',
                fields=[
                    ('pk', models.CompositePrimaryKey('scope', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('scope', models.BigIntegerField()),
                    ('day', models.DateField()),
                    ('overdue', models.IntegerField()),
                ],
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
                    'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='pending_due'), models.Index(fields=['received_at'], name='pending_received'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['district', 'due_at'], include=('complaint', 'region', 'office'), name='pending_by_district_due'), models.Index(fields=['district', 'received_at'], include=('complaint', 'region'), name='pending_by_district_received'), models.Index(condition=models.Q(('contact_late_from__isnull', False)), fields=['contact_late_from'], include=('complaint', 'region', 'district', 'received_at'), name='pending_contact_late'), models.Index(condition=models.Q(('report_late_from__isnull', False)), fields=['report_late_from'], include=('complaint', 'region', 'district', 'received_at', 'report_stood'), name='pending_report_late'), models.Index(condition=models.Q(('report_late_from__isnull', False), models.Q(('report_stood', 0), _negated=True)), fields=['report_late_from'], include=('complaint', 'region', 'district', 'received_at', 'report_stood'), name='pending_report_stood'), models.Index(condition=models.Q(('contact_more_until__isnull', False)), fields=['contact_more_until'], name='pending_with_more_time')],
                },
            ),
            migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first', models.DateField()),
                    ('last', models.DateField(unique=True)),
                    ('protecting', models.JSONField(db_default=[], default=list)),
                    ('made_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'publication of figures',
                    'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='publication_in_order')],
                },
            ),
            migrations.CreateModel(
                name='PublicFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='monitoring.publication')),
                    ('office', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('is_elsewhere', models.BooleanField(default=False)),
                    ('month', models.DateField(null=True)),
                    ('received', models.PositiveIntegerField(null=True)),
                    ('contact_known', models.PositiveIntegerField(null=True)),
                    ('contact_in_time', models.PositiveIntegerField(null=True)),
                    ('report_known', models.PositiveIntegerField(null=True)),
                    ('report_in_time', models.PositiveIntegerField(null=True)),
                    ('word_known', models.PositiveIntegerField(null=True)),
                    ('confirmed', models.PositiveIntegerField(null=True)),
                    ('objected', models.PositiveIntegerField(null=True)),
                    ('hours_to_report', models.FloatField(null=True)),
                ],
                options={
                    'verbose_name': 'published figure',
                    'constraints': [models.UniqueConstraint(fields=('publication', 'office', 'is_elsewhere', 'month'), name='public_figure_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('office', None), ('is_elsewhere', False), _connector='OR'), name='public_figure_of_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('received__lt', 10), _negated=True), models.Q(('contact_known__lt', 10), _negated=True), models.Q(('report_known__lt', 10), _negated=True), models.Q(('word_known__lt', 10), _negated=True)), name='public_figure_is_not_small')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_on', models.DateField()),
                    ('rank', models.PositiveSmallIntegerField()),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('figure', models.CharField(choices=[('received', 'Complaints received'), ('contacted', 'Contacted on time'), ('reported', 'Reported on time'), ('reopened', 'Reopened'), ('denied', 'Citizen says not solved')], max_length=10)),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('number', models.PositiveIntegerField()),
                    ('of', models.PositiveIntegerField()),
                    ('before_number', models.PositiveIntegerField()),
                    ('before_of', models.PositiveIntegerField()),
                    ('score', models.FloatField()),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('asked_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'morning question',
                    'indexes': [models.Index(models.OrderBy(models.F('asked_on'), descending=True), models.F('rank'), name='question_newest')],
                    'constraints': [models.UniqueConstraint(fields=('asked_on', 'rank'), name='question_one_a_rank'), models.UniqueConstraint(fields=('office', 'figure', 'asked_on'), name='question_once_a_figure'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('asked_at')), ('rank__gte', 1), ('rank__lte', 5)), name='question_is_in_order')],
                },
            ),
            migrations.CreateModel(
                name='QuestionAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='monitoring.question')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'verbose_name': 'answer to a morning question',
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('rhythm', models.CharField(choices=[('weekly', 'Weekly report'), ('monthly', 'Monthly report')], max_length=8)),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('language', models.CharField(choices=[('en', 'English'), ('ur', 'اردو')], max_length=2)),
                    ('as_of', models.DateTimeField()),
                    ('pdf', models.BinaryField()),
                ],
                options={
                    'verbose_name': 'office report',
                    'indexes': [models.Index(models.OrderBy(models.F('last'), descending=True), models.F('office'), name='report_newest')],
                    'constraints': [models.UniqueConstraint(fields=('office', 'rhythm', 'first', 'language'), name='report_once'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='report_in_order'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'ur']), ('rhythm__in', ['weekly', 'monthly'])), name='report_is_of_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='ReviewsOfQuarter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first', models.DateField()),
                    ('decision', models.CharField(blank=True, choices=[('not_deliberate', 'The delay was not deliberate'), ('displeasure', 'Displeasure'), ('warning', 'Warning'), ('censure', 'Censure'), ('referred', 'Referred to a departmental inquiry')], max_length=16)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('made_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'quarterly review figures',
                    'constraints': [models.UniqueConstraint(fields=('first', 'decision'), name='reviews_of_quarter_once'), models.CheckConstraint(condition=models.Q(('number__lt', 10), _negated=True), name='reviews_of_quarter_not_small')],
                },
            ),
            migrations.CreateModel(
                name='StationPromise',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('station', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('measure', models.CharField(choices=[('reported', 'Reported on time'), ('contacted', 'Contacted on time'), ('reopened', 'Reopened'), ('denied', 'Citizen says not solved')], max_length=10)),
                    ('target', models.PositiveSmallIntegerField()),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'promise of a station',
                    'indexes': [models.Index(models.F('station'), models.F('measure'), models.OrderBy(models.F('first'), descending=True), name='station_promise_newest')],
                    'constraints': [models.UniqueConstraint(fields=('station', 'measure', 'first'), name='station_promise_once_a_day'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last')), ('target__lte', 100)), name='station_promise_in_order'), models.CheckConstraint(condition=models.Q(('measure__in', ['reported', 'contacted', 'reopened', 'denied'])), name='station_promise_has_a_measure')],
                },
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('received', models.IntegerField()),
                    ('open', models.IntegerField()),
                    ('contact_in_time', models.IntegerField()),
                    ('contact_late', models.IntegerField()),
                    ('report_in_time', models.IntegerField()),
                    ('report_late', models.IntegerField()),
                    ('reported', models.IntegerField()),
                    ('reopened', models.IntegerField()),
                    ('word_known', models.IntegerField()),
                    ('denied', models.IntegerField()),
                    ('rung', models.IntegerField()),
                    ('satisfied', models.IntegerField()),
                    ('accountable', models.IntegerField(db_default=0)),
                    ('pk', models.CompositePrimaryKey('scope', 'grain', 'facet', 'since', 'value', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('scope', models.BigIntegerField()),
                    ('grain', models.CharField(max_length=5)),
                    ('facet', models.CharField(max_length=8)),
                    ('since', models.DateField()),
                    ('value', models.CharField(max_length=16)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='TallyDelta',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('received', models.IntegerField()),
                    ('open', models.IntegerField()),
                    ('contact_in_time', models.IntegerField()),
                    ('contact_late', models.IntegerField()),
                    ('report_in_time', models.IntegerField()),
                    ('report_late', models.IntegerField()),
                    ('reported', models.IntegerField()),
                    ('reopened', models.IntegerField()),
                    ('word_known', models.IntegerField()),
                    ('denied', models.IntegerField()),
                    ('rung', models.IntegerField()),
                    ('satisfied', models.IntegerField()),
                    ('accountable', models.IntegerField(db_default=0)),
                    ('day', models.DateField()),
                    ('region', models.BigIntegerField(null=True)),
                    ('district', models.BigIntegerField(null=True)),
                    ('division', models.BigIntegerField(null=True)),
                    ('circle', models.BigIntegerField(null=True)),
                    ('station', models.BigIntegerField(null=True)),
                    ('office', models.BigIntegerField()),
                    ('category', models.BigIntegerField()),
                    ('channel', models.CharField(max_length=10)),
                    ('status', models.CharField(max_length=16)),
                    ('outcome', models.CharField(max_length=16)),
                    ('hours', models.SmallIntegerField(null=True)),
                    ('moved_to', models.CharField(max_length=8)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='PendingClock',
                fields=[
                ],
                options={
                    'proxy': True,
                },
                bases=('complaints.runningclock',),
            ),
            migrations.CreateModel(
                name='PendingComplaint',
                fields=[
                ],
                options={
                    'proxy': True,
                },
                bases=('complaints.complaint',),
            ),
            migrations.CreateModel(
                name='TalliedComplaint',
                fields=[
                ],
                options={
                    'proxy': True,
                },
                bases=('complaints.complaint',),
            ),
            migrations.CreateModel(
                name='CategoryFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='category_figures', to='monitoring.publication')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('month', models.DateField()),
                    ('category', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category')),
                    ('received', models.PositiveIntegerField()),
                    ('contact_known', models.PositiveIntegerField(null=True)),
                    ('contact_in_time', models.PositiveIntegerField(null=True)),
                    ('report_known', models.PositiveIntegerField(null=True)),
                    ('report_in_time', models.PositiveIntegerField(null=True)),
                    ('hours_to_report', models.FloatField(null=True)),
                ],
                options={
                    'verbose_name': 'figure by category',
                    'constraints': [models.UniqueConstraint(fields=('publication', 'office', 'month', 'category'), name='category_figure_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('received__gte', 10), models.Q(('contact_known__lt', 10), _negated=True), models.Q(('report_known__lt', 10), _negated=True)), name='category_figure_is_not_small')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='boardtarget',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e09bb8ea2c88bd9aadde62dc6db8a7d39036170d', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_da2f4', table='monitoring_boardtarget', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='boardtarget',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='518a5e07ee3af3ce3df3a1327253d3dd78970998', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_14ff8', table='monitoring_boardtarget', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewsofquarter',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ee6a1796f667bcc79af10fdf667bc40f07bbe523', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_7b6f9', table='monitoring_reviewsofquarter', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewsofquarter',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='460f943055da85e050ab4019a38410580dfa3d8c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_927c4', table='monitoring_reviewsofquarter', when='BEFORE')),
            ),
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
            pgtrigger.migrations.AddTrigger(
                model_name='talliedcomplaint',
                trigger=pgtrigger.compiler.Trigger(name='tally_new', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied, accountable)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable) FROM (SELECT 1 AS sign, added.* FROM came AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='f656cb2cc22624f48d1f5e449d3fdf0d5db0e106', level='STATEMENT', operation='INSERT', pgid='pgtrigger_tally_new_4c1df', referencing='REFERENCING NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='talliedcomplaint',
                trigger=pgtrigger.compiler.Trigger(name='tally_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied, accountable)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable) FROM (SELECT -1 AS sign, added.* FROM went AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='31690caf7a26d0454f648a2a66e8a02a56471083', level='STATEMENT', operation='DELETE', pgid='pgtrigger_tally_gone_e323b', referencing='REFERENCING OLD TABLE AS went ', table='complaints_complaint', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='talliedcomplaint',
                trigger=pgtrigger.compiler.Trigger(name='tally_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied, accountable)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable) FROM (SELECT -1 AS sign, added.* FROM went AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added UNION ALL SELECT 1 AS sign, added.* FROM came AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours, moved_to HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied), sum(sign * accountable)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='5b19ec4016cfd8135ca25b6fe218001f7c119bc9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_tally_changed_584a1', referencing='REFERENCING OLD TABLE AS went  NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='boardtargetchange',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b81726e64f44e90e63eb9e402cf3fc978928b5d8', operation='DELETE', pgid='pgtrigger_never_deleted_8049a', table='monitoring_boardtargetchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='boardtargetchange',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='705439a0d520d4de7ca4d9dcd80c431d4200300f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f9308', table='monitoring_boardtargetchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='boardtargetchange',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'target_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'target_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c26de733bb4a0841d968c68bb3f184e903b3c632', operation='UPDATE', pgid='pgtrigger_fixed_columns_926bf', table='monitoring_boardtargetchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='incidentmap',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b8d73f236babfa704bdabc42a7c295721a92d228', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_8190e', table='monitoring_incidentmap', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='incidentmap',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='a8e790148edc200af59c1a0ddf922594da3b8f3a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_9bcc0', table='monitoring_incidentmap', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='question',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='98bd8bcb2974a6be3a32e9c9f9e7c0afaf93a9e3', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_ef0ef', table='monitoring_question', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='question',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='d73b5b1b2990fb2fa447121f9e75d4262b126cbb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c4a35', table='monitoring_question', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionanswer',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='891bb8dd02af9b2c19acf9dc148658f5e2a288c9', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_6e862', table='monitoring_questionanswer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='questionanswer',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='6c99228bc2f508b7ac58b869185863e4a2d7a8a7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_3cbd1', table='monitoring_questionanswer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='report',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='55e53a88c580e7b94ad14df676e470230a663f06', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_52a29', table='monitoring_report', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='report',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='e6720271fd349f0b09899131103b579f998e4f7e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_95d99', table='monitoring_report', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stationpromise',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ab49cc042783e8b8ac1261868f8cfb41789ee16f', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_d1542', table='monitoring_stationpromise', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stationpromise',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='c3fdeeb573b15dd70de5e4fb74bdf1a1ec327035', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bc518', table='monitoring_stationpromise', when='BEFORE')),
            ),
        ]),
    ]
