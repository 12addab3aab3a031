"""What was destroyed, and whether the database and the stored files are of the same time (docs/decisions/0036)."""

from django.db import models


class Destruction(models.Model):
    """A complaint whose personal data was destroyed. Written in the transaction that destroys it.

    `entry`: the number of the entry in the file storage that names the complaint too; None until it is written.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, related_name="+")
    entry = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(name="destruction_unwritten", fields=["id"], condition=models.Q(entry__isnull=True)),
            models.Index(name="destruction_by_entry", fields=["entry"], condition=models.Q(entry__isnull=False)),
        ]


class RestoreGuard(models.Model):
    """One row that tells whether this database and the stored files belong together.

    `newest_entry`: the number of the last entry that this database knows in the file storage. `server`: the identifier
    of the PostgreSQL cluster and its timeline when both were last compared; a restore or a failover changes it.
    `closed_because`: which of the two is older than the other. Nobody is let in until `manage.py destroy_again`.
    """

    class Older(models.TextChoices):
        NEITHER = ""
        DATABASE = "database"
        FILES = "files"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    newest_entry = models.PositiveBigIntegerField(default=0)
    server = models.CharField(max_length=60, blank=True)
    closed_because = models.CharField(max_length=8, blank=True, choices=Older)

    class Meta:
        constraints = [models.CheckConstraint(name="one_restore_guard", condition=models.Q(id=1))]
