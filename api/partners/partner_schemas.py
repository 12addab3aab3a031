"""The shapes of what partner organisations send and read."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from api.complaint_input import ComplaintInput, Input, with_example
from api.rules.partner_status import ConsentProof, PartnerStatus

REFERENCE = r"^[A-Za-z0-9/._-]{0,40}$"


class TokenAnswer(Schema):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.", examples=[600])
    scope: str = Field(examples=["complaints:register complaints:state"])


class PartnerComplaintInput(ComplaintInput):
    """A complaint that the partner registers for a person who agreed."""

    model_config = with_example(
        category="property_crime",
        district="lahore",
        text="SAMPLE: my motorcycle was stolen from the market in the morning.",
        keep_from="no",
        phone="+923001234567",
        language="ur",
        consent="recorded_call",
        consent_reference="CALL-4711",
        reference="1787/2026/17",
    )

    consent: ConsentProof = Field(description="How the person agreed that you register this complaint for them.")
    consent_reference: str = Field(
        pattern=r"^[A-Za-z0-9/._-]{1,40}$", description="Where the proof is: number of the recording or form."
    )
    reference: str = Field("", pattern=REFERENCE, description="Your own number of the matter; no telephone or CNIC.")
    name: str = Field("", max_length=120, description="The complainant's name, if they gave it.")


class ComplaintState(Schema):
    """All that a partner learns of a complaint, of every category: the day of registration, and open or closed."""

    etag: str = Field(description="E-tag: twelve digits, shown in fours.", examples=["264819073555"])
    registered_on: date
    state: Literal["open", "closed"]


class PartnerComplaintState(ComplaintState):
    reference: str = Field(description="Your own number, if you sent one.")


class PartnerComplaintPage(Schema):
    items: list[PartnerComplaintState]
    next: str | None = Field(None, description="Cursor of the next page; null on the last one.")


class ReferralState(ComplaintState):
    referred_on: date


class ReferralPage(Schema):
    items: list[ReferralState]
    next: str | None = Field(None, description="Cursor of the next page; null on the last one.")


class StatusInput(Input):
    """How far your own handling of a matter is."""

    model_config = with_example(
        status="in_progress", note="SAMPLE: we have asked the bank.", occurred_at="2026-11-24T10:30:00+05:00"
    )

    status: PartnerStatus
    note: str = Field("", max_length=1000, description="For the officer and the complainant, who both read it.")
    occurred_at: datetime = Field(
        description="When, with a time zone; not in the future, and not before the registration's day.",
        examples=["2026-11-24T10:30:00+05:00"],
    )


class StatusAnswer(Schema):
    etag: str
    status: PartnerStatus
    recorded_at: datetime
