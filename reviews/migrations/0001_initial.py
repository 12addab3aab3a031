import django.contrib.postgres.fields
import django.db.models.deletion
import ledger.encrypted_fields
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from ledger.migration_operations import RenderOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('complaints', '0001_initial'),
        ('sla', '0001_initial'),
    ]

    operations = [
        RenderOnce([
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                    ('status', models.CharField(choices=[('flagged', 'Flagged'), ('called', 'Explanation requested'), ('explained', 'Explanation given'), ('silent', 'No explanation received'), ('decided', 'Decided'), ('appealed', 'Under appeal'), ('remanded', 'Sent back to be decided again'), ('decided_finally', 'Final decision made'), ('closed', 'Closed')], default='flagged', max_length=16, verbose_name='stage')),
                    ('opened_at', models.DateTimeField()),
                    ('called_at', models.DateTimeField(null=True)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('next_at', models.DateTimeField(null=True)),
                    ('authority', models.CharField(blank=True, choices=[('district', 'the district'), ('region', 'the region'), ('province', 'the province (Central Police Office)'), ('government', 'the government, outside this portal')], db_default='', default='', max_length=10)),
                    ('seat', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('decision', models.CharField(blank=True, choices=[('not_deliberate', 'The delay was not deliberate'), ('displeasure', 'Displeasure'), ('warning', 'Warning'), ('censure', 'Censure'), ('referred', 'Referred to a departmental inquiry')], db_default='', default='', max_length=16)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('order_number', models.CharField(blank=True, db_default='', default='', max_length=60)),
                    ('order_date', models.DateField(null=True)),
                    ('order_outcome', models.CharField(blank=True, choices=[('upheld', 'Upheld: the decision stands'), ('modified', 'Modified: a milder decision takes its place'), ('set_aside', 'Set aside: no decision stands against the officer'), ('remanded', 'Remanded: the case must be decided again')], db_default='', default='', max_length=10)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('seq', models.PositiveIntegerField(db_default=0, default=0)),
                    ('mac', models.BinaryField(db_default=b'', default=b'', max_length=32)),
                ],
                options={
                    'verbose_name': 'disciplinary review',
                    'indexes': [models.Index(condition=models.Q(('status', 'closed'), _negated=True), fields=['opened_at', 'id'], name='review_open_longest'), models.Index(fields=['seat', 'opened_at', 'id'], name='review_at_a_seat'), models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='review_next')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'closed'), _negated=True), fields=('officer',), name='review_one_open_an_officer'), models.CheckConstraint(condition=models.Q(models.Q(('called_at', None), ('status', 'flagged')), models.Q(models.Q(('status', 'flagged'), _negated=True), ('called_at__isnull', False)), _connector='OR'), name='review_beyond_its_flags_was_called'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['flagged', 'called', 'explained', 'silent', 'remanded']), ('decided_at', None), ('decision', '')), models.Q(models.Q(('status__in', ['flagged', 'called', 'explained', 'silent', 'remanded']), _negated=True), models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='review_decided_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), ('decision', 'referred'), _negated=True), models.Q(models.Q(('order_number', ''), _negated=True), ('order_date__isnull', False)), _connector='OR'), name='review_referral_closes_with_an_order'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), ('closed_at__isnull', False)), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='review_closed_says_when')],
                },
            ),
            migrations.CreateModel(
                name='Flag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('breach', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='sla.breach')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='reviews.review')),
                    ('share', models.FloatField(null=True)),
                    ('called_at', models.DateTimeField(null=True)),
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
                    ('review', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='reviews.review')),
                    ('seq', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(choices=[('call', 'The officer was asked for an explanation'), ('explain', 'The officer gave an explanation'), ('wait', 'The officer was on leave: the deadline for the explanation was extended'), ('fall_silent', 'The deadline for the explanation passed without one'), ('decide', 'Decided'), ('refer_up', 'Referred to the government: only the government can decide for this rank'), ('appeal', 'The officer appealed'), ('decide_finally', 'Final decision made'), ('pass_up', 'Passed to the next authority: nobody at this one may decide'), ('escalate', 'The decision is late: the next authority was notified'), ('record_order', 'Closed with an order'), ('remand', 'Sent back by the government to be decided again'), ('close', 'Closed')], max_length=16)),
                    ('actor_kind', models.CharField(choices=[('officer', 'Officer'), ('citizen', 'Complainant'), ('system', 'System')], max_length=8)),
                    ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('posting', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('prev', models.BinaryField(max_length=32)),
                    ('mac', models.BinaryField(max_length=32)),
                ],
                options={
                    'verbose_name': 'review event',
                    'indexes': [models.Index(condition=models.Q(('kind__in', ['decide', 'decide_finally'])), fields=['officer', 'review'], name='review_event_decided_by')],
                    'constraints': [models.UniqueConstraint(fields=('review', 'seq'), name='review_event_seq_unique')],
                },
            ),
            migrations.CreateModel(
                name='Dossier',
                fields=[
                    ('flag', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='dossier', serialize=False, to='reviews.flag')),
                    ('made_at', models.DateTimeField()),
                    ('body', models.TextField()),
                    ('key_id', models.CharField(max_length=16)),
                    ('mac', models.BinaryField(max_length=32)),
                    ('grounds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('notices_read', 'Reminders were delivered or the file was opened, but nothing was done'), ('time_held', 'The officer had the complaint for long enough to act'), ('no_leave', 'The officer was on duty the whole time'), ('pauses', 'The reasons given for pausing the deadline are not valid')], max_length=16))),
                ],
                options={
                    'verbose_name': 'dossier',
                    'verbose_name_plural': 'dossiers',
                },
            ),
            migrations.CreateModel(
                name='MonthOfOfficer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
                    ('month', models.DateField()),
                    ('pattern', models.CharField(choices=[('breached', 'Missed deadlines'), ('objected', 'Relief claimed, but the citizen objected'), ('paused_late', 'Questions in the last tenth of the time limit'), ('denied', 'Contacts denied by the complainant')], max_length=12)),
                    ('number', models.PositiveIntegerField()),
                    ('of', models.PositiveIntegerField()),
                ],
                options={
                    'verbose_name': "officer's monthly figures",
                    'constraints': [models.UniqueConstraint(fields=('month', 'officer', 'office', 'pattern'), name='month_of_officer_once'), models.CheckConstraint(condition=models.Q(('number__lte', models.F('of')), ('of__gt', 0)), name='month_of_officer_counts_a_part')],
                },
            ),
            migrations.CreateModel(
                name='ReviewWords',
                fields=[
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='words', serialize=False, to='reviews.reviewevent')),
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
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sealed', serialize=False, to='reviews.reviewevent')),
                    ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_steps', to='complaints.seal')),
                ],
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='reviews.reviewevent')),
                    ('kind', models.CharField(choices=[('photo', 'Photo'), ('paper', 'Document (PDF)')], max_length=5, verbose_name='kind')),
                    ('name', ledger.encrypted_fields.SealedTextField(blank=True, verbose_name='name of the file')),
                    ('size', models.PositiveBigIntegerField()),
                    ('sha256', models.BinaryField(max_length=32)),
                    ('original', models.CharField(max_length=100)),
                    ('shown', models.CharField(max_length=100)),
                    ('shown_type', models.CharField(max_length=60)),
                    ('came_at', models.DateTimeField()),
                    ('scanned_at', models.DateTimeField(null=True)),
                    ('refused_because', models.CharField(blank=True, max_length=24)),
                ],
                options={
                    'verbose_name': 'attachment',
                    'verbose_name_plural': 'attachments',
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dossier',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a15ec84e3811033c88f74220226e76843a0f434f', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_24d5b', table='reviews_dossier', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dossier',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='4b3b6d7a9df27eafbbc846e17b3e1de4df1c5809', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6a058', table='reviews_dossier', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e86a58beb2a059c16c328e9bacb1537a63dd454e', operation='DELETE', pgid='pgtrigger_never_deleted_120af', table='reviews_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='b593a171818505fd322246c30286078ea48e4286', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6c9b9', table='reviews_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='whose_it_is_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='702ac8c2b6d75604a5908ca4199535cedad2fb3c', operation='UPDATE', pgid='pgtrigger_whose_it_is_stays_99318', table='reviews_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='review',
                trigger=pgtrigger.compiler.Trigger(name='a_step_has_its_event', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.seq <= OLD.seq AND (to_jsonb(OLD) - 'next_at') IS DISTINCT FROM (to_jsonb(NEW) - 'next_at'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='30e421f85360093cdb935a16cb862961e586022e', operation='UPDATE', pgid='pgtrigger_a_step_has_its_event_1f216', table='reviews_review', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3a7e892c063209aabfc8446b10576d1a2549241d', operation='DELETE', pgid='pgtrigger_never_deleted_a2873', table='reviews_flag', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='3c37724f0f882706da2f313bfc3fe1eba22b96da', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a5fe5', table='reviews_flag', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='flag',
                trigger=pgtrigger.compiler.Trigger(name='called_it_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."called_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0d7243f42d6b71ad8936d0bd27f61a5eba1acc59', operation='UPDATE', pgid='pgtrigger_called_it_stays_08931', table='reviews_flag', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewwords',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2e6cd9d8699f3de72d772149ff9d34398ff18aec', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_e8407', table='reviews_reviewwords', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewwords',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='30719115d07a6bfede46ccdbac8df30c7fa00c17', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e9551', table='reviews_reviewwords', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewevent',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2076ac98d08e1e28dea40a5f9b4b7c11ae7670d0', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_0370a', table='reviews_reviewevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reviewevent',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='5acba1cd595e4595b02250667eea7ac535c0ea36', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_25002', table='reviews_reviewevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='eb99827c4360a4d03d90cb49419e24bb5392401e', operation='DELETE', pgid='pgtrigger_never_deleted_b3de6', table='reviews_attachment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='f5933a8c449ec4a9f42783946475c2808b99f053', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5802f', table='reviews_attachment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attachment',
                trigger=pgtrigger.compiler.Trigger(name='only_the_scanner_adds', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."original" IS DISTINCT FROM (NEW."original") OR OLD."shown" IS DISTINCT FROM (NEW."shown") OR OLD."shown_type" IS DISTINCT FROM (NEW."shown_type") OR OLD."came_at" IS DISTINCT FROM (NEW."came_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6c2f166b978a3bf9586a04c61ad1e4c0be68ba68', operation='UPDATE', pgid='pgtrigger_only_the_scanner_adds_5b1c7', table='reviews_attachment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedstep',
                trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e5a83fd046a77044f9943154789b4aef60f0d7f0', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_6887e', table='reviews_sealedstep', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sealedstep',
                trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the history is append-only';", hash='c4c128804ff7cb2cbe43a7bfcec9be29474ff7a5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6d4a4', table='reviews_sealedstep', when='BEFORE')),
            ),
        ]),
    ]
