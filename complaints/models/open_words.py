"""The search text of open complaints only, for the search that tolerates misspellings."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.database.full_text_search import search_vector
from complaints.rules.statuses import OPEN

_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN))


class OpenWords(models.Model):
    """The normalised text of an open complaint's statement (rules.search.search_words). Only triggers write it.

    The row is inserted with the statement, deleted when the complaint is decided or ends, and inserted again when it is
    reopened. A trigram index over all statements would be many times larger than the text itself, and a search for open
    complaints in the index of all statements would read everything that has ended.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.CASCADE, primary_key=True, related_name="+")
    folded = models.TextField()

    class Meta:
        verbose_name = _("text of an open complaint")
        indexes = [
            GinIndex(name="open_words_by_likeness", fields=["folded"], opclasses=["gin_trgm_ops"]),
            GinIndex(search_vector("folded"), name="open_words_by_words"),
        ]


STATEMENT_TRIGGERS = [
    pgtrigger.Trigger(
        name="open_words_follow_the_statement",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("folded"),
        condition=pgtrigger.Q(new__folded__gt=""),
        func=f"""
            INSERT INTO complaints_openwords (complaint_id, folded)
            SELECT id, NEW.folded FROM complaints_complaint
            WHERE id = NEW.complaint_id AND status IN ({_OPEN})
            ON CONFLICT (complaint_id) DO UPDATE SET folded = EXCLUDED.folded;
            RETURN NULL;
        """,  # noqa: S608 (names of statuses)
    )
]
STATUS_TRIGGERS = [
    pgtrigger.Trigger(
        name="open_words_follow_the_status",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Condition(f"((OLD.status IN ({_OPEN})) <> (NEW.status IN ({_OPEN})))"),
        func=f"""
            IF NEW.status IN ({_OPEN}) THEN
                INSERT INTO complaints_openwords (complaint_id, folded)
                SELECT complaint_id, folded FROM complaints_statement
                WHERE complaint_id = NEW.id AND folded <> ''
                ON CONFLICT (complaint_id) DO UPDATE SET folded = EXCLUDED.folded;
            ELSE
                DELETE FROM complaints_openwords WHERE complaint_id = NEW.id;
            END IF;
            RETURN NULL;
        """,  # noqa: S608 (names of statuses)
    )
]
