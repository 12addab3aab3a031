"""The tables under a complaint that a copy has rows in, in the order in which they are written."""

from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db import models

from accounts.models import Office, Officer, Posting

PEOPLE_MODELS = {Office: "office", Posting: "posting", Officer: "officer"}
"""What a copy has others of: the gap's name by the model that a column points to."""


class CopiedTable(NamedTuple):
    """`model`, and how its rows are found from a list of complaints. `draws`: whether the database draws its ids."""

    model: type[models.Model]
    found_by: str
    draws: bool

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.model._meta.concrete_fields]

    @property
    def moments(self) -> set[str]:
        return {field.column for field in self.model._meta.concrete_fields if isinstance(field, models.DateTimeField)}

    @property
    def people(self) -> dict[str, str]:
        """By column: the kind of office, posting or officer that it points to."""
        fields = self.model._meta.concrete_fields
        return {
            field.column: PEOPLE_MODELS[field.related_model] for field in fields if field.related_model in PEOPLE_MODELS
        }


OF_COMPLAINT = "complaint_id = ANY(%s)"
OF_EVENT = "event_id IN (SELECT id FROM complaints_event WHERE complaint_id = ANY(%s))"
OF_COMPLAINANT = "id IN (SELECT complainant_id FROM complaints_complaint WHERE id = ANY(%s))"
OF_ETAG = "context->>'etag' IN (SELECT etag FROM complaints_complaint WHERE id = ANY(%s))"


def _table(label: str, found_by: str = OF_COMPLAINT) -> CopiedTable:
    model = apps.get_model(label)
    return CopiedTable(model, found_by, model._meta.pk.column == "id")


@cache
def copied_tables() -> list[CopiedTable]:
    """All of them. Codes, drafts and files are not copied; the samples of calls are drawn anew."""
    return [
        _table("complaints.Complainant", OF_COMPLAINANT),
        _table("complaints.Complaint", "id = ANY(%s)"),
        _table("complaints.Statement"),
        _table("complaints.MissingChild"),
        _table("complaints.Custody"),
        _table("complaints.ClockRun"),
        _table("complaints.RunningClock"),
        _table("complaints.ContactClaim"),
        _table("complaints.Event"),
        _table("complaints.Words", OF_EVENT),
        _table("complaints.ChainHead"),
        _table("complaints.Call"),
        _table("complaints.Reading"),
        _table("monitoring.Breach"),
        _table("notifications.Message", OF_ETAG),
    ]
