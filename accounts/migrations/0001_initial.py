import accounts.models.former_name
import accounts.models.posting
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import ledger.encrypted_fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        # Both exist before the portal's own role migrates (operations.database.database_roles, the runbook): then these do nothing.
        BtreeGistExtension(),
        TrigramExtension(),
        RenderOnce([
            migrations.CreateModel(
                name='Officer',
                fields=[
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('id', ledger.encrypted_fields.RowIdField(primary_key=True, serialize=False)),
                    ('password', ledger.encrypted_fields.SealedTextField(verbose_name='password')),
                    ('factor_state', ledger.encrypted_fields.SealedTextField(default='to_set_up', editable=False)),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                    ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                    ('name_ur', models.CharField(blank=True, max_length=120, verbose_name='name in Urdu')),
                    ('rank', models.CharField(blank=True, choices=[('PC', 'Constable'), ('HC', 'Head Constable'), ('ASI', 'Assistant Sub-Inspector'), ('SI', 'Sub-Inspector'), ('IP', 'Inspector'), ('DSP', 'Deputy Superintendent of Police'), ('ASP', 'Assistant Superintendent of Police'), ('SP', 'Superintendent of Police'), ('SSP', 'Senior Superintendent of Police'), ('DIG', 'Deputy Inspector General'), ('ADDL_IG', 'Additional Inspector General'), ('IG', 'Inspector General of Police')], max_length=8, null=True, verbose_name='rank')),
                    ('belt_number', models.CharField(blank=True, max_length=20, verbose_name='belt number')),
                    ('is_woman', models.BooleanField(default=False, verbose_name='woman officer')),
                    ('language', models.CharField(default='ur', max_length=2, verbose_name='language of messages')),
                    ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                    ('is_staff', models.BooleanField(default=False, verbose_name='administrator')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='recorded at')),
                    ('changed_at', models.DateTimeField(editable=False, null=True, verbose_name='changed at')),
                    ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': 'officer',
                    'verbose_name_plural': 'officers',
                    'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower(models.F('email')))), name='officer_email_is_lower_case')],
                },
                bases=(accounts.models.former_name.WithFormerNames, models.Model),
            ),
            migrations.CreateModel(
                name='StaffAct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff_acts', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(choices=[('recorded', 'recorded'), ('invited', 'invited to set a password'), ('factor_reset', 'second factor removed'), ('identity_linked', 'single sign-on linked'), ('identity_removed', 'single sign-on unlinked'), ('break_glass', 'signed in with an emergency account'), ('deactivated', 'sign-in blocked'), ('reactivated', 'sign-in allowed again'), ('corrected', "officer's record changed"), ('posted', 'posted'), ('ended', 'a posting ended'), ('end_set', 'end of a posting set or changed'), ('called_off', 'posting cancelled before it began'), ('role_asked', 'requested a role that needs two administrators'), ('role_confirmed', 'confirmed a role that needs two administrators'), ('role_refused', 'refused a role that needs two administrators'), ('policy', 'time limits of a category changed'), ('outside', 'authority outside the police changed'), ('calendar', 'calendar of working days changed'), ('category', 'a category changed'), ('office_name', 'name of an office corrected'), ('office_asked', 'requested to move an office in the tree'), ('office_refused', 'refused to move an office in the tree'), ('office', 'office location or destination of its complaints changed'), ('legal_form', "lawyer's review of a legal form entered, decided or ended"), ('chat_sentence', 'sentence of the chat changed'), ('partner', 'partner organisation registered or changed'), ('partner_asked', 'requested a change of a partner organisation'), ('partner_refused', 'refused a change of a partner organisation'), ('export_stopped', 'scheduled export of an officer stopped')], max_length=16, verbose_name='action')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                    ('at', models.DateTimeField(verbose_name='time')),
                    ('words', models.CharField(blank=True, max_length=400, verbose_name='details')),
                ],
                options={
                    'verbose_name': 'admin log entry',
                    'verbose_name_plural': 'admin log',
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['officer', '-at'], name='staff_act_of_officer'), models.Index(fields=['-at', '-id'], name='staff_act_by_time')],
                },
            ),
            migrations.CreateModel(
                name='Underway',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('job', models.CharField(max_length=100)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('begun_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='LinkedIdentity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked_identities', to=settings.AUTH_USER_MODEL)),
                    ('issuer', models.CharField(editable=False, max_length=255)),
                    ('subject', models.CharField(editable=False, max_length=255)),
                    ('linked_at', models.DateTimeField(verbose_name='linked at')),
                    ('unlinked_at', models.DateTimeField(null=True, verbose_name='unlinked at')),
                ],
                options={
                    'verbose_name': 'single sign-on identity',
                    'verbose_name_plural': 'single sign-on identities',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('unlinked_at', None)), fields=('issuer', 'subject'), name='linked_identity_of_one_officer'), models.UniqueConstraint(condition=models.Q(('unlinked_at', None)), fields=('officer',), name='linked_identity_once_an_officer')],
                },
            ),
            migrations.CreateModel(
                name='DeskSession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='desk_sessions', to=settings.AUTH_USER_MODEL)),
                    ('key', models.CharField(editable=False, max_length=40, unique=True)),
                    ('began_at', models.DateTimeField(verbose_name='signed in at')),
                    ('address', models.GenericIPAddressField(null=True, verbose_name='IP address')),
                    ('browser', models.CharField(blank=True, max_length=200, verbose_name='browser')),
                    ('identity', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.linkedidentity')),
                    ('provider_session', models.CharField(blank=True, db_default='', editable=False, max_length=40)),
                    ('checked_at', models.DateTimeField(editable=False, null=True)),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                    ('ending', models.CharField(blank=True, choices=[('signed_out', 'signed out'), ('time', 'the session expired'), ('by_officer', 'ended by the officer from another session'), ('posting', 'a posting began or ended'), ('deactivated', 'sign-in blocked'), ('factor', 'second factor set up or removed'), ('provider', 'ended by the single sign-on')], max_length=12, verbose_name='reason for ending')),
                ],
                options={
                    'verbose_name': 'sign-in',
                    'verbose_name_plural': 'sign-ins',
                    'indexes': [models.Index(fields=['officer', '-began_at'], name='desk_session_of_officer'), models.Index(condition=models.Q(('ended_at', None)), fields=['identity'], name='desk_session_of_identity'), models.Index(condition=models.Q(('ended_at', None), models.Q(('provider_session', ''), _negated=True)), fields=['provider_session'], name='desk_session_of_provider')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='desk_session_end_has_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='FormerOfficerName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_en', models.CharField(max_length=120)),
                    ('name_ur', models.CharField(blank=True, max_length=120)),
                    ('until', models.DateTimeField()),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rank', models.CharField(blank=True, max_length=8, null=True)),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(fields=['officer', 'until'], name='former_name_of_officer')],
                },
            ),
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='heartbeat_is_one')],
                },
            ),
            migrations.CreateModel(
                name='Office',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=64, unique=True, verbose_name='code')),
                    ('kind', models.CharField(choices=[('central', 'Central Police Office'), ('region', 'Region'), ('district', 'District'), ('division', 'Division'), ('circle', 'Circle'), ('station', 'Police station'), ('unit', 'Unit')], max_length=16, verbose_name='kind')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.office', verbose_name='parent office')),
                    ('path', models.CharField(editable=False, max_length=400, verbose_name='path')),
                    ('name_en', models.CharField(max_length=120, verbose_name='name in English')),
                    ('name_ur', models.CharField(max_length=120, verbose_name='name in Urdu')),
                    ('name_roman', models.CharField(blank=True, db_default='', default='', max_length=120, verbose_name='name in Roman Urdu')),
                    ('head_title', models.CharField(choices=[('SHO', 'SHO'), ('SDPO', 'SDPO'), ('SP', 'SP'), ('DPO', 'DPO'), ('CPO', 'City Police Officer'), ('CCPO', 'CCPO'), ('RPO', 'RPO'), ('PPO', 'Provincial Police Officer'), ('INCHARGE', 'In-charge')], max_length=16, verbose_name="head's post")),
                    ('routes_to', models.ForeignKey(blank=True, help_text='For a district not confirmed to have its own police head: the office that handles its complaints.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='complaints go to')),
                    ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                    ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                    ('address_en', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='address in English')),
                    ('address_ur', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='address in Urdu')),
                    ('address_roman', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='address in Roman Urdu')),
                    ('telephone', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='telephone')),
                    ('certainty', models.CharField(blank=True, max_length=200, verbose_name='certainty')),
                    ('source', models.TextField(blank=True, verbose_name='source')),
                    ('is_invented', models.BooleanField(default=False, verbose_name='invented for the demo')),
                    ('changed_at', models.DateTimeField(editable=False, null=True, verbose_name='changed at')),
                    ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'office',
                    'verbose_name_plural': 'offices',
                    'indexes': [models.Index(fields=['kind', 'code'], name='office_by_kind')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'central'), ('parent', None)), models.Q(models.Q(('kind', 'central'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='office_only_central_has_no_parent'), models.CheckConstraint(condition=models.Q(('kind__in', ['central', 'region', 'district', 'division', 'circle', 'station', 'unit'])), name='office_kind_is_known'), models.CheckConstraint(condition=models.Q(('path__regex', '^([a-z0-9][a-z0-9_]*/)+$')), name='office_path_is_codes_closed_by_slashes'), models.UniqueConstraint(condition=models.Q(('kind', 'central')), fields=('kind',), name='office_one_central'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False), ('latitude__range', (23, 38)), ('longitude__range', (60, 78))), _connector='OR'), name='office_position_whole', violation_error_message='Give both latitude and longitude, for a place in Pakistan, or neither.'), models.UniqueConstraint(django.contrib.postgres.indexes.OpClass('path', name='text_pattern_ops'), name='office_path_unique')],
                },
                bases=(accounts.models.former_name.WithFormerNames, models.Model),
            ),
            migrations.CreateModel(
                name='FormerOfficeName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_en', models.CharField(max_length=120)),
                    ('name_ur', models.CharField(blank=True, max_length=120)),
                    ('until', models.DateTimeField()),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('head_title', models.CharField(max_length=16)),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(fields=['office', 'until'], name='former_name_of_office')],
                },
            ),
            migrations.CreateModel(
                name='OfficeChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                    ('asked_at', models.DateTimeField(verbose_name='requested at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='office')),
                    ('kind', models.CharField(blank=True, choices=[('central', 'Central Police Office'), ('region', 'Region'), ('district', 'District'), ('division', 'Division'), ('circle', 'Circle'), ('station', 'Police station'), ('unit', 'Unit')], max_length=16, verbose_name='kind')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='parent office')),
                    ('applied_at', models.DateTimeField(null=True, verbose_name='applied at')),
                ],
                options={
                    'verbose_name': 'move of an office awaiting a second administrator',
                    'verbose_name_plural': 'moves of offices awaiting a second administrator',
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='office_change_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='office_change_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('applied_at', None), ('decided_at__isnull', False), _connector='OR'), name='office_change_applied_at_only_once_decided'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('office',), name='office_change_waits_once')],
                },
            ),
            migrations.CreateModel(
                name='Posting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to=settings.AUTH_USER_MODEL)),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='accounts.office')),
                    ('role', models.CharField(choices=[('complaint_operator', 'Complaint operator'), ('inquiry_officer', 'Inquiry officer'), ('clerk', 'Clerk'), ('supervisor', 'Supervisor'), ('monitor', 'Monitor'), ('discipline_officer', 'Discipline officer'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=24, verbose_name='role')),
                    ('is_head', models.BooleanField(default=False, verbose_name='head of the office')),
                    ('acting', models.BooleanField(default=False, verbose_name='acting')),
                    ('starts_at', models.DateTimeField(verbose_name='from')),
                    ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                    ('started_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'posting',
                    'verbose_name_plural': 'postings',
                    'indexes': [models.Index(fields=['officer', 'starts_at'], name='posting_of_officer'), models.Index(fields=['office', 'starts_at'], name='posting_at_office'), models.Index(condition=models.Q(('is_head', True)), fields=['office', 'starts_at'], name='posting_head_of_office')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='posting_does_not_end_before_it_starts'), models.CheckConstraint(condition=models.Q(('role__in', ['complaint_operator', 'inquiry_officer', 'clerk', 'supervisor', 'monitor', 'discipline_officer', 'auditor', 'administrator'])), name='posting_role_is_known'), models.CheckConstraint(condition=models.Q(('is_head', False), ('role', 'supervisor'), _connector='OR'), name='posting_head_is_supervisor'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_head', True)), expressions=[('office', '='), (accounts.models.posting.Tenure('starts_at', 'ends_at'), '&&')], name='posting_one_head_at_a_time'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('officer', '='), ('office', '='), ('role', '='), (accounts.models.posting.Tenure('starts_at', 'ends_at'), '&&')], name='posting_not_held_twice_by_one_officer')],
                },
            ),
            migrations.CreateModel(
                name='Leave',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='accounts.posting')),
                    ('cover', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='covered_leaves', to='accounts.posting')),
                    ('starts_at', models.DateTimeField(verbose_name='from')),
                    ('ends_at', models.DateTimeField(verbose_name='until')),
                    ('set_at', models.DateTimeField(editable=False)),
                    ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'leave',
                    'verbose_name_plural': 'leaves',
                    'indexes': [models.Index(fields=['cover', 'ends_at'], name='leave_by_cover')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('starts_at'))), name='leave_does_not_end_before_it_starts'), models.CheckConstraint(condition=models.Q(('cover', models.F('posting')), _negated=True), name='leave_is_not_covered_by_oneself'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('posting', '='), (accounts.models.posting.Tenure('starts_at', 'ends_at'), '&&')], name='leave_one_cover_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='RoleGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                    ('asked_at', models.DateTimeField(verbose_name='requested at')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='office')),
                    ('role', models.CharField(choices=[('complaint_operator', 'Complaint operator'), ('inquiry_officer', 'Inquiry officer'), ('clerk', 'Clerk'), ('supervisor', 'Supervisor'), ('monitor', 'Monitor'), ('discipline_officer', 'Discipline officer'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=24, verbose_name='role')),
                    ('is_head', models.BooleanField(default=False, verbose_name='head of the office')),
                    ('acting', models.BooleanField(default=False, verbose_name='acting')),
                    ('starts_at', models.DateTimeField(null=True, verbose_name='from')),
                    ('ends_at', models.DateTimeField(null=True, verbose_name='until')),
                    ('transfers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting', verbose_name='transfer from')),
                    ('posting', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                ],
                options={
                    'verbose_name': 'role awaiting a second administrator',
                    'verbose_name_plural': 'roles awaiting a second administrator',
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='role_grant_needs_a_second_administrator'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='role_grant_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('posting', None), ('decided_at__isnull', False), _connector='OR'), name='role_grant_posting_only_once_decided'), models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('officer', 'office', 'role'), name='role_grant_asked_for_once')],
                },
            ),
            migrations.CreateModel(
                name='RowVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('table', models.CharField(max_length=63)),
                    ('row', models.CharField(max_length=40)),
                    ('seq', models.PositiveIntegerField()),
                    ('salt', models.BinaryField(max_length=16)),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('prev', models.BinaryField(max_length=32)),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('table', 'row', 'seq'), name='row_version_once')],
                },
            ),
            migrations.CreateModel(
                name='ProviderLogout',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(blank=True, max_length=255)),
                    ('provider_session', models.CharField(blank=True, max_length=40)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('provider_session', ''), _negated=True), _connector='OR'), name='provider_logout_names_somebody')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rowversion',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fac234a9399051c6da2482aa403216fdfbc53c0f', operation='DELETE', pgid='pgtrigger_never_deleted_45725', table='accounts_rowversion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rowversion',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='4fd1baaf456ec718030ef58fbde34fd1c38f201f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_75eb5', table='accounts_rowversion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rowversion',
                trigger=pgtrigger.compiler.Trigger(name='only_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NOT (NEW.salt = '' AND to_jsonb(OLD) - ARRAY['salt'] = to_jsonb(NEW) - ARRAY['salt']))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2b5b7d95719c39f1014d316504fbff2f077531bb', operation='UPDATE', pgid='pgtrigger_only_emptied_dc6de', table='accounts_rowversion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='officer',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a12f6f62a39d9b9f331fd4240cffdfd255d71f57', operation='DELETE', pgid='pgtrigger_never_deleted_8f3db', table='accounts_officer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='officer',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='6e2b805a70a243ec74eee3db7ef110c2f2778e16', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d52bb', table='accounts_officer', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='formerofficername',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='90d827e5ddf85a43020d7d26408523ea05d4850a', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_ad8e1', table='accounts_formerofficername', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='formerofficername',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'former names are append-only';", hash='968e7c05fef619a9796adf51c24c5b23895a3a81', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_93c47', table='accounts_formerofficername', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='office',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3ea1a77cd8286e706f4b5a52d0c47bb0a5184be9', operation='DELETE', pgid='pgtrigger_never_deleted_bf7ab', table='accounts_office', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='office',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='ed5f85cc9c8fbc634b3cda7856cf9cc295f200fa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_ec1cb', table='accounts_office', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='formerofficename',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='69e546837c3eb8dcd1cd596d2d8b9d1fad0ca88a', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_da54c', table='accounts_formerofficename', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='formerofficename',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'former names are append-only';", hash='c8ce18a589644786fb95c131f1fff8f9af9b783a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_eb8f3', table='accounts_formerofficename', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='posting',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='27b003904db454e6ad4fb9df5162a7e9bc0d8ed4', operation='DELETE', pgid='pgtrigger_never_deleted_ddf60', table='accounts_posting', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='posting',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='239d505e427119e1687459835216b6c23c8cd730', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d165e', table='accounts_posting', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='posting',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (to_jsonb(OLD) - ARRAY['ends_at', 'ended_by_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['ends_at', 'ended_by_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b935d6d52d3e2af1ddc2f026af41a3d584ed5d10', operation='UPDATE', pgid='pgtrigger_fixed_columns_e83dc', table='accounts_posting', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='leave',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d063f3777902b99cbf2ff08530e544e785116c13', operation='DELETE', pgid='pgtrigger_never_deleted_eef97', table='accounts_leave', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='leave',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='ddec92aca322e6220e3a351b955fa48ecc563e1b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c08c8', table='accounts_leave', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='leave',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (to_jsonb(OLD) - ARRAY['ends_at', 'ended_by_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['ends_at', 'ended_by_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2f12575bbb1f7f4805944c4b0901342dc51b9f1e', operation='UPDATE', pgid='pgtrigger_fixed_columns_fd15b', table='accounts_leave', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegrant',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ba641a3efbe1ec8ad8066876c542c84c0890686c', operation='DELETE', pgid='pgtrigger_never_deleted_9722e', table='accounts_rolegrant', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegrant',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='1a6a11650646b09444fb58b55e78abd95ed00902', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_626a6', table='accounts_rolegrant', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rolegrant',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.decided_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'posting_id'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'posting_id'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fbed237f2838ec99a0303e162c929b91f5a1192a', operation='UPDATE', pgid='pgtrigger_fixed_columns_b2cfc', table='accounts_rolegrant', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='staffact',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0af924ca48f0f75034491b03c4977fec7ea0c2ec', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_be5c8', table='accounts_staffact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='staffact',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the acts of administration are append-only';", hash='aaa895496ea94fe871fd2a0d4f7cb138cace382b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a1389', table='accounts_staffact', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkedidentity',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a61a0c5c20320cd5f3ecfbe35b41e688b429e5ed', operation='DELETE', pgid='pgtrigger_never_deleted_fb3fa', table='accounts_linkedidentity', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkedidentity',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='868f1691935e33eaeaa6f7ff01be5e640324418b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_fdc2e', table='accounts_linkedidentity', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='linkedidentity',
                trigger=pgtrigger.compiler.Trigger(name='fixed_columns', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.unlinked_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['unlinked_at'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['unlinked_at'])", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a74d1f4aa3fc3dca92089797fd4a721d461fabe3', operation='UPDATE', pgid='pgtrigger_fixed_columns_aebd9', table='accounts_linkedidentity', when='BEFORE')),
            ),
        ]),
    ]
