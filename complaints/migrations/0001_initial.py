import accounts.models.former_name
import accounts.rules.ranks
import complaints.models.calendar
import complaints.models.category
import complaints.models.custody_and_clock_runs
import complaints.rules.clock
import complaints.rules.complainant.anonymity_and_consent
import complaints.rules.guard_facts
import complaints.rules.statuses
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import ledger.encrypted_fields
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from ledger.migration_operations import RenderOnce

# The planner prices a function like an addition unless it is given a cost.
LEXEMES = """
    CREATE FUNCTION portal_lexemes(words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 4000
    AS $$ BEGIN RETURN array_to_tsvector(string_to_array(words, ' ')); END $$
"""

# A complaint's office determines its circle, division, district and region: without these statistics the planner
# multiplies the selectivities and expects almost no rows.
PLACES = """
    CREATE STATISTICS complaint_places (dependencies)
    ON region_id, district_id, division_id, circle_id, station_id, office_id FROM complaints_complaint
"""

# Each event updates its chain head: with free space on the page, the update needs no new index entry.
CHAIN_HEADS = "ALTER TABLE complaints_chainhead SET (fillfactor = 80)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.RunSQL(LEXEMES, 'DROP FUNCTION portal_lexemes(text)'),
        RenderOnce([
            migrations.CreateModel(
                name='Category',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                    ('group', models.CharField(choices=[('conduct', 'About a police officer or station'), ('crime', 'A crime'), ('harassment', 'Harassment, domestic violence, child safety'), ('service', 'A police service'), ('overseas', 'From Pakistanis abroad'), ('welfare', 'Police employees and families'), ('feedback', 'Feedback'), ('other', 'Something else')], max_length=16, verbose_name='group')),
                    ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                    ('name_ur', models.CharField(max_length=120, verbose_name='name in Urdu')),
                    ('name_roman', models.CharField(blank=True, db_default='', default='', max_length=120, verbose_name='name in Roman Urdu')),
                    ('about_police', models.BooleanField(default=False, verbose_name='about the police')),
                    ('confidential', models.BooleanField(default=False, verbose_name='confidential')),
                    ('help_en', models.CharField(blank=True, max_length=240, verbose_name='in plain words, English')),
                    ('help_ur', models.CharField(blank=True, max_length=240, verbose_name='in plain words, Urdu')),
                    ('search_words', models.TextField(blank=True, verbose_name='search words')),
                    ('is_active', models.BooleanField(default=True, verbose_name='offered')),
                    ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                    ('edited_at', models.DateTimeField(editable=False, null=True, verbose_name='edited at')),
                ],
                options={
                    'verbose_name': 'category',
                    'verbose_name_plural': 'categories',
                    'ordering': ['order', 'code'],
                },
                bases=(accounts.models.former_name.WithFormerNames, models.Model),
            ),
            migrations.CreateModel(
                name='Complainant',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(drawn_from='complaints_complaint', primary_key=True, serialize=False)),
                    ('name', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('phone', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('email', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('address', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('document', models.CharField(choices=[('cnic', 'CNIC or NICOP'), ('passport', 'Passport'), ('b_form', 'B-Form'), ('por', 'Proof of Registration card'), ('none', 'No document')], default='none', max_length=10)),
                    ('document_number', ledger.encrypted_fields.SealedTextField(blank=True)),
                    ('no_document_reason', models.CharField(blank=True, max_length=200)),
                    ('language', models.CharField(default='ur', max_length=2)),
                    ('woman_officer', models.BooleanField(default=False, verbose_name='asks for a woman officer')),
                    ('anonymous', models.BooleanField(default=False, verbose_name='anonymous')),
                    ('under_18', models.BooleanField(default=False, verbose_name='under 18')),
                    ('behalf', models.CharField(choices=[(complaints.rules.complainant.anonymity_and_consent.Behalf['SELF'], 'For myself'), (complaints.rules.complainant.anonymity_and_consent.Behalf['CHILD'], 'For a child'), (complaints.rules.complainant.anonymity_and_consent.Behalf['RELATIVE'], 'For a relative'), (complaints.rules.complainant.anonymity_and_consent.Behalf['CLIENT'], 'For a client'), (complaints.rules.complainant.anonymity_and_consent.Behalf['OTHER'], 'For somebody else')], default=complaints.rules.complainant.anonymity_and_consent.Behalf['SELF'], max_length=8, verbose_name='on whose behalf')),
                    ('behalf_name', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='name of the person concerned')),
                    ('behalf_consent', models.CharField(blank=True, choices=[(complaints.rules.complainant.anonymity_and_consent.Consent['GIVEN'], 'The person agrees'), (complaints.rules.complainant.anonymity_and_consent.Consent['CANNOT'], 'The person cannot be asked'), (complaints.rules.complainant.anonymity_and_consent.Consent['NOT_GIVEN'], 'The person does not know, or does not agree')], default=complaints.rules.complainant.anonymity_and_consent.Consent['UNASKED'], max_length=9, verbose_name='consent of the person concerned')),
                    ('time_zone', models.CharField(default='Asia/Karachi', max_length=40)),
                    ('prefers', models.CharField(blank=True, choices=[('sms', 'SMS'), ('email', 'E-mail')], max_length=5, verbose_name='preferred channel')),
                    ('safe_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='safe to call from')),
                    ('safe_until', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='safe to call until')),
                    ('neutral', models.BooleanField(default=False, verbose_name='neutral wording')),
                    ('wants_calls', models.BooleanField(db_default=False, default=False, verbose_name='cannot read, wants phone calls')),
                    ('messages_wanted', models.BooleanField(default=False, verbose_name='wants messages despite a secret word')),
                    ('secret_hash', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                    ('duress_hash', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                    ('duress_story', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', default='')),
                    ('protection', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', default='', editable=False)),
                    ('phone_verified_at', models.DateTimeField(blank=True, null=True)),
                    ('email_verified_at', models.DateTimeField(blank=True, null=True)),
                    ('phone_is_of_filing', models.BooleanField(db_default=False, default=False)),
                    ('email_is_of_filing', models.BooleanField(db_default=False, default=False)),
                    ('phone_by_officers_key', models.BooleanField(db_default=False, default=False)),
                    ('email_by_officers_key', models.BooleanField(db_default=False, default=False)),
                    ('word_by_officers_key', models.BooleanField(db_default=False, default=False)),
                    ('reached_since', models.DateTimeField(blank=True, null=True)),
                    ('phone_index', models.BinaryField(default=b'', max_length=16)),
                    ('email_index', models.BinaryField(default=b'', max_length=16)),
                    ('document_index', models.BinaryField(default=b'', max_length=16)),
                    ('name_index', django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(max_length=16), db_default=[], default=list)),
                ],
                options={
                    'verbose_name': 'complainant',
                    'indexes': [models.Index(condition=models.Q(('phone_index', b''), _negated=True), fields=['phone_index'], name='complainant_by_phone'), models.Index(condition=models.Q(('email_index', b''), _negated=True), fields=['email_index'], name='complainant_by_email'), models.Index(condition=models.Q(('document_index', b''), _negated=True), fields=['document_index'], name='complainant_by_document'), django.contrib.postgres.indexes.GinIndex(fields=['name_index'], name='complainant_by_name'), models.Index(condition=models.Q(('wants_calls', True)), fields=['id'], name='complainant_wants_calls')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('safe_from__isnull', True), ('safe_until__isnull', True)), models.Q(('safe_from__range', (0, 23)), ('safe_until__range', (0, 23)), models.Q(('safe_from', models.F('safe_until')), _negated=True)), _connector='OR'), name='complainant_safe_hours_together'), models.CheckConstraint(condition=models.Q(('duress_hash', ''), models.Q(('secret_hash', ''), _negated=True), _connector='OR'), name='complainant_duress_needs_secret'), models.CheckConstraint(condition=models.Q(('duress_hash', ''), models.Q(('duress_story', ''), _negated=True), _connector='OR'), name='complainant_duress_needs_story')],
                },
            ),
            migrations.CreateModel(
                name='WorkingCalendar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                    ('name_ur', models.CharField(max_length=80, verbose_name='name in Urdu')),
                    ('week', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(blank=True), default=complaints.models.calendar.empty_week, verbose_name='working hours')),
                    ('office_weeks', models.JSONField(blank=True, default=dict, verbose_name='office types with other hours')),
                ],
                options={
                    'verbose_name': 'calendar of working days',
                    'verbose_name_plural': 'calendars of working days',
                    'constraints': [models.CheckConstraint(condition=models.Q(('week__len', 7)), name='calendar_has_seven_days'), models.CheckConstraint(condition=models.Q(('week', ['', '', '', '', '', '', '']), _negated=True), name='calendar_has_a_working_day')],
                },
            ),
            migrations.CreateModel(
                name='Policy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='complaints.category')),
                    ('version', models.PositiveSmallIntegerField()),
                    ('valid_from', models.DateTimeField()),
                    ('valid_until', models.DateTimeField(blank=True, null=True)),
                    ('contact_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('report_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('decision_hours', models.PositiveSmallIntegerField(default=48)),
                    ('reminder_share', models.FloatField(default=0.75)),
                    ('pause_share', models.FloatField(default=0.25)),
                    ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.workingcalendar')),
                    ('escalation_hours', models.PositiveSmallIntegerField(default=24)),
                    ('escalations', models.PositiveSmallIntegerField(default=3)),
                    ('rank_floor', models.CharField(choices=[('PC', 'Constable'), ('HC', 'Head Constable'), ('ASI', 'Assistant Sub-Inspector'), ('SI', 'Sub-Inspector'), ('IP', 'Inspector'), ('DSP', 'Deputy Superintendent of Police'), ('ASP', 'Assistant Superintendent of Police'), ('SP', 'Superintendent of Police'), ('SSP', 'Senior Superintendent of Police'), ('DIG', 'Deputy Inspector General'), ('ADDL_IG', 'Additional Inspector General'), ('IG', 'Inspector General of Police')], default=accounts.rules.ranks.Rank['SI'], max_length=8)),
                    ('urgent_act', models.CharField(blank=True, max_length=80)),
                    ('urgent_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('contact_certainty', models.TextField(blank=True)),
                    ('certainty', models.TextField(blank=True)),
                    ('source', models.TextField(blank=True)),
                ],
                options={
                    'verbose_name': 'policy',
                    'verbose_name_plural': 'policies',
                    'constraints': [models.UniqueConstraint(fields=('category', 'version'), name='policy_version_unique'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('category'), '='), (complaints.models.category.Validity(models.F('valid_from'), models.F('valid_until')), '&&')], name='policy_one_in_force')],
                },
            ),
            migrations.CreateModel(
                name='Complaint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('etag', models.CharField(max_length=12, verbose_name='E-tag number')),
                    ('complainant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='complaint', to='complaints.complainant')),
                    ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category')),
                    ('policy', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.policy')),
                    ('channel', models.CharField(choices=[(complaints.rules.statuses.Channel['WEB'], 'Web'), (complaints.rules.statuses.Channel['COUNTER'], 'Counter'), (complaints.rules.statuses.Channel['TELEPHONE'], 'Telephone'), (complaints.rules.statuses.Channel['LETTER'], 'Letter'), (complaints.rules.statuses.Channel['WHATSAPP'], 'WhatsApp'), (complaints.rules.statuses.Channel['PARTNER'], 'Partner organisation'), (complaints.rules.statuses.Channel['APP'], 'App'), (complaints.rules.statuses.Channel['IMPORTED'], 'Imported from another system')], max_length=10, verbose_name='channel')),
                    ('status', models.CharField(choices=[(complaints.rules.statuses.Status['RECEIVED'], 'Received'), (complaints.rules.statuses.Status['MARKED'], 'Marked to officer'), (complaints.rules.statuses.Status['IN_INQUIRY'], 'Under inquiry'), (complaints.rules.statuses.Status['AWAITING_CITIZEN'], 'Information needed'), (complaints.rules.statuses.Status['REPORTED'], 'Report submitted'), (complaints.rules.statuses.Status['RESOLVED'], 'Resolved'), (complaints.rules.statuses.Status['CLOSED'], 'Closed'), (complaints.rules.statuses.Status['REJECTED'], 'Rejected'), (complaints.rules.statuses.Status['WITHDRAWN'], 'Withdrawn'), (complaints.rules.statuses.Status['MERGED'], 'Merged with another complaint')], max_length=16, verbose_name='status')),
                    ('cycle', models.PositiveSmallIntegerField(default=1)),
                    ('about_police', models.BooleanField(default=False)),
                    ('confidential', models.BooleanField(default=False)),
                    ('protected', models.BooleanField(default=False, verbose_name='identity protected on request')),
                    ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('region', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('district', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('division', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('circle', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('station', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('received_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                    ('contact', models.CharField(choices=[(complaints.rules.guard_facts.ContactState['OPEN'], 'Not yet contacted'), (complaints.rules.guard_facts.ContactState['CLAIMED'], 'Claimed, unconfirmed'), (complaints.rules.guard_facts.ContactState['CONFIRMED'], 'Confirmed'), (complaints.rules.guard_facts.ContactState['UNCONFIRMED'], 'Unconfirmed'), (complaints.rules.guard_facts.ContactState['EXCUSED'], 'Could not be reached'), (complaints.rules.guard_facts.ContactState['NOT_NEEDED'], 'No contact needed')], default=complaints.rules.guard_facts.ContactState['OPEN'], max_length=12)),
                    ('contact_due_at', models.DateTimeField(null=True)),
                    ('contacted_at', models.DateTimeField(null=True)),
                    ('contact_ran_out', models.BooleanField(db_default=False, default=False)),
                    ('report_due_at', models.DateTimeField(null=True)),
                    ('pause_ends_at', models.DateTimeField(null=True)),
                    ('reported_at', models.DateTimeField(null=True)),
                    ('reported_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('verified_at', models.DateTimeField(null=True)),
                    ('verdict', models.CharField(blank=True, choices=[('satisfied', 'Satisfied'), ('not', 'Not satisfied'), ('unreachable', 'Not reached in three calls on two days')], db_default='', default='', max_length=12)),
                    ('objected_at', models.DateTimeField(null=True)),
                    ('resolved_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('left_at', models.DateTimeField(null=True)),
                    ('withdrawal_asked_at', models.DateTimeField(null=True)),
                    ('asked_after', models.PositiveSmallIntegerField(default=0)),
                    ('outcome', models.CharField(blank=True, choices=[(complaints.rules.statuses.Outcome['RELIEF_GRANTED'], 'Relief granted'), (complaints.rules.statuses.Outcome['PARTLY_GRANTED'], 'Partly granted'), (complaints.rules.statuses.Outcome['FIR_REGISTERED'], 'FIR registered'), (complaints.rules.statuses.Outcome['REFERRED'], 'Referred elsewhere'), (complaints.rules.statuses.Outcome['NOT_PROVED'], 'Not proved'), (complaints.rules.statuses.Outcome['PROVED_FALSE'], 'Proved false'), (complaints.rules.statuses.Outcome['RECONCILED'], 'Reconciled')], max_length=16)),
                    ('ending', models.CharField(blank=True, choices=[(complaints.rules.statuses.Ending['CONFIRMED'], 'Confirmed by the citizen'), (complaints.rules.statuses.Ending['UNANSWERED'], 'No reply from the citizen'), (complaints.rules.statuses.Ending['FEEDBACK'], 'Feedback'), (complaints.rules.statuses.Ending['OUTSIDE'], 'Left to the authority outside the police'), (complaints.rules.statuses.Ending['IMPORTED'], 'Closed in the earlier system')], max_length=12)),
                    ('reopened_line', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), null=True, size=6)),
                    ('reopened_reporter', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('reopened_acceptor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('held_at', models.DateTimeField(null=True)),
                    ('anonymised_at', models.DateTimeField(null=True)),
                    ('fir_number', models.CharField(blank=True, max_length=40)),
                    ('fir_station', models.CharField(blank=True, max_length=120)),
                ],
                options={
                    'verbose_name': 'complaint',
                    'verbose_name_plural': 'complaints',
                    'indexes': [models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['due_at', 'id'], name='open_by_province'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['region', 'due_at', 'id'], name='open_by_region'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['district', 'due_at', 'id'], name='open_by_district'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['division', 'due_at', 'id'], name='open_by_division'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['circle', 'due_at', 'id'], name='open_by_circle'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['station', 'due_at', 'id'], name='open_by_station'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['office', 'due_at', 'id'], name='open_by_office'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['holder', 'due_at', 'id'], name='open_by_holder'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['category', 'due_at', 'id'], name='open_by_category'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['status', 'due_at', 'id'], name='open_by_status'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['contact', 'due_at', 'id'], name='open_by_contact'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['district', 'category', 'due_at', 'id'], name='open_by_district_category'), models.Index(condition=models.Q(('status__in', ['awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported'])), fields=['district', 'status', 'due_at', 'id'], name='open_by_district_status'), models.Index(fields=['due_at', 'id'], name='all_by_province'), models.Index(fields=['office', 'due_at', 'id'], name='all_by_office'), models.Index(fields=['category', 'due_at', 'id'], name='all_by_category'), models.Index(fields=['place', 'due_at', 'id'], name='all_by_place'), models.Index(condition=models.Q(('region', None), _negated=True), fields=['region', 'due_at', 'id'], name='all_by_region'), models.Index(condition=models.Q(('district', None), _negated=True), fields=['district', 'due_at', 'id'], name='all_by_district'), models.Index(condition=models.Q(('division', None), _negated=True), fields=['division', 'due_at', 'id'], name='all_by_division'), models.Index(condition=models.Q(('circle', None), _negated=True), fields=['circle', 'due_at', 'id'], name='all_by_circle'), models.Index(condition=models.Q(('station', None), _negated=True), fields=['station', 'due_at', 'id'], name='all_by_station'), models.Index(condition=models.Q(('holder', None), _negated=True), fields=['holder', 'due_at', 'id'], name='all_by_holder'), models.Index(condition=models.Q(('district', None), _negated=True), fields=['district', 'category', 'due_at', 'id'], name='all_by_district_category'), models.Index(condition=models.Q(('status__in', ['closed', 'merged', 'rejected', 'resolved', 'withdrawn'])), fields=['status', 'due_at', 'id'], name='ended_by_status'), models.Index(condition=models.Q(('status__in', ['closed', 'merged', 'rejected', 'resolved', 'withdrawn'])), fields=['district', 'status', 'due_at', 'id'], name='ended_by_district_status'), models.Index(condition=models.Q(('reopened_line', None), _negated=True), fields=['due_at', 'id'], name='reopened_by_province'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('reopened_line', None), _negated=True), fields=['reopened_line'], name='reopened_by_line'), models.Index(condition=models.Q(('reopened_reporter', None), _negated=True), fields=['reopened_reporter'], name='reopened_by_reporter'), models.Index(condition=models.Q(('reopened_acceptor', None), _negated=True), fields=['reopened_acceptor'], name='reopened_by_acceptor'), models.Index(condition=models.Q(('verdict', ''), _negated=True), fields=['verdict', 'due_at', 'id'], name='asked_by_province'), models.Index(condition=models.Q(('outcome', ''), _negated=True), fields=['outcome', 'due_at', 'id'], name='all_by_outcome'), models.Index(condition=models.Q(('outcome', ''), _negated=True), fields=['region', 'outcome', 'due_at', 'id'], name='all_by_region_outcome'), models.Index(condition=models.Q(('outcome', ''), _negated=True), fields=['district', 'outcome', 'due_at', 'id'], name='all_by_district_outcome'), models.Index(condition=models.Q(('channel__in', ['counter', 'telephone', 'letter', 'partner'])), fields=['channel', 'due_at', 'id'], name='all_by_channel'), models.Index(condition=models.Q(('channel__in', ['counter', 'telephone', 'letter', 'partner'])), fields=['region', 'channel', 'due_at', 'id'], name='all_by_region_channel'), models.Index(condition=models.Q(('channel__in', ['counter', 'telephone', 'letter', 'partner'])), fields=['district', 'channel', 'due_at', 'id'], name='all_by_district_channel'), models.Index(condition=models.Q(('status', complaints.rules.statuses.Status['RESOLVED'])), fields=['resolved_at'], name='resolved_waiting'), models.Index(condition=models.Q(('pause_ends_at', None), _negated=True), fields=['pause_ends_at'], name='pause_to_end'), models.Index(condition=models.Q(('withdrawal_asked_at', None), _negated=True), fields=['withdrawal_asked_at'], name='withdrawal_asked'), models.Index(condition=models.Q(('status', complaints.rules.statuses.Status['REPORTED']), ('verified_at', None)), fields=['reported_at'], name='report_to_verify'), models.Index(condition=models.Q(('accepted_at', None), ('status', complaints.rules.statuses.Status['REPORTED'])), fields=['region', 'district', 'division', 'circle', 'office', 'holder', 'id'], name='report_to_decide'), models.Index(condition=models.Q(('anonymised_at', None), ('closed_at__isnull', False), ('held_at', None)), fields=['category', 'closed_at'], name='ended_and_kept'), models.Index(condition=models.Q(('asked_after__lt', 2), ('status', complaints.rules.statuses.Status['CLOSED']), models.Q(('about_police', True), ('confidential', True), _connector='OR')), fields=['closed_at'], name='closed_to_ask_after')],
                    'constraints': [models.UniqueConstraint(fields=('etag',), name='complaint_etag_once'), models.CheckConstraint(condition=models.Q(('complainant', models.F('id'))), name='complaint_has_its_own_complainant'), models.CheckConstraint(condition=models.Q(('etag__regex', '^[0-9]{12}$')), name='complaint_etag_is_twelve_digits'), models.CheckConstraint(condition=models.Q(models.Q(('status', complaints.rules.statuses.Status['RECEIVED']), _negated=True), ('holder', None), _connector='OR'), name='complaint_received_is_the_cells'), models.CheckConstraint(condition=models.Q(models.Q(('status', complaints.rules.statuses.Status['RESOLVED']), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), ('resolved_at__isnull', False)), _connector='OR'), name='complaint_resolved_has_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('status', complaints.rules.statuses.Status['CLOSED']), _negated=True), models.Q(('ending__in', ['confirmed', 'unanswered', 'feedback', 'outside', 'imported']), ('closed_at__isnull', False)), _connector='OR'), name='complaint_closed_has_ending')],
                },
            ),
            migrations.CreateModel(
                name='AccessCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('code', 'A code'), ('list', 'Code for the list of complaints'), ('printed', 'Printed code')], default='code', max_length=7)),
                    ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_codes', to='complaints.complaint')),
                    ('reached_index', models.BinaryField(default=b'', max_length=16)),
                    ('code_hash', models.BinaryField(max_length=16)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('tries_left', models.PositiveSmallIntegerField(default=5)),
                    ('asked_by', models.BinaryField(db_default=b'', default=b'', max_length=16)),
                    ('strangers_left', models.PositiveSmallIntegerField(db_default=5, default=5)),
                    ('used_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'access code',
                    'indexes': [models.Index(condition=models.Q(('kind', 'list')), fields=['reached_index', 'expires_at'], name='access_code_of_a_list')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('complaint', None), ('kind', 'list'), models.Q(('reached_index', b''), _negated=True)), models.Q(models.Q(('kind', 'list'), _negated=True), ('complaint__isnull', False)), _connector='OR'), name='access_code_is_somebodys')],
                },
            ),
            migrations.CreateModel(
                name='ClockRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='clock_runs', to='complaints.complaint')),
                    ('clock', models.CharField(choices=[(complaints.rules.clock.Clock['CONTACT'], 'Contact'), (complaints.rules.clock.Clock['REPORT'], 'Report'), (complaints.rules.clock.Clock['DECISION'], 'Decision'), (complaints.rules.clock.Clock['URGENT'], 'Urgent action'), (complaints.rules.clock.Clock['VERIFY'], 'Verification'), (complaints.rules.clock.Clock['CALL'], 'Call to confirm contact'), (complaints.rules.clock.Clock['EXCUSE'], 'Call after three failed attempts'), (complaints.rules.clock.Clock['ORDER'], 'Order'), (complaints.rules.clock.Clock['PRESSURE'], 'Report of pressure'), (complaints.rules.clock.Clock['REFERRAL'], 'Referral to the FIA and NCHR'), (complaints.rules.clock.Clock['SETTLING'], 'Confirming whom it is against'), (complaints.rules.clock.Clock['LISTENING'], 'Listening to the voice note')], max_length=8)),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('started_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('budget', models.DurationField()),
                    ('limit', models.DurationField()),
                    ('step', models.PositiveSmallIntegerField(default=0)),
                    ('why', models.CharField(blank=True, choices=[('suspended', 'Contact claimed'), ('paused', 'A question to the citizen'), ('done', 'Done'), ('ended', 'The complaint ended'), ('new_cycle', 'A new round'), ('recategorised', 'Category changed'), ('safe_hours', 'Hours when the complainant can be called'), ('calendar', 'Working-day calendar changed'), ('tried', 'Three attempts: the complaint cell will call'), ('rung', 'The complaint cell called'), ('ran_out', 'Nobody confirmed it in time'), ('sealed', 'No police office can open it')], max_length=13)),
                    ('left', models.DurationField(null=True)),
                    ('owed', models.DurationField(null=True)),
                    ('unswept_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'deadline record',
                    'indexes': [models.Index(fields=['complaint'], name='clock_run_of_a_complaint'), models.Index(condition=models.Q(('unswept_at__isnull', False)), fields=['unswept_at'], name='clock_run_unswept'), models.Index(condition=models.Q(('clock', 'settling')), fields=['ended_at'], name='clock_run_settling')],
                    'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('complaint'), '='), (models.F('clock'), '='), (complaints.models.custody_and_clock_runs.Span(models.F('started_at'), models.F('ended_at')), '&&')], name='clock_run_one_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='complaints.complaint')),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                    ('purpose', models.CharField(choices=[('contact', 'Did the officer speak to them?'), ('verify', 'Their answer to the report'), ('withdrawal', 'Withdrawal request'), ('excuse', 'The officer could not reach them'), ('news', 'Read the update to them'), ('sample', 'Spot check'), ('connect', 'Put a call through to the officer')], max_length=10, verbose_name='purpose')),
                    ('result', models.CharField(choices=[('reached', 'Reached'), ('not_reached', 'Not reached'), ('call_back', 'Call later'), ('wrong_number', 'Wrong number')], max_length=12, verbose_name='result')),
                    ('answer', models.CharField(blank=True, max_length=16)),
                    ('call_back_at', models.DateTimeField(null=True, verbose_name='call back at')),
                    ('minutes', models.PositiveSmallIntegerField(null=True, verbose_name='minutes')),
                    ('words', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='call note')),
                ],
                options={
                    'verbose_name': 'call',
                    'verbose_name_plural': 'calls',
                    'indexes': [models.Index(fields=['complaint', 'at'], name='call_of_a_complaint')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('call_back_at__isnull', False), ('result', 'call_back')), models.Q(models.Q(('result', 'call_back'), _negated=True), ('call_back_at__isnull', True)), _connector='OR'), name='call_back_has_its_time')],
                },
            ),
            migrations.CreateModel(
                name='Connection',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='connections', to='complaints.complaint')),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('to', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('telephone', ledger.encrypted_fields.SealedTextField(verbose_name="officer's phone")),
                    ('asked_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('call', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.call')),
                ],
                options={
                    'verbose_name': 'call to be connected',
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['asked_at', 'complaint'], name='connection_to_make'), models.Index(fields=['complaint', 'asked_at'], name='connection_of_a_complaint')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('complaint',), name='connection_one_waiting'), models.CheckConstraint(condition=models.Q(('call', None), ('ended_at__isnull', False), _connector='OR'), name='connection_called_has_ended')],
                },
            ),
            migrations.CreateModel(
                name='ContactClaim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_claims', to='complaints.complaint')),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('claimed_at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, choices=[('in_person', 'Yes, the officer personally'), ('someone_else', 'Someone else did'), ('nobody', 'Nobody did')], max_length=12)),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'contact claim',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('complaint',), name='contact_claim_one_pending')],
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='complaints.complaint')),
                    ('seq', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(max_length=24)),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('actor_kind', models.CharField(choices=[('officer', 'Officer'), ('citizen', 'Complainant'), ('system', 'System')], max_length=8)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('prev', models.BinaryField(max_length=32)),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'verbose_name': 'event',
                    'constraints': [models.UniqueConstraint(fields=('complaint', 'seq'), name='event_seq_unique')],
                },
            ),
            migrations.CreateModel(
                name='Custody',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='complaints.complaint')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('started_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'custody',
                    'indexes': [models.Index(fields=['complaint'], name='custody_of_a_complaint')],
                    'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('complaint'), '='), (complaints.models.custody_and_clock_runs.Span(models.F('started_at'), models.F('ended_at')), '&&')], name='custody_one_at_a_time'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('complaint',), name='custody_one_open')],
                },
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveSmallIntegerField(db_default=1, default=3)),
                    ('at', models.DateTimeField()),
                    ('events', models.PositiveIntegerField()),
                    ('beside', models.PositiveIntegerField(db_default=0, default=0)),
                    ('key_id', models.CharField(max_length=16)),
                    ('prev', models.BinaryField(max_length=32)),
                    ('mac', models.BinaryField(max_length=32)),
                ],
            ),
            migrations.CreateModel(
                name='Destruction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('entry', models.PositiveBigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('entry__isnull', True)), fields=['id'], name='destruction_unwritten'), models.Index(condition=models.Q(('entry__isnull', False)), fields=['entry'], name='destruction_by_entry')],
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('sealed_answers', ledger.encrypted_fields.SealedTextField(default='{}')),
                    ('channel', models.CharField(choices=[(complaints.rules.statuses.Channel['WEB'], 'Web'), (complaints.rules.statuses.Channel['COUNTER'], 'Counter'), (complaints.rules.statuses.Channel['TELEPHONE'], 'Telephone'), (complaints.rules.statuses.Channel['LETTER'], 'Letter'), (complaints.rules.statuses.Channel['WHATSAPP'], 'WhatsApp'), (complaints.rules.statuses.Channel['PARTNER'], 'Partner organisation'), (complaints.rules.statuses.Channel['APP'], 'App'), (complaints.rules.statuses.Channel['IMPORTED'], 'Imported from another system')], default='web', max_length=10)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('operator', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('complaint', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='complaints.complaint')),
                ],
                options={
                    'verbose_name': 'draft',
                    'indexes': [models.Index(condition=models.Q(('complaint__isnull', True)), fields=['expires_at'], name='draft_expiring')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='complaints.draft')),
                    ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='complaints.complaint')),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('kind', models.CharField(choices=[('photo', 'Photo'), ('video', 'Video'), ('voice', 'Voice note'), ('paper', 'Document (PDF)')], max_length=5, verbose_name='kind')),
                    ('name', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='name of the file')),
                    ('owner', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', default='', editable=False)),
                    ('media_type', models.CharField(max_length=60)),
                    ('size', models.PositiveBigIntegerField()),
                    ('received', models.PositiveBigIntegerField(default=0)),
                    ('sha256', models.BinaryField(default=b'', max_length=32)),
                    ('state', models.CharField(choices=[('coming', 'Being sent'), ('checking', 'Being checked'), ('waiting', 'Waiting for the virus scanner'), ('held', 'Waiting for a safe check'), ('shown', 'Ready'), ('refused', 'Rejected'), ('withdrew', 'Taken back by the complainant'), ('gone', 'Destroyed')], default='coming', max_length=8)),
                    ('refused_because', models.CharField(blank=True, max_length=24)),
                    ('original', models.CharField(blank=True, max_length=100)),
                    ('shown', models.CharField(blank=True, max_length=100)),
                    ('shown_type', models.CharField(blank=True, max_length=60)),
                    ('by_officers_key', models.BooleanField(db_default=False, default=False)),
                    ('created_at', models.DateTimeField()),
                    ('came_at', models.DateTimeField(null=True)),
                    ('scanned_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'evidence',
                    'verbose_name_plural': 'evidence',
                    'indexes': [models.Index(condition=models.Q(('state__in', ['checking', 'waiting', 'held'])), fields=['came_at'], name='evidence_to_check'), models.Index(condition=models.Q(('state', 'coming')), fields=['created_at'], name='evidence_coming'), models.Index(condition=models.Q(('state', 'withdrew')), fields=['withdrawn_at', 'id'], name='evidence_withdrawn'), models.Index(condition=models.Q(('state', 'gone'), models.Q(('original', ''), _negated=True)), fields=['id'], name='evidence_to_destroy'), models.Index(condition=models.Q(('scanned_at__isnull', True), ('state', 'shown')), fields=['came_at'], name='evidence_unscanned')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('draft__isnull', False), ('complaint__isnull', False), _connector='OR'), name='evidence_is_somebodys'), models.CheckConstraint(condition=models.Q(('received__lte', models.F('size'))), name='evidence_received_at_most_its_size')],
                },
            ),
            migrations.CreateModel(
                name='Naming',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='namings', to='complaints.complaint')),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='namings', to=settings.AUTH_USER_MODEL)),
                    ('source', models.CharField(choices=[('cell', 'Recorded by the complaint cell'), ('holder', 'Found in the inquiry'), ('citizen', "In the complainant's own words")], max_length=8)),
                    ('named_at', models.DateTimeField()),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('why', models.TextField(verbose_name='reason')),
                    ('taken_back_at', models.DateTimeField(null=True)),
                    ('taken_back_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('taken_back_why', models.TextField(blank=True, verbose_name='why the name was wrong')),
                ],
                options={
                    'verbose_name': 'named officer',
                    'verbose_name_plural': 'named officers',
                    'indexes': [models.Index(condition=models.Q(('taken_back_at', None)), fields=['officer', 'complaint'], name='naming_by_officer')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('complaint', 'officer'), name='naming_one_standing_a_pair'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None), ('taken_back_why', '')), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False), models.Q(('taken_back_why', ''), _negated=True)), _connector='OR'), name='naming_taken_back_by_somebody_with_reasons')],
                },
            ),
            migrations.CreateModel(
                name='Exclusion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='complaints.complaint')),
                    ('office', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ground', models.CharField(choices=[('place', 'A conduct complaint against this station or unit'), ('post', 'Rank, post, place and date that the complainant stated'), ('unknown_rank', 'The complainant does not know the rank'), ('cpo_staff', 'The complainant stated staff of the Central Police Office'), ('name', 'An officer was named'), ('keep_out', 'The complainant asked to keep this office out')], max_length=12, verbose_name='ground')),
                    ('naming', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='complaints.naming')),
                    ('since', models.DateTimeField()),
                    ('lapses_at', models.DateTimeField(null=True)),
                    ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_why', models.TextField(blank=True, db_default='', default='')),
                ],
                options={
                    'verbose_name': 'exclusion',
                    'verbose_name_plural': 'exclusions',
                    'indexes': [models.Index(fields=['complaint'], name='exclusion_of_complaint'), models.Index(condition=models.Q(('ended_at', None), ('lapses_at__isnull', False)), fields=['lapses_at'], name='exclusion_to_lapse')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('office', None), ('officer__isnull', False)), models.Q(('office__isnull', False), ('officer', None)), _connector='OR'), name='exclusion_of_an_office_or_an_officer'), models.CheckConstraint(condition=models.Q(models.Q(('ground', 'name'), ('naming__isnull', False), ('officer__isnull', False)), models.Q(models.Q(('ground', 'name'), _negated=True), ('naming', None)), _connector='OR'), name='exclusion_by_name_has_a_naming'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='exclusion_confirmed_by_somebody'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('officer', None)), fields=('office', 'complaint', 'ground'), name='exclusion_one_current_an_office'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('office', None)), fields=('officer', 'complaint', 'ground', 'naming'), name='exclusion_one_current_an_officer', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Export',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX')], max_length=4)),
                    ('asked', models.TextField(blank=True)),
                    ('rows', models.PositiveBigIntegerField(null=True)),
                ],
                options={
                    'verbose_name': 'exported rows',
                    'indexes': [models.Index(fields=['at', 'id'], name='export_latest'), models.Index(fields=['posting', 'at', 'id'], name='export_by_posting')],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('office', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('role', models.CharField(blank=True, max_length=24, verbose_name='role')),
                    ('shared_with', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('page', models.CharField(choices=[('queue', 'Office queue'), ('my_queue', 'Own queue'), ('workload', 'Workload of the team'), ('appeals', 'Appeals desk'), ('board', 'Board'), ('due_soon', 'Due soon'), ('league', 'League'), ('station', 'Station sheet'), ('incident_map', 'Incident map'), ('patterns', 'Patterns'), ('verifications', 'Domestic worker verifications'), ('school_visits', 'School visits')], db_default='queue', default='queue', max_length=16)),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('query', models.CharField(blank=True, max_length=500)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'saved view',
                    'verbose_name_plural': 'saved views',
                    'indexes': [models.Index(condition=models.Q(('shared_with__isnull', False)), fields=['shared_with'], name='saved_view_shared_with')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('office', None), ('role', '')), models.Q(('office__isnull', False), models.Q(('role', ''), _negated=True)), _connector='OR'), name='saved_view_shared_with_a_role_at_an_office'), models.CheckConstraint(condition=models.Q(('shared_with', None), models.Q(('office', None), ('shared_with__isnull', False)), _connector='OR'), name='saved_view_shared_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_has_a_name'), models.UniqueConstraint(models.F('officer'), models.F('name'), condition=models.Q(('office', None)), name='own_view_name_unique'), models.UniqueConstraint(models.F('office'), models.F('role'), models.F('name'), condition=models.Q(('office__isnull', False)), name='shared_view_name_unique')],
                },
            ),
            migrations.CreateModel(
                name='ExportSchedule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('view', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='complaints.savedview')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('rhythm', models.CharField(choices=[('daily', 'Every day'), ('weekly', 'Every Monday'), ('monthly', 'On the first of each month')], max_length=8, verbose_name='rhythm')),
                    ('next_on', models.DateField()),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('stop_reason', models.CharField(blank=True, choices=[('own', 'You stopped it.'), ('posting_ended', 'The posting under which it ran has ended.'), ('no_access', 'The view is no longer open to the posting under which it ran.')], db_default='', default='', max_length=16)),
                ],
                options={
                    'verbose_name': 'schedule of an export',
                    'indexes': [models.Index(condition=models.Q(('stopped_at', None)), fields=['next_on'], name='export_schedule_next')],
                    'constraints': [models.UniqueConstraint(fields=('view', 'posting'), name='export_schedule_one_a_view_and_posting'), models.CheckConstraint(condition=models.Q(models.Q(('stop_reason', ''), ('stopped_at', None)), models.Q(('stopped_at__isnull', False), models.Q(('stop_reason', ''), _negated=True)), _connector='OR'), name='export_schedule_stops_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                    ('complaint', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('text', models.TextField(verbose_name='audit finding')),
                ],
                options={
                    'verbose_name': 'audit finding',
                    'indexes': [models.Index(condition=models.Q(('complaint__isnull', False)), fields=['complaint', 'at'], name='finding_of_a_complaint'), models.Index(condition=models.Q(('officer__isnull', False)), fields=['officer', 'at'], name='finding_of_an_officer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('complaint__isnull', False), ('officer', None)), models.Q(('complaint', None), ('officer__isnull', False)), _connector='OR'), name='finding_of_a_complaint_or_an_officer')],
                },
            ),
            migrations.CreateModel(
                name='FormerCategoryName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_en', models.CharField(max_length=120)),
                    ('name_ur', models.CharField(blank=True, max_length=120)),
                    ('until', models.DateTimeField()),
                    ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(fields=['category', 'until'], name='former_name_of_category')],
                },
            ),
            migrations.CreateModel(
                name='Hearing',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('naming', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='complaints.naming')),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('gist', models.TextField(verbose_name='subject')),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('agreed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('warned_at', models.DateTimeField(null=True)),
                    ('given_at', models.DateTimeField(null=True)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('answer', models.TextField(blank=True, verbose_name='answer')),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'hearing',
                    'verbose_name_plural': 'hearings',
                    'indexes': [models.Index(condition=models.Q(('given_at', None)), fields=['naming', 'cycle'], name='hearing_to_agree_to')],
                    'constraints': [models.UniqueConstraint(fields=('naming', 'cycle'), name='hearing_once_a_naming_and_cycle'), models.CheckConstraint(condition=models.Q(models.Q(('due_at', None), ('given_at', None)), models.Q(('due_at__gt', models.F('given_at')), ('given_at__isnull', False)), _connector='OR'), name='hearing_given_has_a_date_for_the_answer'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__isnull', False), ('given_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='hearing_answered_when_given')],
                },
            ),
            migrations.CreateModel(
                name='Holiday',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holidays', to='complaints.workingcalendar', verbose_name='calendar of working days')),
                    ('day', models.DateField(verbose_name='day')),
                    ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                    ('name_ur', models.CharField(blank=True, max_length=120, verbose_name='name in Urdu')),
                    ('provisional', models.BooleanField(default=False, verbose_name='provisional (depends on moon sighting)')),
                    ('is_off', models.BooleanField(default=False, verbose_name='holiday cancelled')),
                    ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ],
                options={
                    'verbose_name': 'holiday',
                    'verbose_name_plural': 'holidays',
                    'ordering': ['day'],
                    'constraints': [models.UniqueConstraint(fields=('calendar', 'day'), name='holiday_once_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='complaints.complaint')),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('to', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('invited_at', models.DateTimeField()),
                    ('appointed_at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, choices=[('comes', 'They will come'), ('refuses', 'They will not come'), ('another_time', 'They ask for another time')], max_length=12)),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'invitation to an office',
                    'verbose_name_plural': 'invitations to an office',
                    'indexes': [models.Index(fields=['complaint', 'invited_at'], name='invitation_of_a_complaint')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('appointed_at__gt', models.F('invited_at'))), name='invitation_lies_ahead'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='invitation_answered_says_when')],
                },
            ),
            migrations.CreateModel(
                name='LookUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('phone', 'Telephone'), ('document', 'CNIC'), ('name', "Complainant's name")], max_length=8)),
                    ('mark', models.BinaryField(max_length=16)),
                    ('found', models.PositiveSmallIntegerField()),
                ],
                options={
                    'verbose_name': 'search for a person',
                    'indexes': [models.Index(fields=['at', 'id'], name='look_up_latest'), models.Index(fields=['posting', 'at', 'id'], name='look_up_by_posting')],
                },
            ),
            migrations.CreateModel(
                name='NarrowingRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='narrowings', to='complaints.complaint')),
                    ('asked', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event')),
                    ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('asked_at', models.DateTimeField()),
                    ('exclusion_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField())),
                    ('naming', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.naming')),
                    ('first_approver', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('first_approved_at', models.DateTimeField(null=True)),
                    ('second_approver', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('second_approved_at', models.DateTimeField(null=True)),
                    ('is_unannounced', models.BooleanField(db_default=False, default=False)),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('objected_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('is_granted', models.BooleanField(null=True)),
                ],
                options={
                    'verbose_name': 'request to end an exclusion',
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['second_approved_at'], name='narrowing_waiting')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('complaint',), name='narrowing_one_waiting'), models.CheckConstraint(condition=models.Q(models.Q(('second_approved_at', None), ('second_approver', None)), models.Q(('first_approved_at__isnull', False), ('first_approver__isnull', False), ('second_approver__isnull', False), ('second_approved_at__gte', models.F('first_approved_at')), models.Q(('first_approver', models.F('second_approver')), _negated=True)), _connector='OR'), name='narrowing_approved_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('is_granted', None)), models.Q(('ended_at__isnull', False), ('is_granted', False)), models.Q(('ended_at__isnull', False), ('is_granted', True), ('second_approved_at__isnull', False)), _connector='OR'), name='narrowing_granted_only_after_two_approvals')],
                },
            ),
            migrations.CreateModel(
                name='Notification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(choices=[('mention', 'You were mentioned in a note'), ('report_returned', 'A report was returned'), ('report_went_up', 'Your report was returned again, and a superior now has the complaint'), ('answer', 'An answer came'), ('escalation', 'A delay was escalated to you'), ('order', 'You received an order'), ('order_answered', 'Your order was answered'), ('order_late', 'An order is late'), ('leave', 'You act for a colleague on leave'), ('marking_undone', 'A marking to you was undone')], max_length=20)),
                    ('complaint', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('event', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event')),
                    ('leave', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.leave')),
                    ('created_at', models.DateTimeField()),
                    ('read_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'notification',
                    'verbose_name_plural': 'notifications',
                    'indexes': [models.Index(fields=['officer', '-id'], name='notification_of_officer'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['officer'], name='notification_unread'), models.Index(condition=models.Q(('complaint__isnull', False)), fields=['complaint'], name='notification_of_complaint'), models.Index(fields=['created_at'], name='notification_to_delete')],
                },
            ),
            migrations.CreateModel(
                name='NotificationDigest',
                fields=[
                    ('officer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('frequency', models.CharField(choices=[('daily', 'Once a day'), ('twice_daily', 'Twice a day')], max_length=12)),
                    ('hour', models.PositiveSmallIntegerField()),
                ],
                options={
                    'verbose_name': 'e-mail digest',
                    'verbose_name_plural': 'e-mail digests',
                    'constraints': [models.CheckConstraint(condition=models.Q(('hour__range', (6, 15))), name='digest_hour_leaves_time')],
                },
            ),
            migrations.CreateModel(
                name='Order',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='complaints.complaint')),
                    ('to', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('given', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event')),
                    ('given_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('done', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event')),
                    ('done_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'order',
                    'indexes': [models.Index(fields=['complaint', 'given_at'], name='order_of_a_complaint'), models.Index(condition=models.Q(('done', None)), fields=['to', 'due_at'], name='order_waiting_for')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('given_at'))), name='order_is_due_after_it_is_given'), models.CheckConstraint(condition=models.Q(models.Q(('done', None), ('done_at', None)), models.Q(('done__isnull', False), ('done_at__isnull', False)), _connector='OR'), name='order_done_says_when'), models.UniqueConstraint(condition=models.Q(('done', None)), fields=('complaint',), name='order_one_waiting')],
                },
            ),
            migrations.CreateModel(
                name='OutsideAuthority',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_en', models.CharField(max_length=160, verbose_name='name')),
                    ('name_ur', models.CharField(max_length=160, verbose_name='name in Urdu')),
                    ('address', models.TextField(max_length=400, verbose_name='postal address')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                    ('public_key', models.TextField(max_length=600, verbose_name='public key (X25519, PEM)')),
                    ('source', models.TextField(verbose_name='authorising order')),
                    ('since', models.DateTimeField(verbose_name='in force since')),
                ],
                options={
                    'verbose_name': 'outside authority',
                    'verbose_name_plural': 'outside authorities',
                },
            ),
            migrations.CreateModel(
                name='OutsideAuthorityChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                    ('asked_at', models.DateTimeField(verbose_name='requested at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('name_en', models.CharField(max_length=160, verbose_name='name')),
                    ('name_ur', models.CharField(max_length=160, verbose_name='name in Urdu')),
                    ('address', models.TextField(max_length=400, verbose_name='postal address')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                    ('public_key', models.TextField(max_length=600, verbose_name='public key (X25519, PEM)')),
                    ('source', models.TextField(verbose_name='authorising order')),
                    ('authority', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.outsideauthority')),
                ],
                options={
                    'verbose_name': 'pending outside authority',
                    'verbose_name_plural': 'pending outside authorities',
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='outside_authority_change_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='outside_authority_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('authority', None), ('decided_at__isnull', False), _connector='OR'), name='outside_authority_change_authority_only_once_decided'), models.UniqueConstraint(models.Value(1), condition=models.Q(('decided_at', None)), name='outside_authority_change_waits_once')],
                },
            ),
            migrations.CreateModel(
                name='OutsideTransfer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='complaints.complaint')),
                    ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.outsideauthority')),
                    ('with_identity', models.BooleanField()),
                    ('is_addition', models.BooleanField(db_default=False, default=False)),
                    ('covers_seq', models.PositiveIntegerField(db_default=0, default=0)),
                    ('content', models.BinaryField()),
                    ('created_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('given_up_at', models.DateTimeField(null=True)),
                    ('fetched_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'complaint sent to an outside authority',
                    'indexes': [models.Index(fields=['complaint'], name='transfer_of_complaint'), models.Index(condition=models.Q(('given_up_at', None), ('sent_at', None)), fields=['created_at'], name='transfer_not_sent')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_addition', False), ('with_identity', True)), fields=('complaint',), name='transfer_once_with_identity'), models.UniqueConstraint(condition=models.Q(('is_addition', False), ('with_identity', False)), fields=('complaint',), name='transfer_once_without_identity'), models.CheckConstraint(condition=models.Q(('sent_at', None), ('given_up_at', None), _connector='OR'), name='transfer_sent_or_given_up')],
                },
            ),
            migrations.CreateModel(
                name='PolicyChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                    ('asked_at', models.DateTimeField(verbose_name='requested at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category', verbose_name='category')),
                    ('contact_hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hours until contact')),
                    ('report_hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hours until the report')),
                    ('decision_hours', models.PositiveSmallIntegerField(default=48, verbose_name='hours until the decision')),
                    ('escalation_hours', models.PositiveSmallIntegerField(default=24, verbose_name='hours between escalations')),
                    ('escalations', models.PositiveSmallIntegerField(default=3, verbose_name='escalations')),
                    ('reminder_share', models.FloatField(default=0.75, verbose_name='share of the time limit after which the officer is reminded')),
                    ('pause_share', models.FloatField(default=0.25, verbose_name='share of the time limit for which questions may pause the deadline')),
                    ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.workingcalendar', verbose_name='calendar of working days (empty: around the clock)')),
                    ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='begins at (empty: when it is confirmed)')),
                    ('rank_floor', models.CharField(choices=[('PC', 'Constable'), ('HC', 'Head Constable'), ('ASI', 'Assistant Sub-Inspector'), ('SI', 'Sub-Inspector'), ('IP', 'Inspector'), ('DSP', 'Deputy Superintendent of Police'), ('ASP', 'Assistant Superintendent of Police'), ('SP', 'Superintendent of Police'), ('SSP', 'Senior Superintendent of Police'), ('DIG', 'Deputy Inspector General'), ('ADDL_IG', 'Additional Inspector General'), ('IG', 'Inspector General of Police')], max_length=8, verbose_name='lowest rank')),
                    ('source', models.TextField(verbose_name='authorising order')),
                    ('policy', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.policy')),
                ],
                options={
                    'verbose_name': 'pending SLA changes',
                    'verbose_name_plural': 'pending SLA changes',
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='policy_change_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='policy_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('policy', None), ('decided_at__isnull', False), _connector='OR'), name='policy_change_policy_only_once_decided'), models.CheckConstraint(condition=models.Q(('pause_share__gte', 0), ('pause_share__lte', 1), ('reminder_share__gt', 0), ('reminder_share__lt', 1)), name='policy_change_has_shares_of_one'), models.CheckConstraint(condition=models.Q(('starts_at', None), ('starts_at__gt', models.F('asked_at')), _connector='OR'), name='policy_change_looks_ahead'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('category',), name='policy_change_waits_once_a_category')],
                },
            ),
            migrations.CreateModel(
                name='PolicySimulation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category', verbose_name='category')),
                    ('contact_hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hours until contact')),
                    ('report_hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hours until the report')),
                    ('decision_hours', models.PositiveSmallIntegerField(default=48, verbose_name='hours until the decision')),
                    ('escalation_hours', models.PositiveSmallIntegerField(default=24, verbose_name='hours between escalations')),
                    ('escalations', models.PositiveSmallIntegerField(default=3, verbose_name='escalations')),
                    ('reminder_share', models.FloatField(default=0.75, verbose_name='share of the time limit after which the officer is reminded')),
                    ('pause_share', models.FloatField(default=0.25, verbose_name='share of the time limit for which questions may pause the deadline')),
                    ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.workingcalendar', verbose_name='calendar of working days (empty: around the clock)')),
                    ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='begins at (empty: when it is confirmed)')),
                    ('rank_floor', models.CharField(choices=[('PC', 'Constable'), ('HC', 'Head Constable'), ('ASI', 'Assistant Sub-Inspector'), ('SI', 'Sub-Inspector'), ('IP', 'Inspector'), ('DSP', 'Deputy Superintendent of Police'), ('ASP', 'Assistant Superintendent of Police'), ('SP', 'Superintendent of Police'), ('SSP', 'Senior Superintendent of Police'), ('DIG', 'Deputy Inspector General'), ('ADDL_IG', 'Additional Inspector General'), ('IG', 'Inspector General of Police')], max_length=8, verbose_name='lowest rank')),
                    ('source', models.TextField(verbose_name='authorising order')),
                    ('change', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='simulations', to='complaints.policychange')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField()),
                    ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                    ('total', models.PositiveIntegerField(null=True)),
                    ('checked', models.PositiveIntegerField(default=0)),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('result', models.JSONField(null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['asked_at'], name='simulation_waiting')],
                },
            ),
            migrations.CreateModel(
                name='Prepared',
                fields=[
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='prepared', to='complaints.complaint')),
                    ('move', models.CharField(max_length=24)),
                    ('words', ledger.encrypted_fields.SealedTextField(verbose_name='text')),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('prepared_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'prepared text',
                    'verbose_name_plural': 'prepared texts',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True)), fields=('complaint', 'move'), name='prepared_one_waits_for_a_move')],
                },
            ),
            migrations.CreateModel(
                name='Pressure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pressures', to='complaints.complaint')),
                    ('reported_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('silent', models.BooleanField(default=False)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('done', models.TextField(blank=True, verbose_name='action taken')),
                ],
                options={
                    'verbose_name': 'report of pressure',
                    'verbose_name_plural': 'reports of pressure',
                    'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['due_at', 'id'], name='pressure_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), models.Q(('settled_by__isnull', False), models.Q(('done', ''), _negated=True)), _connector='OR'), name='pressure_settled_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='QueueColumns',
                fields=[
                    ('officer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=20)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'columns of the queue',
                    'verbose_name_plural': 'columns of the queue',
                },
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='complaints.complaint')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('opened', 'Opened'), ('printed', 'Printed'), ('revealed', 'Identity shown'), ('unsealed', 'Withdrawn file opened')], db_default='opened', default='opened', max_length=8)),
                    ('why', models.TextField(blank=True, db_default='', default='', verbose_name='reason')),
                    ('key_id', models.CharField(db_default='', default='', max_length=16)),
                    ('signature', models.BinaryField(db_default=b'', default=b'', max_length=80)),
                ],
                options={
                    'verbose_name': 'access entry',
                    'indexes': [models.Index(fields=['complaint', 'office'], name='reading_of_a_complaint'), models.Index(fields=['posting', 'at', 'id'], name='reading_by_posting'), models.Index(fields=['office', 'at', 'id'], name='reading_by_office'), models.Index(fields=['at', 'id'], name='reading_by_time')],
                },
            ),
            migrations.CreateModel(
                name='RestoreGuard',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('newest_entry', models.PositiveBigIntegerField(default=0)),
                    ('server', models.CharField(blank=True, max_length=60)),
                    ('closed_because', models.CharField(blank=True, choices=[('', 'Neither'), ('database', 'Database'), ('files', 'Files')], max_length=8)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_restore_guard')],
                },
            ),
            migrations.CreateModel(
                name='RetentionPeriod',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category', verbose_name='category')),
                    ('months', models.PositiveSmallIntegerField(verbose_name='months after the end')),
                    ('since', models.DateTimeField(verbose_name='in force since')),
                    ('source', models.TextField(verbose_name='authorising order')),
                ],
                options={
                    'verbose_name': 'retention period',
                    'verbose_name_plural': 'retention periods',
                    'constraints': [models.CheckConstraint(condition=models.Q(('months__range', (12, 600))), name='retention_is_some_time')],
                },
            ),
            migrations.CreateModel(
                name='RetentionChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                    ('asked_at', models.DateTimeField(verbose_name='requested at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category', verbose_name='category')),
                    ('months', models.PositiveSmallIntegerField(verbose_name='months after the end')),
                    ('source', models.TextField(verbose_name='authorising order')),
                    ('period', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.retentionperiod')),
                ],
                options={
                    'verbose_name': 'pending retention change',
                    'verbose_name_plural': 'pending retention changes',
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='retention_change_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='retention_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('period', None), ('decided_at__isnull', False), _connector='OR'), name='retention_change_period_only_once_decided'), models.CheckConstraint(condition=models.Q(('months__range', (12, 600))), name='retention_asked_is_some_time'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('category',), name='retention_change_waits_once_a_category')],
                },
            ),
            migrations.CreateModel(
                name='RoutingRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('category', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category')),
                    ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('target_posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('target_office', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('starts_at', models.DateTimeField(verbose_name='from')),
                    ('ends_at', models.DateTimeField(null=True, verbose_name='until')),
                    ('set_at', models.DateTimeField()),
                    ('set_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                ],
                options={
                    'verbose_name': 'routing rule',
                    'verbose_name_plural': 'routing rules',
                    'indexes': [models.Index(fields=['place', 'starts_at'], name='routing_rule_of_a_place')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('target_office__isnull', False), ('target_posting', None)), models.Q(('target_office', None), ('target_posting__isnull', False)), _connector='OR'), name='routing_rule_has_one_target'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='routing_rule_does_not_end_before_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='RunningClock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='running_clocks', to='complaints.complaint')),
                    ('clock', models.CharField(choices=[(complaints.rules.clock.Clock['CONTACT'], 'Contact'), (complaints.rules.clock.Clock['REPORT'], 'Report'), (complaints.rules.clock.Clock['DECISION'], 'Decision'), (complaints.rules.clock.Clock['URGENT'], 'Urgent action'), (complaints.rules.clock.Clock['VERIFY'], 'Verification'), (complaints.rules.clock.Clock['CALL'], 'Call to confirm contact'), (complaints.rules.clock.Clock['EXCUSE'], 'Call after three failed attempts'), (complaints.rules.clock.Clock['ORDER'], 'Order'), (complaints.rules.clock.Clock['PRESSURE'], 'Report of pressure'), (complaints.rules.clock.Clock['REFERRAL'], 'Referral to the FIA and NCHR'), (complaints.rules.clock.Clock['SETTLING'], 'Confirming whom it is against'), (complaints.rules.clock.Clock['LISTENING'], 'Listening to the voice note')], max_length=8)),
                    ('cycle', models.PositiveSmallIntegerField()),
                    ('started_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('limit', models.DurationField()),
                    ('step', models.PositiveSmallIntegerField(default=0)),
                    ('next_step_at', models.DateTimeField(null=True)),
                    ('worked', models.DurationField(null=True)),
                ],
                options={
                    'verbose_name': 'active deadline',
                    'indexes': [models.Index(condition=models.Q(('next_step_at__isnull', False)), fields=['next_step_at'], name='running_clock_next'), models.Index(fields=['due_at', 'complaint'], name='running_clock_due')],
                    'constraints': [models.UniqueConstraint(fields=('complaint', 'clock'), name='running_clock_unique')],
                },
            ),
            migrations.CreateModel(
                name='SealedRows',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.seal')),
                    ('table', models.CharField(max_length=63)),
                    ('ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField())),
                    ('last_id', models.BigIntegerField()),
                ],
                options={
                    'indexes': [models.Index(fields=['table', 'last_id'], name='sealed_rows_latest')],
                    'constraints': [models.UniqueConstraint(fields=('seal', 'table'), name='sealed_rows_once')],
                },
            ),
            migrations.CreateModel(
                name='StationOrder',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='station_orders', to='complaints.complaint')),
                    ('station', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('offence', models.CharField(max_length=160, verbose_name='law, section and offence')),
                    ('place', models.CharField(max_length=160, verbose_name='place of the incident')),
                    ('happened_on', models.DateField(verbose_name='day of the incident')),
                    ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('asked_at', models.DateTimeField()),
                    ('consent', models.CharField(choices=[('asked', 'The complainant was asked'), ('given', 'The complainant agreed'), ('refused', 'The complainant did not agree'), ('none', 'Not needed: somebody is detained')], max_length=7)),
                    ('given_at', models.DateTimeField(null=True)),
                    ('fir_number', models.CharField(blank=True, default='', max_length=40, verbose_name='FIR number')),
                    ('fir_on', models.DateField(null=True, verbose_name='date of the FIR')),
                    ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('answered_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'order to an excluded station',
                    'indexes': [models.Index(fields=['complaint'], name='station_order_of_complaint'), models.Index(fields=['station', '-given_at'], name='station_order_of_station')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('consent__in', ('asked', 'refused')), ('given_at', None)), models.Q(('consent__in', ('given', 'none')), ('given_at__isnull', False)), _connector='OR'), name='station_order_given_with_consent'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('fir_number', ''), ('fir_on', None)), models.Q(('answered_at__isnull', False), ('fir_on__isnull', False), ('given_at__isnull', False), models.Q(('fir_number', ''), _negated=True)), _connector='OR'), name='station_order_answered_with_an_fir'), models.UniqueConstraint(condition=models.Q(('answered_at', None), models.Q(('consent', 'refused'), _negated=True)), fields=('complaint', 'station'), name='station_order_one_open')],
                },
            ),
            migrations.CreateModel(
                name='UnderstandingPhrase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('phrase', models.CharField(max_length=80, verbose_name='phrase')),
                    ('label', models.CharField(max_length=40, verbose_name='speaks for')),
                    ('weight', models.FloatField(verbose_name='weight')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('edited_at', models.DateTimeField(editable=False, null=True, verbose_name='edited at')),
                ],
                options={
                    'verbose_name': 'phrase for understanding sentences',
                    'verbose_name_plural': 'phrases for understanding sentences',
                    'ordering': ['label', 'phrase'],
                    'constraints': [models.UniqueConstraint(fields=('phrase', 'label'), name='phrase_speaks_once_for_a_label'), models.CheckConstraint(condition=models.Q(('weight__range', (-5.0, 5.0))), name='phrase_weight_is_bounded')],
                },
            ),
            migrations.CreateModel(
                name='AccessSearch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('shown', 'Viewed'), ('exported', 'Exported')], max_length=8)),
                    ('asked', models.JSONField(default=dict)),
                ],
                options={
                    'verbose_name': 'access log search',
                    'indexes': [models.Index(fields=['at', 'id'], name='access_search_latest')],
                },
            ),
            migrations.CreateModel(
                name='CalendarChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                    ('asked_at', models.DateTimeField(verbose_name='requested at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                    ('name_ur', models.CharField(max_length=80, verbose_name='name in Urdu')),
                    ('week', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(blank=True), default=complaints.models.calendar.empty_week, verbose_name='working hours')),
                    ('office_weeks', models.JSONField(blank=True, default=dict, verbose_name='office types with other hours')),
                    ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.workingcalendar', verbose_name='calendar to change (empty: a new one)')),
                    ('source', models.TextField(verbose_name='authorising order')),
                    ('saved', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.workingcalendar')),
                ],
                options={
                    'verbose_name': 'requested calendar change',
                    'verbose_name_plural': 'requested calendar changes',
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='calendar_change_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='calendar_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('saved', None), ('decided_at__isnull', False), _connector='OR'), name='calendar_change_saved_only_once_decided'), models.CheckConstraint(condition=models.Q(('week__len', 7)), name='calendar_change_has_seven_days'), models.CheckConstraint(condition=models.Q(('week', ['', '', '', '', '', '', '']), _negated=True), name='calendar_change_has_a_working_day'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('calendar',), name='calendar_change_waits_once_a_calendar')],
                },
            ),
            migrations.CreateModel(
                name='CannedReply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('move', models.CharField(max_length=24, verbose_name='step')),
                    ('category', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.category')),
                    ('language', models.CharField(choices=[('en', 'English'), ('ur', 'اردو')], max_length=2, verbose_name='language')),
                    ('title', models.CharField(max_length=80, verbose_name='title')),
                    ('text', models.TextField(verbose_name='text')),
                    ('changed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'canned reply',
                    'verbose_name_plural': 'canned replies',
                    'constraints': [models.UniqueConstraint(fields=('office', 'move', 'category', 'language', 'title'), name='canned_reply_title_unique_in_its_list', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='CategoryProposal',
                fields=[
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='category_proposal', serialize=False, to='complaints.complaint')),
                    ('engine_version', models.CharField(max_length=40, verbose_name='version of the proposal')),
                    ('proposed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), verbose_name='proposed categories')),
                    ('proposed_place', models.CharField(blank=True, max_length=60, verbose_name='proposed place')),
                    ('danger', models.CharField(max_length=10, verbose_name='danger')),
                    ('chosen', models.CharField(max_length=60, verbose_name='chosen category')),
                    ('chosen_place', models.CharField(max_length=60, verbose_name='chosen place')),
                ],
                options={
                    'verbose_name': 'category proposal',
                },
            ),
            migrations.CreateModel(
                name='ChainHead',
                fields=[
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='head', serialize=False, to='complaints.complaint')),
                    ('seq', models.PositiveIntegerField()),
                    ('mac', models.BinaryField(max_length=32)),
                    ('at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Decoy',
                fields=[
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='decoy', serialize=False, to='complaints.complaint')),
                    ('sealed_rows', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                    ('is_closed', models.BooleanField(null=True)),
                    ('has_unchecked', models.BooleanField(db_default=False, default=False)),
                    ('word_hash', ledger.encrypted_fields.SealedTextField(blank=True, default='')),
                    ('alarm_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'duress page',
                    'indexes': [models.Index(condition=models.Q(('alarm_at__isnull', False)), fields=['alarm_at'], name='decoy_alarm'), models.Index(condition=models.Q(('has_unchecked', True)), fields=['complaint'], name='decoy_unchecked')],
                },
            ),
            migrations.CreateModel(
                name='MissingChild',
                fields=[
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='missing_child', serialize=False, to='complaints.complaint')),
                    ('name', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='name of the child')),
                    ('age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age')),
                    ('sex', models.CharField(blank=True, choices=[('female', 'Girl'), ('male', 'Boy'), ('other', 'Transgender')], max_length=8, verbose_name='sex')),
                    ('wearing', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='clothes')),
                    ('left', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', "I don't know")], max_length=8, verbose_name='may have left on its own')),
                    ('custody', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', "I don't know")], max_length=8, verbose_name='dispute over custody')),
                ],
                options={
                    'verbose_name': 'missing child',
                    'verbose_name_plural': 'missing children',
                    'constraints': [models.CheckConstraint(condition=models.Q(('age', None), ('age__lt', 18), _connector='OR'), name='missing_child_is_a_child')],
                },
            ),
            migrations.CreateModel(
                name='OpenWords',
                fields=[
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='complaints.complaint')),
                    ('folded', models.TextField()),
                ],
                options={
                    'verbose_name': 'text of an open complaint',
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='open_words_by_likeness', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(models.Func('folded', function='portal_lexemes', output_field=django.contrib.postgres.search.SearchVectorField()), name='open_words_by_words')],
                },
            ),
            migrations.CreateModel(
                name='Statement',
                fields=[
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='statement', serialize=False, to='complaints.complaint')),
                    ('text', models.TextField(verbose_name='what happened')),
                    ('landmark', models.CharField(blank=True, max_length=200, verbose_name='landmark')),
                    ('position', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', verbose_name='location')),
                    ('concerns', models.CharField(blank=True, max_length=300, verbose_name='complaint against')),
                    ('concerned', models.JSONField(blank=True, db_default={}, default=dict, verbose_name='officer complained against')),
                    ('keep_from', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], db_default='', default='', max_length=8, verbose_name='keep officers out')),
                    ('senior_possible', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], db_default='', default='', max_length=8, verbose_name='perhaps an SP')),
                    ('happened_on', models.DateField(blank=True, null=True, verbose_name='when it happened')),
                    ('happened_about', models.CharField(blank=True, db_default='', max_length=120, verbose_name='when it happened, in words')),
                    ('folded', models.TextField(blank=True, db_default='', default='')),
                    ('salt', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', default='', editable=False)),
                ],
                options={
                    'verbose_name': 'statement',
                    'indexes': [django.contrib.postgres.indexes.GinIndex(models.Func('folded', function='portal_lexemes', output_field=django.contrib.postgres.search.SearchVectorField()), name='statement_by_lexemes')],
                },
            ),
            migrations.CreateModel(
                name='ContactSample',
                fields=[
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='complaints.event')),
                    ('complaint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                    ('drawn_at', models.DateTimeField()),
                    ('call', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.call')),
                ],
                options={
                    'verbose_name': 'spot check',
                    'indexes': [models.Index(condition=models.Q(('call__isnull', True)), fields=['drawn_at'], name='sample_to_ring_about')],
                },
            ),
            migrations.CreateModel(
                name='SealedEvent',
                fields=[
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sealed', serialize=False, to='complaints.event')),
                    ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_events', to='complaints.seal')),
                ],
            ),
            migrations.CreateModel(
                name='Words',
                fields=[
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='words', serialize=False, to='complaints.event')),
                    ('salt', models.BinaryField(max_length=16)),
                    ('text', models.TextField()),
                    ('parts', models.JSONField(db_default={}, default=dict)),
                    ('for_citizen', models.BooleanField(default=True)),
                    ('anonymised_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'text',
                    'constraints': [models.CheckConstraint(condition=models.Q(('anonymised_at', None), models.Q(('parts', {}), ('salt', b''), ('text', '')), _connector='OR'), name='words_anonymised_are_destroyed')],
                },
            ),
            migrations.CreateModel(
                name='HourlyHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(unique=True)),
                    ('hour', models.DateTimeField(unique=True)),
                    ('at', models.DateTimeField()),
                    ('seal', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.seal')),
                    ('text', models.TextField()),
                    ('digest', models.BinaryField(max_length=32)),
                    ('events', models.PositiveBigIntegerField()),
                    ('complaints', models.PositiveBigIntegerField()),
                    ('roots', models.BinaryField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'verbose_name': 'hourly head of the log',
                },
            ),
            migrations.CreateModel(
                name='LogCheckpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('size', models.PositiveIntegerField(unique=True)),
                    ('note', models.TextField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'checkpoint of the log',
                },
            ),
            migrations.CreateModel(
                name='MonitorReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('monitor', models.CharField(max_length=200, unique=True)),
                    ('note', models.TextField(default='')),
                    ('asked_at', models.DateTimeField()),
                    ('problem', models.CharField(default='', max_length=200)),
                    ('contradicts', models.BooleanField(default=False)),
                ],
                options={
                    'verbose_name': 'report of a monitor of the log',
                },
            ),
            migrations.CreateModel(
                name='WitnessSignature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='complaints.logcheckpoint')),
                    ('witness', models.CharField(max_length=200)),
                    ('line', models.TextField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': "witness's signature",
                    'constraints': [models.UniqueConstraint(fields=('checkpoint', 'witness'), name='one_signature_of_each_witness')],
                },
            ),
            migrations.CreateModel(
                name='AuditExport',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('asked_at', models.DateTimeField()),
                    ('first', models.DateField(verbose_name='first day')),
                    ('last', models.DateField(verbose_name='last day')),
                    ('made_at', models.DateTimeField(null=True)),
                    ('expires_at', models.DateTimeField(null=True)),
                    ('deleted_at', models.DateTimeField(null=True)),
                    ('is_too_large', models.BooleanField(db_default=False, default=False)),
                    ('sha256', models.CharField(blank=True, db_default='', default='', max_length=64)),
                    ('content', ledger.encrypted_fields.SealedTextField(blank=True, db_default='', default='')),
                ],
                options={
                    'verbose_name': 'audit export',
                    'indexes': [models.Index(fields=['by', '-asked_at'], name='audit_export_of_auditor'), models.Index(condition=models.Q(('deleted_at', None), ('made_at', None)), fields=['asked_at'], name='audit_export_waiting'), models.Index(condition=models.Q(('deleted_at', None)), fields=['expires_at'], name='audit_export_expiring')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='audit_export_in_order'), models.CheckConstraint(condition=models.Q(('deleted_at', None), ('content', ''), _connector='OR'), name='audit_export_deleted_is_empty')],
                },
            ),
            migrations.CreateModel(
                name='ImportedComplaint',
                fields=[
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='imported', serialize=False, to='complaints.complaint')),
                    ('source', models.CharField(max_length=40)),
                    ('reference', models.CharField(max_length=60)),
                    ('file_sha256', models.CharField(max_length=64)),
                    ('line', models.PositiveIntegerField()),
                    ('received_on', models.DateField()),
                    ('closed_on', models.DateField(null=True)),
                ],
                options={
                    'verbose_name': 'imported complaint',
                    'indexes': [models.Index(fields=['file_sha256', 'line'], name='imported_by_file')],
                    'constraints': [models.UniqueConstraint(fields=('source', 'reference'), name='imported_once')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='category',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ba60a992d5d7e53bab8d507591e8f0c59b3fe004', operation='DELETE', pgid='pgtrigger_never_deleted_4bf1f', table='complaints_category', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='category',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='107e8a4f605f0f1f96290f6174001410f8a525c4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_00613', table='complaints_category', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsideauthority',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d70b985835fd39ce7e151f06f12e103565e961b3', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_790a1', table='complaints_outsideauthority', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsideauthority',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='e4fc69d98b136da271ae40c9d154604c369dc48f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_7c2bd', table='complaints_outsideauthority', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seal',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9fd3219cd265b25a62ce0e32cbc121ffa57ae14e', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_4df68', table='complaints_seal', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='seal',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='5e1b6360bba7abe4c7c54cbe30c4f22c8e2dfa9c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c79ca', table='complaints_seal', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='workingcalendar',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f18cee511c256bde7eab05537eeb2969ddd81bbc', operation='DELETE', pgid='pgtrigger_never_deleted_b01f9', table='complaints_workingcalendar', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='workingcalendar',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='060e13dc2c7a6d099e1633bf0f5149e2e358b75b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bb848', table='complaints_workingcalendar', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='accesssearch',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e5b0b21b2b69f2551af6bcdffffed13116bb8c84', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_be98e', table='complaints_accesssearch', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='accesssearch',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='7cb8cdffb2ff4b9e05a4c20e3a8fe53eafa7fdb7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_44916', table='complaints_accesssearch', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='chainhead',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6a68cc78e01b8eb541a902e2b76246e7f61315a1', operation='DELETE', pgid='pgtrigger_never_deleted_d4cbd', table='complaints_chainhead', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statement',
                trigger=pgtrigger.compiler.Trigger(name='open_words_follow_the_statement', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."folded" > \'\')', func="\n            INSERT INTO complaints_openwords (complaint_id, folded)\n            SELECT id, NEW.folded FROM complaints_complaint\n            WHERE id = NEW.complaint_id AND status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported')\n            ON CONFLICT (complaint_id) DO UPDATE SET folded = EXCLUDED.folded;\n            RETURN NULL;\n        ", hash='60bd9ec95c7f7b1e332d8e7367c821189744ae78', operation='INSERT OR UPDATE OF "folded"', pgid='pgtrigger_open_words_follow_the_statement_a2e01', table='complaints_statement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='call',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='752be2f13691282e9471ded1598b99a6433b07d6', operation='DELETE', pgid='pgtrigger_never_deleted_8e9f5', table='complaints_call', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='call',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='dcfaf4a2abfe7f761dc640563ea2dece3818c862', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_97a83', table='complaints_call', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='call',
                trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.words = '' AND to_jsonb(OLD) - ARRAY['words'] = to_jsonb(NEW) - ARRAY['words']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='10e294af323773e1ff10d701a2ef8fbfde29915d', operation='UPDATE', pgid='pgtrigger_only_emptied_9a7df', table='complaints_call', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='connection',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e81b97976df5990e323c047d4c03b77f4cb08240', operation='DELETE', pgid='pgtrigger_never_deleted_e3950', table='complaints_connection', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='connection',
                trigger=pgtrigger.compiler.Trigger(name='what_was_asked_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."cycle" IS DISTINCT FROM (NEW."cycle") OR OLD."to_id" IS DISTINCT FROM (NEW."to_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."telephone" IS DISTINCT FROM (NEW."telephone") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='31237cf83bcc1e031be8a280a88cdd29c3fba9ca', operation='UPDATE', pgid='pgtrigger_what_was_asked_stays_0122f', table='complaints_connection', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='connection',
                trigger=pgtrigger.compiler.Trigger(name='ended_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='16776f5e4caaa231d1a6509ba90960da620c94d9', operation='UPDATE', pgid='pgtrigger_ended_once_2980f', table='complaints_connection', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='words',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='af6e3d9fc5e573e950332ed1e72625abb158cf98', operation='DELETE', pgid='pgtrigger_never_deleted_8b3fa', table='complaints_words', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='words',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='f0cd8053f56972ee353ca64551ac74293c21472b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_8f0c0', table='complaints_words', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='words',
                trigger=pgtrigger.compiler.Trigger(name='only_destroyed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.anonymised_at IS NOT NULL OR NEW.anonymised_at IS NULL OR NEW.event_id <> OLD.event_id OR NEW.for_citizen <> OLD.for_citizen)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bcf6d82a894c017d450aaca622d7e319b71ff659', operation='UPDATE', pgid='pgtrigger_only_destroyed_e6ea8', table='complaints_words', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='35ec7a51ee3e6bab061d0a48bfff94435da51e7d', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_61073', table='complaints_event', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='event',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='743c996510ac3997044eb034d4959239a0e36505', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_818af', table='complaints_event', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='export',
                trigger=pgtrigger.compiler.Trigger(name='only_the_count_is_added', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.rows IS NOT NULL OR (to_jsonb(OLD) - 'rows') IS DISTINCT FROM (to_jsonb(NEW) - 'rows'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='09d171faae773a3279c693b67e5db034ead8cdc1', operation='UPDATE', pgid='pgtrigger_only_the_count_is_added_583f9', table='complaints_export', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='export',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3a253624eb66d19b38e24a1508f88d43d72ad0f5', operation='DELETE', pgid='pgtrigger_never_deleted_2ca54', table='complaints_export', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='export',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='3fd22351b7a9043e49b8b0a2d5065fa8d5f00745', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_8190f', table='complaints_export', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='finding',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9f8fc355ddb060445cbd7ecc77e796200457293b', operation='DELETE', pgid='pgtrigger_never_deleted_4c583', table='complaints_finding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='finding',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='516dc3aed3c6badf0d253ca8b47258e046ab4e2b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_9602d', table='complaints_finding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='finding',
                trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.text = '' AND to_jsonb(OLD) - ARRAY['text'] = to_jsonb(NEW) - ARRAY['text']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='126db2d5ad77780eb6a715cb4dd6d5f22c2f67c4', operation='UPDATE', pgid='pgtrigger_only_emptied_8cc19', table='complaints_finding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='formercategoryname',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6cd4ae8f77c6a2fc6cbdf138143adff9adc0b7c3', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_3666c', table='complaints_formercategoryname', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='formercategoryname',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'former names are append-only';", hash='addf00b494e88197eabc521c104b28a958b9e261', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6f40c', table='complaints_formercategoryname', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='invitation',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='89b599f06bd8193858d91306413c7f9f09a29fbf', operation='DELETE', pgid='pgtrigger_never_deleted_3d74a', table='complaints_invitation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='invitation',
                trigger=pgtrigger.compiler.Trigger(name='what_was_said_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."cycle" IS DISTINCT FROM (NEW."cycle") OR OLD."to_id" IS DISTINCT FROM (NEW."to_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."invited_at" IS DISTINCT FROM (NEW."invited_at") OR OLD."appointed_at" IS DISTINCT FROM (NEW."appointed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e2425b001bf3c940932737af683d17b2ed2854bb', operation='UPDATE', pgid='pgtrigger_what_was_said_stays_a59f4', table='complaints_invitation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lookup',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cce15320a14d04621ce2c5014de524994c13a77d', operation='DELETE', pgid='pgtrigger_never_deleted_8704d', table='complaints_lookup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lookup',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='967948e3dc01dc5e47fcc79187065bcd023ee860', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0805a', table='complaints_lookup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lookup',
                trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.mark = '' AND to_jsonb(OLD) - ARRAY['mark'] = to_jsonb(NEW) - ARRAY['mark']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3b1c52d994a9c84d9ab2db2bf5a6b4e6a362dfaf', operation='UPDATE', pgid='pgtrigger_only_emptied_3b6b1', table='complaints_lookup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='naming',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d6ff116821a950e7c7d779a37f7c841aa6db8f81', operation='DELETE', pgid='pgtrigger_never_deleted_65686', table='complaints_naming', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='naming',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='45978e2f66e637da0043b791a266ba259c50ddb3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_b9bad', table='complaints_naming', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='naming',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (to_jsonb(OLD) - ARRAY['why', 'taken_back_at', 'taken_back_by_id', 'taken_back_why'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['why', 'taken_back_at', 'taken_back_by_id', 'taken_back_why'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6486137706f6830c40db29d5123ea1d72737c894', operation='UPDATE', pgid='pgtrigger_fixed_columns_22885', table='complaints_naming', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='naming',
                trigger=pgtrigger.compiler.Trigger(name='taken_back_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.taken_back_at IS NOT NULL AND (OLD.taken_back_at, OLD.taken_back_by_id) IS DISTINCT FROM (NEW.taken_back_at, NEW.taken_back_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='40cec01b8fa529257cfadedf7a6c5cf570159907', operation='UPDATE', pgid='pgtrigger_taken_back_once_1ac3e', table='complaints_naming', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exclusion',
                trigger=pgtrigger.compiler.Trigger(name='only_its_end_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) OR (to_jsonb(OLD) - 'lapses_at' - 'confirmed_by_id' - 'confirmed_at' - 'ended_at' - 'ended_why') IS DISTINCT FROM (to_jsonb(NEW) - 'lapses_at' - 'confirmed_by_id' - 'confirmed_at' - 'ended_at' - 'ended_why'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='52fd643055a3fdd11f1e89d1be8d4b9b39d2c3d5', operation='UPDATE', pgid='pgtrigger_only_its_end_changes_8a89d', table='complaints_exclusion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exclusion',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8576001f8b087e6709e97ff364cc49ada70ab2fb', operation='DELETE', pgid='pgtrigger_never_deleted_727c7', table='complaints_exclusion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exclusion',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='0234cbabd1bc580aa5165783e4838f894f817989', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_555d8', table='complaints_exclusion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='narrowingrequest',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9a0fac9c711a7e2a18871652b3d86aeb7f5bdb35', operation='DELETE', pgid='pgtrigger_never_deleted_65f06', table='complaints_narrowingrequest', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='narrowingrequest',
                trigger=pgtrigger.compiler.Trigger(name='what_was_asked_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."asked_id" IS DISTINCT FROM (NEW."asked_id") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."exclusion_ids" IS DISTINCT FROM (NEW."exclusion_ids") OR OLD."naming_id" IS DISTINCT FROM (NEW."naming_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2e09c487d80a38868cbc3c6006f1762e1be8cc22', operation='UPDATE', pgid='pgtrigger_what_was_asked_stays_5ab07', table='complaints_narrowingrequest', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='narrowingrequest',
                trigger=pgtrigger.compiler.Trigger(name='ended_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='13d98a3614137c2a4e6d9d2d29ddcd6ceb875e79', operation='UPDATE', pgid='pgtrigger_ended_once_2b4d5', table='complaints_narrowingrequest', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='order',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3f2abad53f55d1d2916378f18da4b63baee64ee3', operation='DELETE', pgid='pgtrigger_never_deleted_81897', table='complaints_order', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='order',
                trigger=pgtrigger.compiler.Trigger(name='what_was_ordered_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."to_id" IS DISTINCT FROM (NEW."to_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."given_id" IS DISTINCT FROM (NEW."given_id") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='89472d8fee93476242487bac65a755d3ccdf437c', operation='UPDATE', pgid='pgtrigger_what_was_ordered_stays_374cd', table='complaints_order', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='order',
                trigger=pgtrigger.compiler.Trigger(name='answered_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."done_id" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ee76394bb018beda371e323c0686743f704ec87d', operation='UPDATE', pgid='pgtrigger_answered_once_acbe4', table='complaints_order', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsideauthoritychange',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bca6f6fbbbbc2e095db185ad7177bb00a6ba4f9e', operation='DELETE', pgid='pgtrigger_never_deleted_f5920', table='complaints_outsideauthoritychange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsideauthoritychange',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='ea536b4a3103a813d924857931585044fa2f9611', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_4c270', table='complaints_outsideauthoritychange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsideauthoritychange',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'authority_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'authority_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2e13b7102bbe62bf39bde87170242f35ab81d936', operation='UPDATE', pgid='pgtrigger_fixed_columns_06a73', table='complaints_outsideauthoritychange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsidetransfer',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9f78fa3fcf603e6ac02e24e9fdfa6f8331d643a1', operation='DELETE', pgid='pgtrigger_never_deleted_245e2', table='complaints_outsidetransfer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsidetransfer',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='30b1b006aaa59e4f85b1942b5f8d0799004e4871', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_77b4e', table='complaints_outsidetransfer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outsidetransfer',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (to_jsonb(OLD) - ARRAY['content', 'sent_at', 'given_up_at', 'fetched_at'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['content', 'sent_at', 'given_up_at', 'fetched_at'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f90b49161ec76f831733368f607555d48d059ae9', operation='UPDATE', pgid='pgtrigger_fixed_columns_7473d', table='complaints_outsidetransfer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='complaint',
                trigger=pgtrigger.compiler.Trigger(name='open_words_follow_the_status', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported')) <> (NEW.status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported')))", func="\n            IF NEW.status IN ('awaiting_citizen', 'in_inquiry', 'marked', 'received', 'reported') THEN\n                INSERT INTO complaints_openwords (complaint_id, folded)\n                SELECT complaint_id, folded FROM complaints_statement\n                WHERE complaint_id = NEW.id AND folded <> ''\n                ON CONFLICT (complaint_id) DO UPDATE SET folded = EXCLUDED.folded;\n            ELSE\n                DELETE FROM complaints_openwords WHERE complaint_id = NEW.id;\n            END IF;\n            RETURN NULL;\n        ", hash='e366511ddbb60df435f52b1dab582fc82cbe79c1', operation='UPDATE OF "status"', pgid='pgtrigger_open_words_follow_the_status_9229c', table='complaints_complaint', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reading',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7b3517bb25b855ec909494a7c128262e06700bbc', operation='DELETE', pgid='pgtrigger_never_deleted_66e50', table='complaints_reading', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reading',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='5afc6254b930ddcb022a27da57e0cc678513a87c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_ba087', table='complaints_reading', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reading',
                trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.why = '' AND to_jsonb(OLD) - ARRAY['why'] = to_jsonb(NEW) - ARRAY['why']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1b5d303e0f5440085499eb630452aa878f7fca02', operation='UPDATE', pgid='pgtrigger_only_emptied_59ee3', table='complaints_reading', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='retentionperiod',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='832061594874c057a85283f26829b4a24657f04d', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_0f701', table='complaints_retentionperiod', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='retentionperiod',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='111b45810d1076643cb4b11348861ccf378941c6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_845f7', table='complaints_retentionperiod', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='retentionchange',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cd7e9db90e773cdeb4412ff2d75a0d71f0681c9f', operation='DELETE', pgid='pgtrigger_never_deleted_a47f7', table='complaints_retentionchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='retentionchange',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='36292f4349af825bb6f57518d55cc3daba58a584', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c49cc', table='complaints_retentionchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='retentionchange',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'period_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'period_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e0f34eebb2660cfd64043a2542de039cb8f9cab3', operation='UPDATE', pgid='pgtrigger_fixed_columns_76557', table='complaints_retentionchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routingrule',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0858da769c8a04e64d00a9dd0f4720aeb856e6b8', operation='DELETE', pgid='pgtrigger_never_deleted_d8315', table='complaints_routingrule', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routingrule',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='443e9d4f7727501cd979139c2956ebf0f8aa2d75', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bf5dd', table='complaints_routingrule', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='routingrule',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (to_jsonb(OLD) - ARRAY['ends_at', 'ended_by_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['ends_at', 'ended_by_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='63df1acb65904cd736c840a860e2875dded91ed1', operation='UPDATE', pgid='pgtrigger_fixed_columns_4de65', table='complaints_routingrule', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedrows',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a54ed2a61bd487ca702410b572f72759c820e2e5', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_49a0b', table='complaints_sealedrows', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedrows',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='922a42f787c7e49e2ee0214157f233952b388223', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bd3d3', table='complaints_sealedrows', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='policychange',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='29f20598ea95b8a99d8c89fde5c56e28668f1d2d', operation='DELETE', pgid='pgtrigger_never_deleted_e5c86', table='complaints_policychange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='policychange',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='9a045d8885b4d9667871af56d360c4e7b948ced0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a0420', table='complaints_policychange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='policychange',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'policy_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'policy_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2c16a2b91f0f66456d7d283d75c116cda6a74efb', operation='UPDATE', pgid='pgtrigger_fixed_columns_e9a13', table='complaints_policychange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='policy',
                trigger=pgtrigger.compiler.Trigger(name='policy_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='885eec15f24e47ed32f9c09cf50d6ac0c1a75484', operation='DELETE', pgid='pgtrigger_policy_is_never_deleted_01a59', table='complaints_policy', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='policy',
                trigger=pgtrigger.compiler.Trigger(name='policy_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.valid_until IS NOT NULL OR (to_jsonb(OLD) - 'valid_until') IS DISTINCT FROM (to_jsonb(NEW) - 'valid_until'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1376811c02e5e5894b04d6c25032a820b3c31089', operation='UPDATE', pgid='pgtrigger_policy_is_never_changed_8d926', table='complaints_policy', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='holiday',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e9ef344ca32ca2e3b3c8666727e7e2245067083a', operation='DELETE', pgid='pgtrigger_never_deleted_9ec94', table='complaints_holiday', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='holiday',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='1a075c4bc5388863ca51be54fa87e2c9fea05f50', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_031e1', table='complaints_holiday', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='calendarchange',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='60514fd3a797832b046f4650b2b33c9297dd685c', operation='DELETE', pgid='pgtrigger_never_deleted_b5c54', table='complaints_calendarchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='calendarchange',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='69ad388b8f3d3c5451399ae91d58d01269b89db7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e6b4c', table='complaints_calendarchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='calendarchange',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'saved_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'saved_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='68463eb3e8853b0a286ef6177f615fd21101c74c', operation='UPDATE', pgid='pgtrigger_fixed_columns_e0f4f', table='complaints_calendarchange', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedevent',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dd72e6e0bd95eb2f1454b52bfcae4209e372115a', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_6d6a0', table='complaints_sealedevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedevent',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='bcf52fd387581e16f4054e22857a254558e761fc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_434b1', table='complaints_sealedevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='logcheckpoint',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='817b8e4b1fa788f895f83dfe549418ea2891c0b6', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_d080b', table='complaints_logcheckpoint', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='logcheckpoint',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='1ed16ce3708d12d62e90390d9819a2c8b201e029', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e7995', table='complaints_logcheckpoint', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='importedcomplaint',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='673bbe7bb5faa598330eb574df2e3f91764a731d', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_37d55', table='complaints_importedcomplaint', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='importedcomplaint',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='57740d1307467622b3f0a9768ab85e147062a12a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0e76a', table='complaints_importedcomplaint', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourlyhead',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b3f208ac6eb57b512350d3b0f66605df25c3940f', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_e5066', table='complaints_hourlyhead', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='hourlyhead',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='5cec892a46917e60ed61200a3e198e8974531dc1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c2328', table='complaints_hourlyhead', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='witnesssignature',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4c9ff0cd90eb772c55886e7a97e05562cb22228d', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_f5396', table='complaints_witnesssignature', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='witnesssignature',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='a4407d38bd6d7a82b4a5eea55762d4f66b367f8d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a8c19', table='complaints_witnesssignature', when='BEFORE')),
            ),
        ]),
        migrations.RunSQL(PLACES, 'DROP STATISTICS complaint_places'),
        migrations.RunSQL(CHAIN_HEADS, 'ALTER TABLE complaints_chainhead RESET (fillfactor)'),
    ]
