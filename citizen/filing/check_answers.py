"""Every answer of a draft as one line, each with the page on which it can be changed."""

from dataclasses import dataclass

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Office
from accounts.models.choice_labels import localized_name
from citizen.filing.filing_forms import CONTACT_WAYS, EMAIL, PHONE
from citizen.filing.kept_out_form import kept_out_answer_text
from complaints.models import Category
from complaints.models.display.complaint_labels import BEHALVES, CONSENTS
from complaints.models.missing_child import CHILD_ANSWERS, SEXES
from complaints.rules.complainant.anonymity_and_consent import Behalf
from complaints.rules.special_categories import MISSING_CHILD
from web import countries, identity_numbers


@dataclass(frozen=True)
class CheckRow:
    """One answer. `step`: the page that asks for it. `is_number`: the value is written from left to right."""

    label: str
    value: str
    step: str
    is_number: bool = False


def matter_rows(answers: dict, category: Category) -> list[CheckRow]:
    """Return what the complaint is about, where it happened, and who must not see it.

    One query, and another if the officer's station was named.
    """
    codes = [code for code in (answers.get("station"), answers.get("district")) if code]
    offices = {office.code: office.name for office in Office.objects.filter(code__in=codes)}
    place = _(", ").join(offices[code] for code in codes if code in offices) or _("unknown")
    kept_out = _("No officer or office") if answers.get("keep_from") == "no" else kept_out_answer_text(answers)
    happened_on = parse_date(answers.get("happened_on") or "")
    rows = [
        CheckRow(_("About"), category.name, "kind"),
        CheckRow(_("Where it happened"), place, "where"),
        CheckRow(_("What happened"), answers.get("text") or _("Your voice note"), "what"),
        *(_child_rows(answers) if answers.get("category") == MISSING_CHILD else ()),
        CheckRow(_("Who must not see it"), kept_out, "whom"),
        CheckRow(_("Their police station or unit"), _office_name(answers.get("officer_station", "")), "whom"),
        CheckRow(_("When it happened"), date_format(happened_on, "j F Y") if happened_on else "", "whom"),
    ]
    return [row for row in rows if row.value]


def _office_name(code: str) -> str:
    office = Office.objects.filter(code=code).first() if code else None
    return office.name if office else ""


def _child_rows(answers: dict) -> list[CheckRow]:
    three = dict(CHILD_ANSWERS)
    told = [
        (_("Name of the child"), answers.get("child_name", "")),
        (_("Age in years"), answers.get("child_age", "")),
        (_("Girl or boy?"), str(dict(SEXES).get(answers.get("child_sex"), ""))),
        (_("What was the child wearing?"), answers.get("child_wearing", "")),
        (_("Where was the child last seen?"), answers.get("landmark", "")),
        (_("When was the child last seen?"), answers.get("happened_about", "")),
        (_("Could the child have left home on their own?"), str(three.get(answers.get("child_left"), ""))),
        (
            _("Is there a dispute over who the child should live with?"),
            str(three.get(answers.get("child_custody"), "")),
        ),
    ]
    return [CheckRow(label, value, "what") for label, value in told]


def contact_rows(contact: dict, *, reach: str, country: str) -> list[CheckRow]:
    """Return how the complainant is contacted. The secret word is not shown. No query."""
    phone = identity_numbers.format_phone(contact["phone"]) if contact["phone"] else ""
    way = "" if (reach, bool(phone)) == (PHONE, True) or reach == EMAIL else str(CONTACT_WAYS[reach])
    behalf = str(dict(BEHALVES).get(contact["behalf"], "")) if contact["behalf"] != Behalf.SELF else ""
    names = {one.code: localized_name(one.name_en, one.name_ur) for one in countries.COUNTRIES if one.code == country}
    lives_in = names.get(country, "")
    rows = [
        CheckRow(_("How we contact you"), way, "reach"),
        CheckRow(_("Mobile number"), phone, "reach", is_number=True),
        CheckRow(_("E-mail address"), contact["email"], "reach", is_number=True),
        CheckRow(
            _("Your name and number"),
            _("Officers reach you only through the portal.") if contact["protected"] else "",
            "reach",
        ),
        CheckRow(_("Your age"), _("You are under 18.") if contact["under_18"] else "", "reach"),
        CheckRow(_("Who is this complaint for?"), behalf, "reach"),
        CheckRow(
            _("Does the person agree?"),
            str(dict(CONSENTS).get(contact["behalf_consent"], "")) if behalf else "",
            "reach",
        ),
        CheckRow(_("Where do you live?"), lives_in, "reach"),
        CheckRow(_("Language of our messages"), {"ur": "اردو", "en": "English"}[contact["language"]], "reach"),
    ]
    return [row for row in rows if row.value]
