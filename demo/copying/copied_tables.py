"""Tables that belong to a complaint, in the order in which copies are written."""

from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db import models

from accounts.models import Office, Officer, Posting

PEOPLE_MODELS = {Office: "office", Posting: "posting", Officer: "officer"}
"""Models that a copy refers to by other ids, with the name of their gap."""


class CopiedTable(NamedTuple):
    """A table. `found_by`: the condition that finds its rows from complaint ids; `draws`: a sequence gives its ids."""

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
        """Columns that refer to an office, posting or officer, with the name of their gap."""
        fields = self.model._meta.concrete_fields
        return {
            field.column: PEOPLE_MODELS[field.related_model] for field in fields if field.related_model in PEOPLE_MODELS
        }


OF_COMPLAINT = "complaint_id = ANY(%s)"
OF_EVENT = "event_id IN (SELECT id FROM complaints_event WHERE complaint_id = ANY(%s))"
OF_COMPLAINANT = "id IN (SELECT complainant_id FROM complaints_complaint WHERE id = ANY(%s))"
OF_ETAG = "context->>'etag' IN (SELECT etag FROM complaints_complaint WHERE id = ANY(%s))"


def _describe_copied_table(label: str, found_by: str = OF_COMPLAINT) -> CopiedTable:
    model = apps.get_model(label)
    has_own_ids = model._meta.pk.column == "id" and label != "complaints.Complainant"  # it has the complaint's id
    return CopiedTable(model, found_by, has_own_ids)


@cache
def copied_tables() -> list[CopiedTable]:
    """Return all tables. Codes, drafts and files are not copied; samples for calls are drawn anew."""
    return [
        _describe_copied_table("complaints.Complainant", OF_COMPLAINANT),
        _describe_copied_table("complaints.Complaint", "id = ANY(%s)"),
        _describe_copied_table("complaints.Statement"),
        _describe_copied_table("complaints.MissingChild"),
        _describe_copied_table("complaints.Exclusion", f"{OF_COMPLAINT} AND naming_id IS NULL"),
        _describe_copied_table("complaints.Custody"),
        _describe_copied_table("complaints.ClockRun"),
        _describe_copied_table("complaints.RunningClock"),
        _describe_copied_table("complaints.ContactClaim"),
        _describe_copied_table("complaints.Event"),
        _describe_copied_table("complaints.Words", OF_EVENT),
        _describe_copied_table("complaints.ChainHead"),
        _describe_copied_table("complaints.Call"),
        _describe_copied_table("complaints.WaitingCall"),
        _describe_copied_table("complaints.Reading"),
        _describe_copied_table("sla.Breach"),
        _describe_copied_table("notifications.Message", OF_ETAG),
    ]
