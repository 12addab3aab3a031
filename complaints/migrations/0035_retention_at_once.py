from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

# Whoever may add rows may empty these columns, which the triggers watch over; where rows were only appended to until
# now, the right to change them had been taken back (config.protected).
GRANT = """
    DO $$ DECLARE may record; BEGIN
        FOR may IN
            SELECT DISTINCT emptied.name, emptied.column_name, grantee.rolname
            FROM (VALUES ('complaints_call', 'words'), ('complaints_reading', 'why'), ('complaints_finding', 'text'),
                ('complaints_lookup', 'mark')) AS emptied (name, column_name)
            JOIN pg_class AS relation ON relation.oid = emptied.name::regclass,
            LATERAL aclexplode(relation.relacl) AS one JOIN pg_roles AS grantee ON grantee.oid = one.grantee
            WHERE one.privilege_type = 'INSERT' AND one.grantee <> relation.relowner
        LOOP
            EXECUTE format('GRANT UPDATE (%I) ON %I TO %I', may.column_name, may.name, may.rolname);
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    """What 0034 leaves to be done while the portal works: two indexes, and a look at what words stand there."""

    atomic = False
    dependencies = [("complaints", "0034_retention")]

    operations = [
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
        ValidateConstraint(model_name="words", name="words_anonymised_are_destroyed"),
        AddIndexConcurrently(
            model_name="complaint",
            index=models.Index(
                name="ended_and_kept",
                fields=["category", "closed_at"],
                condition=models.Q(closed_at__isnull=False, anonymised_at=None, held_at=None),
            ),
        ),
        AddIndexConcurrently(
            model_name="evidence",
            index=models.Index(
                name="evidence_to_destroy",
                fields=["id"],
                condition=models.Q(("state", "gone"), ~models.Q(original="")),
            ),
        ),
    ]
