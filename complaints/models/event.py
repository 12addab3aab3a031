"""The history: appended, chained, never changed. Only `complaints.services.history` writes here."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.rules import chain

APPEND_ONLY = [
    pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'the history is append-only';",
    ),
]


def append_only_but(*columns: str) -> list:
    """Triggers of a table that is only appended to, in which those columns alone may still be emptied, for good.

    What is personal in a row goes when its time is over (docs/decisions/0056); that the row was there stays.
    """
    named = ", ".join(f"'{column}'" for column in columns)
    emptied = " AND ".join(f"NEW.{column} = ''" for column in columns)
    same = f"to_jsonb(OLD) - ARRAY[{named}] = to_jsonb(NEW) - ARRAY[{named}]"
    return [
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        APPEND_ONLY[1],
        pgtrigger.Protect(
            name="only_emptied",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"NOT ({emptied} AND {same})"),
        ),
    ]


# Each is looked up by its index, be it one event of a move or the thousands of a sweep: `OFFSET 0` keeps the planner
# from making one join of it for the thousands, which it would then keep for the one.
KEYS_ARE_THERE = """
    IF EXISTS (
        SELECT FROM appended
        WHERE NOT EXISTS (SELECT FROM complaints_complaint WHERE id = appended.complaint_id OFFSET 0)
    ) OR EXISTS (
        SELECT FROM (SELECT DISTINCT posting_id FROM appended WHERE posting_id IS NOT NULL) AS named
        WHERE NOT EXISTS (SELECT FROM accounts_posting WHERE id = named.posting_id OFFSET 0)
    ) THEN
        RAISE foreign_key_violation USING MESSAGE = 'an event of a complaint or a posting that is not there';
    END IF;
    RETURN NULL;
"""


class ActorKind(models.TextChoices):
    OFFICER = "officer", _("Officer")
    CITIZEN = "citizen", _("Complainant")
    SYSTEM = "system", _("System")


class Event(models.Model):
    """One thing that happened. `mac` = HMAC(CHAIN_KEY, prev ‖ body); the other columns repeat the body for queries."""

    # Checked at once (`keys_are_there`), not row by row at the commit, which would lock each complaint's row as well.
    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, related_name="events", db_index=False, db_constraint=False
    )
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    cycle = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    posting = models.ForeignKey(
        "accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    body = models.TextField()
    key_id = models.CharField(max_length=16)
    prev = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("event")
        constraints = [models.UniqueConstraint(name="event_seq_unique", fields=["complaint", "seq"])]
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="keys_are_there",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="appended"),
                func=KEYS_ARE_THERE,
            ),
        ]


class Words(models.Model):
    """What somebody said with an event. The body holds its salted digest, so that text and salt can be destroyed: the
    chain holds on, and nobody can find out any more, by trying, what was said."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="words")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()
    for_citizen = models.BooleanField(default=True)
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.CheckConstraint(
                name="words_anonymised_are_destroyed",
                condition=models.Q(anonymised_at=None) | models.Q(text="", salt=b""),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            APPEND_ONLY[1],
            pgtrigger.Protect(
                name="only_destroyed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.anonymised_at IS NOT NULL OR NEW.anonymised_at IS NULL OR NEW.event_id <> OLD.event_id "
                    "OR NEW.for_citizen <> OLD.for_citizen"
                ),
            ),
        ]


class ChainHead(models.Model):
    """The last link of each complaint's chain: the one row that a writer locks first.

    `at` is the last event's: nothing is recorded as earlier than what came before it. It is never deleted, and so keeps
    the complaint, whose key of the events is not checked by PostgreSQL itself.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, primary_key=True, related_name="head")
    seq = models.PositiveIntegerField()
    mac = models.BinaryField(max_length=32)
    at = models.DateTimeField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


class Seal(models.Model):
    """A batch of committed events under a chain of its own, so that a cut-off tail of a complaint shows.

    `version`: what its mark is over (complaints.rules.chain). `beside`: how much of another history it holds as well
    (settings.SEALED_BESIDE: the steps of reviews).
    """

    version = models.PositiveSmallIntegerField(default=chain.SEAL_VERSION, db_default=1)
    at = models.DateTimeField()
    events = models.PositiveIntegerField()
    beside = models.PositiveIntegerField(default=0, db_default=0)
    key_id = models.CharField(max_length=16)
    prev = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        triggers = APPEND_ONLY


class SealedEvent(models.Model):
    """Which seal holds an event. Ids are not in the order of commits, so a late one goes into a later seal."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed_events")

    class Meta:
        triggers = APPEND_ONLY
