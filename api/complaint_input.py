"""What a new complaint needs, checked by the same forms as on the web."""

from datetime import datetime
from typing import Literal

from django.utils.timezone import localdate
from django.utils.translation import gettext
from ninja import Field, Schema
from pydantic import ConfigDict

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind, is_office_code
from api.problems import ProblemFound, form_errors
from citizen.filing.excluded_office_preview import is_protection_default, preview_excluded_offices_of_draft
from citizen.filing.filing_forms import FilingContactForm, StatementForm
from citizen.filing.kept_out_form import KeptOutForm
from citizen.filing.missing_child_form import PAGE_FIELDS, MissingChildForm
from citizen.queries import filing_options
from complaints.models import Category
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS
from complaints.rules.special_categories import MISSING_CHILD
from web.form_fields import INVALID_CHOICE

LONGEST_INPUT = 20_000  # characters; the forms have the real limits, and say so in the caller's language
Code = Field("", max_length=64)
Line = Field("", max_length=1_000)


def with_example(**example) -> ConfigDict:
    """Return the configuration of a body with an example, which the description and its page show."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class Input(Schema):
    """A body of a request. An unknown field is refused, so that a mistyped name is not lost silently."""

    model_config = ConfigDict(extra="forbid")


class ChildInput(Input):
    """A missing child. Only for the category `missing_child`; everything may be left out."""

    child_name: str = Line
    child_age: str = Field("", max_length=4, examples=["7"])
    child_sex: str = Code
    child_wearing: str = Line
    child_left: str = Code
    child_custody: str = Code
    landmark: str = Line
    happened_about: str = Line


class KeptOutInput(Input):
    """Who must not see the complaint. Needed with `keep_from` = "yes"."""

    officer_station: str = Field("", max_length=64, description="Code of the station or unit; empty: not known.")
    post: str = Field("unknown", max_length=32, description="The most senior officer's post, or “unknown”.")
    senior_possible: Literal["yes", "no", "unknown", ""] = Field(
        "unknown", description="With an unknown post: could it be an SP or the head of the district?"
    )
    officer_name: str = Line
    happened_on: str = Field("", max_length=10, description="YYYY-MM-DD; empty: not known.", examples=["2026-11-24"])


class ComplaintInput(Input):
    """A new complaint. It is not an FIR."""

    category: str = Field(max_length=64, description="Code from /categories.", examples=["property_crime"])
    district: str = Field(max_length=64, description="Code of the district.", examples=["lahore"])
    station: str = Field("", max_length=64, description="Code of the police station of the place, if known.")
    text: str = Field(
        max_length=LONGEST_INPUT,
        description="What happened: 10 to 5,000 characters.",
        examples=["SAMPLE: my motorcycle was stolen from the market."],
    )
    keep_from: Literal["yes", "no", "unknown"] = Field(
        description="Should any police officer or office be kept from this complaint? Ask the person."
    )
    kept_out: KeptOutInput | None = None
    child: ChildInput | None = None
    language: Literal["ur", "en"] = Field("ur", description="Language of messages to the complainant.")
    protected: bool | None = Field(None, description="Officers reach the complainant only through the portal.")
    under_18: bool = False
    behalf: Literal["self", "child", "relative", "client", "other"] = "self"
    behalf_consent: Literal["", "given", "cannot", "not_given"] = ""
    phone: str = Field("", max_length=40, examples=["+923001234567"])
    email: str = Field("", max_length=254)
    email_confirmed: bool = Field(False, description="The address is right although it looks mistyped.")


def answers_of(body: ComplaintInput, *, reach: str, secret: str = "", at: datetime) -> dict:
    """Return the answers of a draft. About six queries. Raises ProblemFound with one entry for each refused value.

    `reach`: phone, email, secret or anonymous. `secret`: the secret word, from the operator's own app only.
    """
    category = filing_options.offered_category(body.category)
    if category is None:
        raise _impossible("category")
    place = _find_place(body)
    statement = _statement_form(body, category)
    contact = FilingContactForm(
        _contact_data(body, reach=reach, secret=secret),
        confidential=category.confidential,
        may_be_anonymous=category.code in MAY_BE_ANONYMOUS,
    )
    kept_out = None
    if body.keep_from == "yes":
        stations = [(office.code, office.name) for office in filing_options.stations_and_units_of(body.district)]
        kept_out = KeptOutForm((body.kept_out or KeptOutInput()).dict(), stations=stations, today=localdate(at))
    forms = [form for form in (statement, contact, kept_out) if form is not None]
    if errors := [error for form in forms if not form.is_valid() for error in form_errors(form)]:
        raise ProblemFound("invalid", errors=errors)
    answers = {
        "category": category.code,
        "district": body.district,
        "station": place.code if body.station else "",
        "text": statement.cleaned_data["text"],
        "keep_from": body.keep_from,
        **{name: statement.cleaned_data[name] for name in PAGE_FIELDS if name in statement.cleaned_data},
        **(kept_out.answers() if kept_out else {}),
        **contact.answers(),
    }
    if body.protected is None:
        answers["protected"] = is_protection_default(answers, preview_excluded_offices_of_draft(answers, at=at))
    return answers


def _find_place(body: ComplaintInput) -> Office:
    """Return the incident place. The district must be one, and the station must be in it. Two queries at most."""
    codes = {"district": body.district, "station": body.station or body.district}
    offices = Office.objects.in_bulk([code for code in codes.values() if is_office_code(code)], field_name="code")
    district, place = (offices.get(code) for code in codes.values())
    if district is None or district.kind != OfficeKind.DISTRICT:
        raise _impossible("district")
    if place is None or not place.is_within(district):
        raise _impossible("station")
    return place


def _impossible(field: str) -> ProblemFound:
    return ProblemFound("invalid", errors=[{"field": field, "message": str(INVALID_CHOICE)}])


def _statement_form(body: ComplaintInput, category: Category) -> StatementForm:
    is_child = category.code == MISSING_CHILD
    if body.child is not None and not is_child:
        text = gettext("This belongs to the report of a missing child.")
        raise ProblemFound("invalid", errors=[{"field": "child", "message": text}])
    data = {"text": body.text, "keep_from": body.keep_from}
    if not is_child:
        return StatementForm(data, spoken=False)
    return MissingChildForm(data | (body.child or ChildInput()).dict(), spoken=False)


def _contact_data(body: ComplaintInput, *, reach: str, secret: str) -> dict:
    names = ("phone", "email", "language", "behalf", "behalf_consent")
    flags = {name: "on" for name in ("protected", "under_18") if getattr(body, name)}
    sure = {"email_sure": body.email.strip().lower()} if body.email_confirmed else {}
    return {name: getattr(body, name) for name in names} | flags | sure | {"reach": reach, "secret": secret}
