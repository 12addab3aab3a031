"""The answers that the operator reads back before the registration, in the complainant's language."""

from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.models import Office
from citizen.filing.kept_out_form import KEEP_FROM_QUESTION, kept_out_answer_text
from citizen.filing.outside_notice import SEALED_SENTENCE, outside_notice_lines
from citizen.followup.safety_forms import hour_label
from complaints.models import Category, Document
from complaints.models.display.complaint_labels import BEHALVES, CONSENTS
from complaints.models.missing_child import CHILD_ANSWERS, SEXES
from complaints.queries.exclusion.excluded_offices import ExcludedOffice
from complaints.rules.complainant.anonymity_and_consent import Behalf
from complaints.services.draft_answers import DraftAnswers
from desk.formatting import day, joined
from web.time_zones import PAKISTAN, city_of_zone


def read_back_rows(
    answers: DraftAnswers, category: Category, excluded_offices: list[ExcludedOffice]
) -> list[tuple[str, str, bool]]:
    """Return label, answer and whether it is a number, for each answer that is not empty. Three queries at most."""
    with translation.override(answers.language):
        number_labels = {_("Phone"), _("E-mail")}
        rows = [
            *_matter_rows(answers, category),
            *_kept_out_rows(answers, excluded_offices),
            *_child_rows(answers),
            *_complainant_rows(answers),
            *_contact_and_safety_rows(answers),
        ]
        return [(label, value, label in number_labels) for label, value in rows if value]


def _matter_rows(answers: DraftAnswers, category: Category) -> list[tuple[str, str]]:
    happened_on = parse_date(answers.happened_on) if answers.happened_on else None
    return [
        (_("About"), category.name),
        (_("What happened"), answers.text),
        (_("Where it happened"), _place_text(answers)),
        (_("When it happened"), joined(day(happened_on) if happened_on else "", answers.happened_about)),
        (_("Complaint against"), answers.concerns),
    ]


def _kept_out_rows(answers: DraftAnswers, excluded_offices: list[ExcludedOffice]) -> list[tuple[str, str]]:
    """Return who is to be kept from the complaint, and the offices that will not be able to open it."""
    said = kept_out_answer_text(vars(answers))
    names = [
        _("%(office)s and everyone below it") % {"office": office.name} if office.everybody_below else office.name
        for office in excluded_offices
    ]
    return [
        (str(KEEP_FROM_QUESTION), joined(said, _office_name(answers.officer.get("station", "")))),
        (_("These offices cannot open your complaint:"), "\n".join(names)),
        (str(SEALED_SENTENCE), "\n".join(outside_notice_lines(excluded_offices, category_code=answers.category))),
    ]


def _office_name(code: str) -> str:
    office = Office.objects.filter(code=code).first() if code else None
    return office.name if office else ""


def _child_rows(answers: DraftAnswers) -> list[tuple[str, str]]:
    """Return the facts about a missing child. They are empty for other categories."""
    labels = dict(CHILD_ANSWERS)
    return [
        (_("Child"), answers.child_name),
        (_("Age of the child"), answers.child_age),
        (_("Girl or boy"), str(dict(SEXES).get(answers.child_sex, ""))),
        (_("Clothes"), answers.child_wearing),
        (_("May have left on their own"), str(labels.get(answers.child_left, ""))),
        (_("Dispute over custody"), str(labels.get(answers.child_custody, ""))),
    ]


def _complainant_rows(answers: DraftAnswers) -> list[tuple[str, str]]:
    behalf = joined(
        str(dict(BEHALVES)[answers.behalf]), answers.behalf_name, str(dict(CONSENTS).get(answers.behalf_consent, ""))
    )
    document = str(Document(answers.document).label) if answers.document != Document.NONE else ""
    return [
        (_("Name"), answers.name),
        (_("Identity document"), joined(document, answers.document_number) or answers.no_document_reason),
        (_("Who is this complaint for?"), behalf if answers.behalf != Behalf.SELF else ""),
    ]


def _contact_and_safety_rows(answers: DraftAnswers) -> list[tuple[str, str]]:
    access = "" if answers.phone or answers.email else _("With your number and the code printed on your receipt")
    hours = ""
    if answers.safe_from is not None:
        hours = _("%(from)s to %(until)s") % {
            "from": hour_label(answers.safe_from),
            "until": hour_label(answers.safe_until),
        }
    requests = [text for name, text in _sentences_of_requests().items() if getattr(answers, name)]
    return [
        (_("Phone"), answers.phone),
        (_("E-mail"), answers.email),
        (_("How to open your complaint again"), access),
        (_("When can we call you?"), hours),
        (_("Where do you live?"), city_of_zone(answers.time_zone) if answers.time_zone != PAKISTAN else ""),
        (_("Language of our messages"), {"ur": "اردو", "en": "English"}[answers.language]),
        (_("Your requests"), " ".join(requests)),
    ]


def _sentences_of_requests() -> dict[str, str]:
    return {
        "anonymous": _("You chose to stay anonymous."),
        "protected": _("Local officers cannot see your name or number."),
        "under_18": _("You are under 18."),
        "woman_officer": _("You prefer to speak to a woman officer."),
        "neutral": _("Messages do not mention what the complaint is about."),
        "wants_calls": _("You cannot read, so we will call you with updates."),
    }


def _place_text(answers: DraftAnswers) -> str:
    """Return landmark, police station and district, as far as they are known."""
    names = {office.code: office.name for office in Office.objects.filter(code__in=[answers.station, answers.district])}
    return joined(answers.landmark, names.get(answers.station, ""), names.get(answers.district, ""))
