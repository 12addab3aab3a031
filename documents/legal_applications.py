"""PDFs of an application for an FIR (section 154 CrPC) and of a petition for a person who is held (section 491 CrPC).

Both are filled from a complaint, or blank for people who have not filed one.
"""

from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext, pgettext

from documents.legal_forms import Applicant, FormReview, applicant_rows, labelled_rows, shared_form_facts
from documents.printable_text import split_paragraphs
from documents.record_codes import RecordCode
from documents.typst_compiler import compile_pdf


@dataclass(frozen=True)
class LegalApplicationFacts:
    """The content of an application, as text in its language. An empty text becomes lines to write on.

    `words`: the complainant's statement, unchanged. `etag`: in groups of four digits. `station`: the police station of
    the place. `concerns`: the persons complained against, as the complainant named them. `happened`: when it happened.
    """

    applicant: Applicant = field(default_factory=Applicant)
    words: str = ""
    etag: str = ""
    registered: str = ""
    district: str = ""
    station: str = ""
    place: str = ""
    happened: str = ""
    concerns: str = ""
    review: FormReview | None = None
    record: RecordCode | None = None


def make_fir_application(facts: LegalApplicationFacts, language: str) -> bytes:
    """Return the application for an FIR as a tagged PDF. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = shared_form_facts(facts.review, facts.record)
        data = shared | {
            "labels": shared["labels"] | _station_labels(),
            "title": gettext("Application for an FIR under section 154 of the Code of Criminal Procedure, 1898"),
            "court": "",
            "station": facts.station,
            "district": facts.district,
            "applicant": applicant_rows(facts.applicant),
            "respondents": [],
            "parts": [*_account_parts(facts), *_fir_parts(facts)],
            "slip": True,
        }
        return compile_pdf("application", data, language=language)


def make_detention_petition(facts: LegalApplicationFacts, language: str) -> bytes:
    """Return the petition for a person who is held as a tagged PDF. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = shared_form_facts(facts.review, facts.record)
        officer = gettext("The officer in charge, %(station)s") % {"station": facts.station} if facts.station else ""
        data = shared | {
            "labels": shared["labels"] | _petition_labels(),
            "title": gettext("Petition under section 491 of the Code of Criminal Procedure, 1898"),
            "court": gettext("Sessions Judge"),
            "station": facts.station,
            "district": facts.district,
            "applicant": [
                *applicant_rows(facts.applicant),
                *labelled_rows((gettext("Relation to the person held"), "")),
            ],
            "respondents": [officer, ""],
            "parts": [*_detention_parts(facts), *_release_parts()],
            "slip": False,
        }
        return compile_pdf("application", data, language=language)


def _part(heading: str, kind: str, *sentences: str, **content) -> dict:
    empty = {"words": [], "rows": [], "items": [], "lines": 0}
    return empty | {"heading": heading, "kind": kind, "sentences": list(filter(None, sentences))} | content


def _filed_sentence(facts: LegalApplicationFacts) -> str:
    if not facts.etag:
        return ""
    return gettext(
        "The matter was also reported to the complaint portal %(registered)s under E-tag %(etag)s. That complaint is "
        "not an FIR."
    ) % {"registered": facts.registered, "etag": facts.etag}


def _account_parts(facts: LegalApplicationFacts) -> list[dict]:
    """Return what happened, when, where, and who was involved or saw it."""
    return [
        _part(
            gettext("What happened, in the applicant's own words"),
            "words",
            _filed_sentence(facts),
            words=split_paragraphs(facts.words),
        ),
        _part(
            gettext("When and where"),
            "rows",
            rows=labelled_rows(
                (gettext("Day and time"), facts.happened),
                (pgettext("of an event", "Place"), facts.place),
            ),
        ),
        _part(
            gettext("Who was involved"),
            "rows",
            rows=labelled_rows(
                (gettext("Accused, as far as known"), facts.concerns),
                (gettext("Witness: name and phone"), ""),
                (gettext("Witness: name and phone"), ""),
            ),
        ),
    ]


def _fir_parts(facts: LegalApplicationFacts) -> list[dict]:
    return [
        _part(gettext("What was taken or damaged, and who was hurt"), "lines", lines=3),
        _part(
            gettext("Request"),
            "items",
            gettext(
                "Section 154 of the Code: the officer in charge writes down a report of a cognizable offence (one for "
                "which the police may arrest without a court's order), reads it to the person and has it signed."
            ),
            gettext("The applicant asks the officer in charge:"),
            items=[
                gettext("to register this report as an FIR, to read it over and to let the applicant sign it;"),
                gettext("to give the applicant a copy, with its number and date;"),
                gettext(
                    "if the officer finds no cognizable offence in it, to enter the report in the station's book, and "
                    "to refer the applicant to the Magistrate, as section 155 of the Code requires."
                ),
            ],
        ),
    ]


def _detention_parts(facts: LegalApplicationFacts) -> list[dict]:
    return [
        _part(
            gettext("The person held"),
            "rows",
            rows=labelled_rows(
                (gettext("Name"), ""),
                (gettext("Son, daughter or wife of"), ""),
                (gettext("Age"), ""),
                (gettext("Taken on (day and time)"), facts.happened),
                (gettext("Taken from"), facts.place),
                (gettext("Taken by, as far as known"), facts.concerns),
                (gettext("Held at"), facts.station),
            ),
        ),
        _part(
            gettext("What happened, in the applicant's own words"),
            "words",
            _filed_sentence(facts),
            words=split_paragraphs(facts.words),
        ),
    ]


def _release_parts() -> list[dict]:
    return [
        _part(
            gettext("Grounds"),
            "items",
            items=[
                gettext("The applicant knows of no FIR and of no court's order for this detention."),
                gettext(
                    "Article 10 of the Constitution and section 61 of the Code: an arrested person must be "
                    "brought before a Magistrate within 24 hours, not counting the journey."
                ),
                gettext(
                    "Section 491 of the Code lets this court direct that a person who is held illegally or improperly, "
                    "in public or private custody, be brought before it and be set free."
                ),
            ],
        ),
        _part(
            pgettext("in a petition", "Prayer"),
            "items",
            gettext("The applicant asks this court:"),
            items=[
                gettext(
                    "to send a bailiff to the place where the person is held, to search it, to read its registers and "
                    "to bring the person before the court;"
                ),
                gettext(
                    "to direct the respondents to bring the person before the court and to state why they hold them;"
                ),
                gettext("to set the person free if they are held illegally;"),
                gettext("to grant any other relief that is just."),
            ],
        ),
    ]


def _station_labels() -> dict[str, str]:
    return {
        "to": pgettext("at the head of a letter", "To"),
        "addressee": gettext("The officer in charge of the police station"),
        "district": gettext("District"),
        "slip": gettext("Receipt by the police station (for the applicant's copy)"),
        "slip_words": gettext("Make two copies. Ask the station to sign yours, also if no FIR is registered today."),
        "received_by": gettext("Received by (name, rank, stamp)"),
        "diary_number": gettext("Diary or FIR number"),
        "received_at": gettext("Day and time"),
    }


def _petition_labels() -> dict[str, str]:
    return {
        "verified": gettext(
            "I state on oath that what is written above is true to my own knowledge or, where I was told it, as I was "
            "told it, and that I have concealed nothing."
        ),
    }
