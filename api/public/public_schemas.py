"""The shapes of the public data. Texts are in the language of the request."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

Certainty = Literal["certain", "likely", "guess", ""]


class Link(Schema):
    """Where a list goes on."""

    next: str | None = Field(None, description="Cursor of the next page; null on the last one.")


class ServiceItem(Schema):
    kind: str = Field(examples=["pkm"])
    code: str = Field(examples=["learner_permit"])
    name: str = Field(examples=["Learner permit"])
    documents: list[str] = Field(description="Empty: unknown.", examples=[["CNIC", "Medical certificate"]])
    documents_certainty: Certainty
    fee: str = Field(description="Empty: unknown.", examples=["Rs 500"])
    fee_certainty: Certainty
    time: str = Field(description="Empty: unknown.", examples=["Same day"])
    time_certainty: Certainty
    url: str
    certainty: Certainty
    as_of: int | None = Field(description="Year of the newest source.", examples=[2026])


class ServicePage(Link):
    items: list[ServiceItem]


class OfficeItem(Schema):
    code: str = Field(examples=["lahore"])
    kind: str = Field(examples=["district"])
    name: str = Field(examples=["Lahore"])
    parent: str | None = Field(description="Code of the office above.", examples=["punjab"])
    address: str = Field(description="Empty: unknown.")
    telephone: str = Field(description="Empty: unknown.")
    latitude: float | None
    longitude: float | None


class OfficePage(Link):
    items: list[OfficeItem]


class HelplineItem(Schema):
    number: str = Field(examples=["1787"])
    group: str = Field(examples=["police"])
    name: str = Field(examples=["Police complaint line"])
    operator: str
    hours: str = Field(description="Empty: unknown.")
    note: str
    reached_by: str = Field(examples=["call"])
    certainty: Certainty
    as_of: int | None


class HelplinePage(Link):
    items: list[HelplineItem]


class CategoryItem(Schema):
    code: str = Field(examples=["bribe_demand"])
    group: str = Field(examples=["conduct"])
    name: str = Field(examples=["Demand of a bribe"])
    help: str
    about_police: bool
    confidential: bool
    contact_hours: int | None = Field(description="Hours until an officer must contact you; null: no limit.")
    report_hours: int | None = Field(description="Hours until the inquiry must be reported; null: no limit.")
    decision_hours: int | None = Field(description="Hours from the report to the decision.")
    certainty: str = Field(description="How certain the limits are.")


class CategoryPage(Link):
    items: list[CategoryItem]


class FigureItem(Schema):
    """Published sums. null: too small to show (below ten), or it would reveal a number that is."""

    district: str | None = Field(description="Code; null for the province and for “not counted by district”.")
    name: str
    counted_by_district: bool
    month: str | None = Field(description="YYYY-MM; null for the whole window.", examples=["2026-10"])
    received: int | None
    contact_known: int | None
    contact_in_time: int | None
    report_known: int | None
    report_in_time: int | None
    word_known: int | None
    confirmed: int | None
    objected: int | None
    hours_to_report: float | None = Field(description="Median.")


class FigurePage(Link):
    first_day: date
    last_day: date
    published_at: datetime
    items: list[FigureItem]


class NoticeItem(Schema):
    kind: str = Field(examples=["alert"])
    code: str
    office: str
    name: str
    text: str
    age: int | None
    published_at: datetime
    expires_at: datetime
    url: str
    is_sample: bool


class NoticePage(Link):
    items: list[NoticeItem]
