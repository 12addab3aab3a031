"""The PDF of an application to the Ex-Officio Justice of the Peace, filled in from the portal's records.

Section 22-A(6) of the Code of Criminal Procedure, 1898: directions to the police if a case is not registered (i), if an
investigation should be transferred (ii), and on neglect, failure or excess in its duties (iii). The document is a draft
for a lawyer to read, and says so on every page.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from documents.legal_forms import Applicant, FormReview, applicant_rows, shared_form_facts
from documents.printable_text import split_paragraphs
from documents.record_codes import RecordCode
from documents.typst_compiler import compile_pdf


class FactSource(StrEnum):
    """The source of a fact in the timeline. Its row states it in words."""

    RECORDED = "recorded"  # the portal itself did it or recorded it
    CLAIMED = "claimed"  # an office stated it, and nobody confirmed it
    CONFIRMED = "confirmed"  # an office stated it, and the complainant confirmed it
    DENIED = "denied"  # an office stated it, and the complainant denied it


@dataclass(frozen=True)
class PetitionEntry:
    """A row of the timeline. `office` is "" for an action of the complainant."""

    when: str
    what: str
    office: str
    source: FactSource


@dataclass(frozen=True)
class PetitionBreach:
    """A missed deadline. `what`: the action due; `done`: when it was done, or "" if it was not."""

    what: str
    due: str
    office: str
    done: str = ""


@dataclass(frozen=True)
class PetitionFacts:
    """The content of an application, as text in its language.

    `words`: the complainant's statement, unchanged. `etag`: in groups of four digits. `respondents`: offices, not
    persons. `refused`: a sentence on what was refused, or "". `fir_refused`: no FIR was registered although there may
    have been a crime, so the application asks for one. `annexures`: documents in addition to the receipt, the portal's
    timeline and a copy of the identity card. `proof`: the proof of the timeline's lines, to be attached; "" for none.
    """

    etag: str
    registered: str
    district: str
    applicant: Applicant
    respondents: tuple[str, ...]
    words: str
    place: str = ""
    timeline: tuple[PetitionEntry, ...] = ()
    breaches: tuple[PetitionBreach, ...] = ()
    refused: str = ""
    fir_refused: bool = False
    annexures: tuple[str, ...] = ()
    review: FormReview | None = None
    record: RecordCode | None = None
    proof: str = ""


def make_petition(facts: PetitionFacts, language: str) -> bytes:
    """Return the application as a tagged PDF. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = shared_form_facts(facts.review, facts.record)
        values = {"etag": facts.etag, "registered": facts.registered, "place": facts.place}
        filed = [gettext("Registered in the complaint portal %(registered)s under E-tag %(etag)s.") % values]
        if facts.place:
            filed.append(gettext("Where it happened: %(place)s.") % values)
        data = {
            **shared,
            "labels": shared["labels"] | _table_labels() | _closing_labels(),
            "title": gettext("Application under section 22-A(6) of the Code of Criminal Procedure, 1898"),
            "district": facts.district,
            "applicant": applicant_rows(facts.applicant),
            "respondents": list(facts.respondents),
            "filed": filed,
            "words": split_paragraphs(facts.words),
            "timeline": [
                {"when": row.when, "what": row.what, "office": row.office, "known": _source_text(row.source)}
                for row in facts.timeline
            ],
            "breaches": [
                {"what": row.what, "due": row.due, "office": row.office, "done": row.done or gettext("Not done so far")}
                for row in facts.breaches
            ],
            "grounds": _ground_texts(facts),
            "prayers": _prayer_texts(facts),
            "annexures": _annexure_titles(facts),
        }
        return compile_pdf("petition", data, language=language, proof=facts.proof)


def _source_text(source: FactSource) -> str:
    return {
        FactSource.RECORDED: gettext("Recorded in the portal"),
        FactSource.CLAIMED: gettext("Claimed by the office, not confirmed"),
        FactSource.CONFIRMED: gettext("Claimed by the office, confirmed by the applicant"),
        FactSource.DENIED: gettext("Claimed by the office, denied by the applicant"),
    }[source]


def _ground_texts(facts: PetitionFacts) -> list[str]:
    grounds = [gettext("The applicant has brought the matter to the police, as parts 1 and 2 show.")]
    if facts.fir_refused:
        grounds.append(gettext("The applicant reported an offence to the police, and no FIR has been registered."))
    if facts.breaches:
        grounds.append(
            ngettext(
                "%(count)s deadline set for the police in this matter passed without the required action (part 3).",
                "%(count)s deadlines set for the police in this matter passed without the required action (part 3).",
                len(facts.breaches),
            )
            % {"count": len(facts.breaches)}
        )
    if facts.refused:
        grounds.append(facts.refused)
    grounds.append(
        gettext(
            "Section 22-A(6) of the Code lets an Ex-Officio Justice of the Peace direct the police where a criminal"
            " case is not registered, and where a police authority neglects its duty, fails in it or exceeds it."
        )
    )
    return grounds


def _prayer_texts(facts: PetitionFacts) -> list[str]:
    prayers = [
        gettext("to direct the respondents to decide the complaint with E-tag %(etag)s according to law;")
        % {"etag": facts.etag},
        gettext("to call for a report from the respondents on what was done, by whom and when;"),
        gettext("to grant any other relief that is just."),
    ]
    if facts.fir_refused:
        prayers.insert(
            0,
            gettext(
                "to direct the officer in charge of the police station to record the applicant's statement under"
                " section 154 of the Code and to act on it according to law;"
            ),
        )
    return prayers


def _annexure_titles(facts: PetitionFacts) -> list[str]:
    return [
        gettext("Receipt of the complaint, E-tag %(etag)s") % {"etag": facts.etag},
        gettext("Printed timeline of the complaint from the portal"),
        gettext("Copy of the applicant's identity card"),
        *facts.annexures,
    ]


def _table_labels() -> dict[str, str]:
    return {
        "own_words": gettext("What happened, in the applicant's own words"),
        "timeline": gettext("What was done since then"),
        "timeline_words": gettext(
            "The last column shows the source of each fact. An office's claim remains a claim until the "
            "applicant confirms it."
        ),
        "none": gettext("None so far."),
        "when": gettext("When"),
        "what": gettext("What happened"),
        "office": gettext("Office"),
        "known": gettext("Source"),
        "applicant_did": gettext("The applicant"),
        "breaches": gettext("Missed deadlines"),
        "limit": gettext("Action due"),
        "due": gettext("Due by"),
        "done": gettext("When it was done"),
    }


def _closing_labels() -> dict[str, str]:
    return {
        "court_title": gettext("Ex-Officio Justice of the Peace"),
        "grounds": gettext("Grounds"),
        "prayer": pgettext("in a petition", "Prayer"),
        "prayer_words": gettext("The applicant asks this court:"),
        "annexures": gettext("Annexures"),
        "verified": gettext(
            "I state on oath that what is written above is true to my own knowledge, that parts 2 and 3 are "
            "true according to the information given by the portal, and that I have concealed nothing."
        ),
    }
