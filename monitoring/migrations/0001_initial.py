import complaints.models.fields
import complaints.rules.clock
import django.contrib.postgres.fields
import django.db.models.deletion
import monitoring.models.hold
import monitoring.rules.breaker
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('complaints', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RenderOnce([
            migrations.CreateModel(
                name='Breach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('clock', models.CharField(choices=[(complaints.rules.clock.Clock['CONTACT'], 'Contact'), (complaints.rules.clock.Clock['REPORT'], 'Report'), (complaints.rules.clock.Clock['DECISION'], 'Decision'), (complaints.rules.clock.Clock['URGENT'], 'Urgent action'), (complaints.rules.clock.Clock['VERIFY'], 'Verification'), (complaints.rules.clock.Clock['CALL'], 'Call to confirm contact'), (complaints.rules.clock.Clock['EXCUSE'], 'Call after three failed attempts'), (complaints.rules.clock.Clock['ORDER'], 'Order'), (complaints.rules.clock.Clock['PRESSURE'], 'Report of pressure')], max_length=8)),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('level', models.PositiveSmallIntegerField()),
                    ('due_at', models.DateTimeField()),
                    ('noticed_at', models.DateTimeField()),
                    ('complaint', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='complaints.complaint')),
                    ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('officer', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('posting', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('told', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                ],
                options={
                    'verbose_name': 'breach',
                    'verbose_name_plural': 'breaches',
                    'constraints': [models.UniqueConstraint(fields=('complaint', 'clock', 'cycle', 'level'), name='breach_once_per_clock_cycle_level'), models.CheckConstraint(condition=models.Q(('noticed_at__gte', models.F('due_at'))), name='breach_noticed_when_due_or_later')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('recipient', models.CharField(max_length=80)),
                    ('template', models.CharField(max_length=80)),
                    ('count', models.PositiveIntegerField()),
                    ('etags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12))),
                ],
                options={
                    'verbose_name': 'notice',
                },
            ),
            migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first', models.DateField()),
                    ('last', models.DateField(unique=True)),
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
                    ('month', models.DateField(null=True)),
                    ('received', models.PositiveIntegerField(null=True)),
                    ('sensitive', models.PositiveIntegerField(null=True)),
                    ('contact_known', models.PositiveIntegerField(null=True)),
                    ('contact_in_time', models.PositiveIntegerField(null=True)),
                    ('report_known', models.PositiveIntegerField(null=True)),
                    ('report_in_time', models.PositiveIntegerField(null=True)),
                    ('word_known', models.PositiveIntegerField(null=True)),
                    ('confirmed', models.PositiveIntegerField(null=True)),
                    ('objected', models.PositiveIntegerField(null=True)),
                    ('hours_to_report', models.FloatField(null=True)),
                    ('office', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='monitoring.publication')),
                ],
                options={
                    'verbose_name': 'published figure',
                    'constraints': [models.UniqueConstraint(fields=('publication', 'office', 'month'), name='public_figure_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('received__lt', 10), _negated=True), models.Q(('sensitive__lt', 10), _negated=True), models.Q(('contact_known__lt', 10), _negated=True), models.Q(('report_known__lt', 10), _negated=True), models.Q(('word_known__lt', 10), _negated=True)), name='public_figure_is_not_small')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_on', models.DateField()),
                    ('rank', models.PositiveSmallIntegerField()),
                    ('figure', models.CharField(choices=[('received', 'Complaints received'), ('contacted', 'Contacted on time'), ('reported', 'Reported on time'), ('reopened', 'Reopened'), ('denied', 'Citizen says not solved')], max_length=10)),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('number', models.PositiveIntegerField()),
                    ('of', models.PositiveIntegerField()),
                    ('before_number', models.PositiveIntegerField()),
                    ('before_of', models.PositiveIntegerField()),
                    ('score', models.FloatField()),
                    ('asked_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
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
                    ('at', models.DateTimeField()),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('mac', models.BinaryField(max_length=32)),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='monitoring.question')),
                ],
                options={
                    'verbose_name': 'answer to a morning question',
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rhythm', models.CharField(choices=[('weekly', 'Weekly report'), ('monthly', 'Monthly report')], max_length=8)),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('language', models.CharField(choices=[('en', 'English'), ('ur', 'اردو')], max_length=2)),
                    ('as_of', models.DateTimeField()),
                    ('pdf', models.BinaryField()),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                ],
                options={
                    'verbose_name': 'office report',
                    'indexes': [models.Index(models.OrderBy(models.F('last'), descending=True), models.F('office'), name='report_newest')],
                    'constraints': [models.UniqueConstraint(fields=('office', 'rhythm', 'first', 'language'), name='report_once'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='report_in_order'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'ur']), ('rhythm__in', ['weekly', 'monthly'])), name='report_is_of_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(choices=[('flagged', 'Flagged'), ('called', 'Explanation requested'), ('explained', 'Explanation given'), ('silent', 'No explanation received'), ('decided', 'Decided'), ('appealed', 'Under appeal'), ('decided_finally', 'Final decision made'), ('closed', 'Closed')], default='flagged', max_length=16, verbose_name='stage')),
                    ('opened_at', models.DateTimeField()),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                    ('authority', models.CharField(blank=True, choices=[('district', 'the district'), ('region', 'the region'), ('province', 'the province (Central Police Office)'), ('government', 'the government, outside this portal')], db_default='', default='', max_length=10)),
                    ('called_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decision', models.CharField(blank=True, choices=[('not_deliberate', 'The delay was not deliberate'), ('displeasure', 'Displeasure'), ('warning', 'Warning'), ('censure', 'Censure'), ('referred', 'Referred to a departmental inquiry')], db_default='', default='', max_length=16)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('mac', models.BinaryField(db_default=b'', default=b'', max_length=32)),
                    ('next_at', models.DateTimeField(null=True)),
                    ('order_date', models.DateField(null=True)),
                    ('order_number', models.CharField(blank=True, db_default='', default='', max_length=60)),
                    ('seat', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('seq', models.PositiveIntegerField(db_default=0, default=0)),
                ],
                options={
                    'verbose_name': 'disciplinary review',
                    'indexes': [models.Index(condition=models.Q(('status', 'closed'), _negated=True), fields=['opened_at', 'id'], name='review_open_longest'), models.Index(fields=['seat', 'opened_at', 'id'], name='review_at_a_seat'), models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='review_next')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'closed'), _negated=True), fields=('officer',), name='review_one_open_an_officer'), models.CheckConstraint(condition=models.Q(models.Q(('called_at', None), ('status', 'flagged')), models.Q(models.Q(('status', 'flagged'), _negated=True), ('called_at__isnull', False)), _connector='OR'), name='review_beyond_its_flags_was_called'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['flagged', 'called', 'explained', 'silent']), ('decided_at', None), ('decision', '')), models.Q(models.Q(('status__in', ['flagged', 'called', 'explained', 'silent']), _negated=True), models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='review_decided_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), ('decision', 'referred'), _negated=True), models.Q(models.Q(('order_number', ''), _negated=True), ('order_date__isnull', False)), _connector='OR'), name='review_referral_closes_with_an_order'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), ('closed_at__isnull', False)), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='review_closed_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Flag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('breach', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='monitoring.breach')),
                    ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='monitoring.review')),
                    ('called_at', models.DateTimeField(null=True)),
                    ('share', models.FloatField(null=True)),
                ],
                options={
                    'verbose_name': 'flag',
                    'indexes': [models.Index(condition=models.Q(('share', None)), fields=['id'], name='flag_to_count')],
                    'constraints': [models.UniqueConstraint(fields=('breach', 'review'), name='flag_once_a_breach_and_review'), models.CheckConstraint(condition=models.Q(('share', None), models.Q(('share__gte', 0), ('share__lte', 1)), _connector='OR'), name='flag_share_is_a_part')],
                },
            ),
            migrations.CreateModel(
                name='ReviewEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('call', 'The officer was asked for an explanation'), ('explain', 'The officer gave an explanation'), ('wait', 'The officer was on leave: the deadline for the explanation was extended'), ('fall_silent', 'The deadline for the explanation passed without one'), ('decide', 'Decided'), ('refer_up', 'Referred to the government: only the government can decide for this rank'), ('appeal', 'The officer appealed'), ('decide_finally', 'Final decision made'), ('pass_up', 'Passed to the next authority: nobody at this one may decide'), ('escalate', 'The decision is late: the next authority was notified'), ('record_order', 'Closed with an order'), ('close', 'Closed')], max_length=16)),
                    ('actor_kind', models.CharField(choices=[('officer', 'Officer'), ('citizen', 'Complainant'), ('system', 'System')], max_length=8)),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('prev', models.BinaryField(max_length=32)),
                    ('mac', models.BinaryField(max_length=32)),
                    ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('review', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='monitoring.review')),
                ],
                options={
                    'verbose_name': 'review event',
                    'indexes': [models.Index(condition=models.Q(('kind__in', ['decide', 'decide_finally'])), fields=['officer', 'review'], name='review_event_decided_by')],
                    'constraints': [models.UniqueConstraint(fields=('review', 'seq'), name='review_event_seq_unique')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('photo', 'Photo'), ('paper', 'Document (PDF)')], max_length=5, verbose_name='kind')),
                    ('name', complaints.models.fields.SealedTextField(blank=True, verbose_name='name of the file')),
                    ('size', models.PositiveBigIntegerField()),
                    ('sha256', models.BinaryField(max_length=32)),
                    ('original', models.CharField(max_length=100)),
                    ('shown', models.CharField(max_length=100)),
                    ('shown_type', models.CharField(max_length=60)),
                    ('came_at', models.DateTimeField()),
                    ('scanned_at', models.DateTimeField(null=True)),
                    ('refused_because', models.CharField(blank=True, max_length=24)),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='monitoring.reviewevent')),
                ],
                options={
                    'verbose_name': 'attachment',
                    'verbose_name_plural': 'attachments',
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
                name='SweepRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('began_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField()),
                    ('reminders', models.PositiveIntegerField()),
                    ('breaches', models.PositiveIntegerField()),
                    ('escalations', models.PositiveIntegerField()),
                    ('set_aside', models.PositiveIntegerField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='sweep_run_is_one'), models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='sweep_run_ends_after_its_beginning')],
                },
            ),
            migrations.CreateModel(
                name='Swept',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('breaches', models.PositiveIntegerField()),
                    ('batch', models.CharField(db_default=monitoring.rules.breaker.Batch['PROMISED'], default=monitoring.rules.breaker.Batch['PROMISED'], max_length=8)),
                ],
                options={
                    'verbose_name': 'automatic check batch',
                    'indexes': [models.Index(fields=['at'], name='swept_at')],
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
                    ('scope', models.BigIntegerField()),
                    ('grain', models.CharField(max_length=5)),
                    ('facet', models.CharField(max_length=8)),
                    ('since', models.DateField()),
                    ('value', models.CharField(max_length=16)),
                    ('pk', models.CompositePrimaryKey('scope', 'grain', 'facet', 'since', 'value', blank=True, editable=False, primary_key=True, serialize=False)),
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
                name='TalliedComplaint',
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
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                ],
                options={
                    'verbose_name': 'reply to an escalation',
                    'indexes': [models.Index(fields=['complaint', 'office', 'cycle', 'at'], name='answer_of_an_office')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='answer_lasts')],
                },
            ),
            migrations.CreateModel(
                name='Untold',
                fields=[
                    ('breach', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='monitoring.breach')),
                ],
            ),
            migrations.CreateModel(
                name='Dossier',
                fields=[
                    ('flag', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='dossier', serialize=False, to='monitoring.flag')),
                    ('made_at', models.DateTimeField()),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('mac', models.BinaryField(max_length=32)),
                    ('grounds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('notices_read', 'Reminders were sent or the file was opened, but nothing was done'), ('time_held', 'The officer had the complaint for long enough to act'), ('no_leave', 'The officer was on duty the whole time'), ('pauses', 'The reasons given for pausing the deadline are not valid')], max_length=16))),
                ],
                options={
                    'verbose_name': 'dossier',
                    'verbose_name_plural': 'dossiers',
                },
            ),
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
            migrations.CreateModel(
                name='Hold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('opened_at', models.DateTimeField()),
                    ('due', models.PositiveIntegerField()),
                    ('usual', models.FloatField(null=True)),
                    ('open_now', models.PositiveIntegerField()),
                    ('decision', models.CharField(blank=True, choices=[('released', 'Released'), ('discarded', 'Discarded')], max_length=9)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('reason', models.TextField(blank=True)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('batches', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=monitoring.models.hold.every_batch)),
                ],
                options={
                    'verbose_name': 'held automatic check',
                    'constraints': [models.UniqueConstraint(fields=('done_at',), name='hold_one_at_a_time', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', ''), ('done_at', None), ('posting', None), ('reason', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__gte', models.F('opened_at')), ('posting__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='hold_is_decided_by_somebody_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='MonthOfOfficer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField()),
                    ('pattern', models.CharField(choices=[('breached', 'Missed deadlines'), ('objected', 'Relief claimed, but the citizen objected'), ('paused_late', 'Questions in the last tenth of the time limit'), ('denied', 'Contacts denied by the complainant')], max_length=12)),
                    ('number', models.PositiveIntegerField()),
                    ('of', models.PositiveIntegerField()),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': "officer's monthly figures",
                    'constraints': [models.UniqueConstraint(fields=('month', 'officer', 'office', 'pattern'), name='month_of_officer_once'), models.CheckConstraint(condition=models.Q(('number__lte', models.F('of')), ('of__gt', 0)), name='month_of_officer_counts_a_part')],
                },
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
                name='ReviewWords',
                fields=[
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='words', serialize=False, to='monitoring.reviewevent')),
                    ('salt', models.BinaryField(max_length=16)),
                    ('text', models.TextField()),
                ],
                options={
                    'verbose_name': 'review text',
                },
            ),
            migrations.CreateModel(
                name='SealedStep',
                fields=[
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sealed', serialize=False, to='monitoring.reviewevent')),
                    ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_steps', to='complaints.seal')),
                ],
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
            pgtrigger.migrations.AddTrigger(
                model_name='reviewsofquarter',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ee6a1796f667bcc79af10fdf667bc40f07bbe523', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_7b6f9', table='monitoring_reviewsofquarter', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewsofquarter',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='460f943055da85e050ab4019a38410580dfa3d8c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_927c4', table='monitoring_reviewsofquarter', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='swept',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='64dcef4f5f200bdb12058e692bf802d319836064', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_b9136', table='monitoring_swept', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='swept',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='1576c6550a6e008933ecfdbd1e6bdb6c69eae550', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a9892', table='monitoring_swept', when='BEFORE')),
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
                trigger=pgtrigger.compiler.Trigger(name='tally_new', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied) FROM (SELECT 1 AS sign, added.* FROM came AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='d0b9649b92868b945591fd79943744f8feef769e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_tally_new_4c1df', referencing='REFERENCING NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='talliedcomplaint',
                trigger=pgtrigger.compiler.Trigger(name='tally_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied) FROM (SELECT -1 AS sign, added.* FROM went AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='974fef8dcee0164df0a846de3da8a4f4a5b2cae2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_tally_gone_e323b', referencing='REFERENCING OLD TABLE AS went ', table='complaints_complaint', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='talliedcomplaint',
                trigger=pgtrigger.compiler.Trigger(name='tally_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO monitoring_tallydelta (day, region, district, division, circle, station, office, category, channel, status, outcome, hours, received, open, contact_in_time, contact_late, report_in_time, report_late, reported, reopened, word_known, denied, rung, satisfied)\n        SELECT day, region, district, division, circle, station, office, category, channel, status, outcome, hours, sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied) FROM (SELECT -1 AS sign, added.* FROM went AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added UNION ALL SELECT 1 AS sign, added.* FROM came AS complaint,\n            LATERAL tally_contribution(ROW(complaint.*)::complaints_complaint) AS added) AS changed\n        GROUP BY day, region, district, division, circle, station, office, category, channel, status, outcome, hours HAVING (sum(sign * received), sum(sign * open), sum(sign * contact_in_time), sum(sign * contact_late), sum(sign * report_in_time), sum(sign * report_late), sum(sign * reported), sum(sign * reopened), sum(sign * word_known), sum(sign * denied), sum(sign * rung), sum(sign * satisfied)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);\n        RETURN NULL;\n    ', hash='3c100975f2f85c31a30d57993690279af3ad78c8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_tally_changed_584a1', referencing='REFERENCING OLD TABLE AS went  NEW TABLE AS came ', table='complaints_complaint', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='758a1b22ef76a5edbcaedf98bd578684cf15b447', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_56c61', table='monitoring_answer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='answer',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='3490f9a4dfc8a64ddd36687ffb67110efa5f8f92', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bd2b9', table='monitoring_answer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='breach',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='96d75b29c345a384d64672eadac1437c9bf2fad1', operation='DELETE', pgid='pgtrigger_never_deleted_370ff', table='monitoring_breach', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='breach',
                trigger=pgtrigger.compiler.Trigger(name='keys_are_there', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM recorded LEFT JOIN complaints_complaint AS complaint ON complaint.id = recorded.complaint_id\n        WHERE complaint.id IS NULL\n    ) OR EXISTS (\n        SELECT FROM (SELECT posting_id FROM recorded UNION SELECT told_id FROM recorded) AS named (id)\n        LEFT JOIN accounts_posting AS posting ON posting.id = named.id\n        WHERE named.id IS NOT NULL AND posting.id IS NULL\n    ) THEN\n        RAISE foreign_key_violation USING MESSAGE = 'a breach of a complaint or a posting that is not there';\n    END IF;\n    RETURN NULL;\n", hash='a4bfa5a4d4db808e1ec9e5b83d984ba3d1c155c2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keys_are_there_e342c', referencing='REFERENCING NEW TABLE AS recorded ', table='monitoring_breach', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dossier',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='17a3f51bfe5626105cd59c9ac851d548573880db', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_5adb1', table='monitoring_dossier', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dossier',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='32287255304484aea66cd9c5dad7b5166527f1a0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_77104', table='monitoring_dossier', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hold',
                trigger=pgtrigger.compiler.Trigger(name='hold_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9b2b975dcadf1cfdbb98825fd7c6645feb2b372e', operation='DELETE', pgid='pgtrigger_hold_is_never_deleted_24186', table='monitoring_hold', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hold',
                trigger=pgtrigger.compiler.Trigger(name='hold_is_decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.done_at IS NOT NULL OR (to_jsonb(OLD) - '{batches,decision,decided_at,posting_id,reason,done_at}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{batches,decision,decided_at,posting_id,reason,done_at}'::text[]) OR NOT NEW.batches @> OLD.batches OR (OLD.decision <> '' AND (to_jsonb(OLD) - 'done_at') IS DISTINCT FROM (to_jsonb(NEW) - 'done_at')))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='440767f12bd5dac68d60544cead51f3e3bad51b8', operation='UPDATE', pgid='pgtrigger_hold_is_decided_once_a9782', table='monitoring_hold', when='BEFORE')),
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
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d5be1110e59676be737dd163d63996a539567bfc', operation='DELETE', pgid='pgtrigger_never_deleted_1a087', table='monitoring_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='45dc7f6917535fffeb9b99a45de1a0a4a7028d1c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a15f6', table='monitoring_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='whose_it_is_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='da791ff89e663c586d73d519f1d9b38464ceabaf', operation='UPDATE', pgid='pgtrigger_whose_it_is_stays_deeed', table='monitoring_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='a_step_has_its_event', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.seq <= OLD.seq AND (to_jsonb(OLD) - 'next_at') IS DISTINCT FROM (to_jsonb(NEW) - 'next_at'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='04c2f7c1573e9082d3699d926ad693355ece0c87', operation='UPDATE', pgid='pgtrigger_a_step_has_its_event_69cdb', table='monitoring_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e9aa6fbb5368ca29bbf8dd12fa428230a03c9e36', operation='DELETE', pgid='pgtrigger_never_deleted_a26b5', table='monitoring_flag', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='808c93ec0a65b65b21778159bf86bcb24c8cea19', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_04d76', table='monitoring_flag', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='keys_are_there', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM flagged LEFT JOIN monitoring_breach AS breach ON breach.id = flagged.breach_id\n        WHERE breach.id IS NULL\n    ) OR EXISTS (\n        SELECT FROM (SELECT DISTINCT review_id FROM flagged) AS joined (id)\n        LEFT JOIN monitoring_review AS review ON review.id = joined.id WHERE review.id IS NULL\n    ) THEN\n        RAISE foreign_key_violation USING MESSAGE = 'a flag of a breach or a review that is not there';\n    END IF;\n    RETURN NULL;\n", hash='13d81198900026111134b1a5dff9c7a333c7c69f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keys_are_there_afcab', referencing='REFERENCING NEW TABLE AS flagged ', table='monitoring_flag', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='called_it_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."called_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='06a46c4dfbb2d3cec065a01ab3d5c5a14f34c644', operation='UPDATE', pgid='pgtrigger_called_it_stays_3c770', table='monitoring_flag', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewwords',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12aa1f1ce9bf4588d9e3d29dfac443daed3c4bfc', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_740bb', table='monitoring_reviewwords', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewwords',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='f6ae48d454b1600fea8808e3f72bcba28c980211', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a3b2d', table='monitoring_reviewwords', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewevent',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2bd7335b6ed032dfc2093dc316a4b36a36c18c6a', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_457d6', table='monitoring_reviewevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewevent',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='1b47db3e5117749f4327a963e7943b078a6c79db', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f5540', table='monitoring_reviewevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1f49253518790ce311c4aca8b5684f02961dc8d1', operation='DELETE', pgid='pgtrigger_never_deleted_477da', table='monitoring_attachment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='d74eaae2ffc9ae812f1a671268a8076496f1f609', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_caff4', table='monitoring_attachment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='only_the_scanner_adds', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."original" IS DISTINCT FROM (NEW."original") OR OLD."shown" IS DISTINCT FROM (NEW."shown") OR OLD."shown_type" IS DISTINCT FROM (NEW."shown_type") OR OLD."came_at" IS DISTINCT FROM (NEW."came_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b47ab3d1b470fb7c440c7a0b8f729ccd936c59ec', operation='UPDATE', pgid='pgtrigger_only_the_scanner_adds_cc3bc', table='monitoring_attachment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedstep',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='81b79b0b224efda986969c34fd714c3775553197', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_d66c2', table='monitoring_sealedstep', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedstep',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='b32cde46e71175b04cd3792856507ee9a248d555', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_abb93', table='monitoring_sealedstep', when='BEFORE')),
            ),
        ]),
    ]
