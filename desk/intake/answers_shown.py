"""What was taken down, as it is read back: every answer, in the person's own language."""

from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.models import Office
from citizen.followup.safety_forms import in_words
from complaints.models import Category, Document
from complaints.models.labels import BEHALVES, CONSENTS
from complaints.models.missing_child import SEXES, TOLD
from complaints.rules.persons import Behalf
from complaints.services.draft_answers import Answers
from desk.wording import day, joined
from web.time_zones import PAKISTAN, city


def read_back(answers: Answers, category: Category) -> list[tuple[str, str, bool]]:
    """Label, answer, and whether it is a number, of everything that was said. Two queries at most."""
    with translation.override(answers.language):
        rows = [*_matter(answers, category), *_child(answers), *_person(answers), *_safety(answers)]
        return [(label, value, label in _numbers()) for label, value in rows if value]


def _matter(it: Answers, category: Category) -> list[tuple[str, str]]:
    on = parse_date(it.happened_on) if it.happened_on else None
    return [
        (_("About"), category.name),
        (_("What happened"), it.text),
        (_("Where it happened"), _place(it)),
        (_("When it happened"), joined(day(on) if on else "", it.happened_about)),
        (_("Complaint against"), it.concerns),
    ]


def _child(it: Answers) -> list[tuple[str, str]]:
    """Who is missing; nothing of other categories, whose drafts tell nothing of a child."""
    told = dict(TOLD)
    return [
        (_("Child"), it.child_name),
        (_("Age of the child"), it.child_age),
        (_("Girl or boy"), str(dict(SEXES).get(it.child_sex, ""))),
        (_("Clothes"), it.child_wearing),
        (_("May have left on their own"), str(told.get(it.child_left, ""))),
        (_("Dispute over custody"), str(told.get(it.child_custody, ""))),
    ]


def _person(it: Answers) -> list[tuple[str, str]]:
    behalf = joined(str(dict(BEHALVES)[it.behalf]), it.behalf_name, str(dict(CONSENTS).get(it.behalf_consent, "")))
    document = str(Document(it.document).label) if it.document != Document.NONE else ""
    return [
        (_("Name"), it.name),
        (_("Identity document"), joined(document, it.document_number) or it.no_document_reason),
        (_("Who is this complaint for?"), behalf if it.behalf != Behalf.SELF else ""),
    ]


def _safety(it: Answers) -> list[tuple[str, str]]:
    way = "" if it.phone or it.email else _("With your number and the code printed on your receipt")
    hours = ""
    if it.safe_from is not None:
        hours = _("%(from)s to %(until)s") % {"from": in_words(it.safe_from), "until": in_words(it.safe_until)}
    wishes = [said for name, said in _wishes().items() if getattr(it, name)]
    return [
        (_("Phone"), it.phone),
        (_("E-mail"), it.email),
        (_("How to open your complaint again"), way),
        (_("When can we call you?"), hours),
        (_("Where do you live?"), city(it.time_zone) if it.time_zone != PAKISTAN else ""),
        (_("Language of our messages"), {"ur": "اردو", "en": "English"}[it.language]),
        (_("Your requests"), " ".join(wishes)),
    ]


def _wishes() -> dict[str, str]:
    return {
        "anonymous": _("You chose to stay anonymous."),
        "protected": _("Local officers cannot see your name or number."),
        "under_18": _("You are under 18."),
        "woman_officer": _("You prefer to speak to a woman officer."),
        "neutral": _("Messages do not mention what the complaint is about."),
        "wants_calls": _("You cannot read, so we will call you with updates."),
    }


def _numbers() -> set[str]:
    return {_("Phone"), _("E-mail")}


def _place(it: Answers) -> str:
    """Landmark, police station, district, as far as they are known."""
    names = {office.code: office.name for office in Office.objects.filter(code__in=[it.station, it.district])}
    return joined(it.landmark, names.get(it.station, ""), names.get(it.district, ""))
