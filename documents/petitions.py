"""An application to the Ex-Officio Justice of the Peace, filled in from what the portal knows.

Section 22-A(6) of the Code of Criminal Procedure, 1898: directions to the police where a case is not registered (i),
where an investigation should change hands (ii), and on neglect, failure or excess in its duties (iii). A draft for a
lawyer to read, and marked so on every page.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from documents.compiling import pdf
from documents.identity import identity
from documents.printable_text import paragraphs
from documents.shared_notes import common


class Known(StrEnum):
    """How a fact of the timeline is known: it is said in words in its row."""

    RECORDED = "recorded"  # the portal itself did or saw it
    CLAIMED = "claimed"  # an office wrote it down, and nobody confirmed it
    CONFIRMED = "confirmed"  # an office wrote it down, and the complainant says it is so
    DENIED = "denied"  # an office wrote it down, and the complainant says it is not so


@dataclass(frozen=True)
class Applicant:
    """Who applies, as given to the portal. What is empty becomes a line to write on."""

    name: str = ""
    parent: str = ""
    cnic: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PetitionEntry:
    """A row of the timeline. `office` is "" for an act of the complainant."""

    when: str
    what: str
    office: str
    known: Known


@dataclass(frozen=True)
class Breach:
    """A limit that passed: what was due, by when, from which office; `done` is when it was, "" if it never was."""

    what: str
    due: str
    office: str
    done: str = ""


@dataclass(frozen=True)
class PetitionFacts:
    """What the application says, as ready words in its language; `words` are the complainant's own, untouched.

    `etag` is spaced in fours. `respondents` are offices, not persons. `refused` is a sentence on what was refused,
    or "". `fir_refused`: no FIR was registered for what may be a crime, so that is asked for. `annexures` are further
    papers beside the receipt, the portal's timeline and a copy of the identity card.
    """

    etag: str
    registered: str
    district: str
    applicant: Applicant
    respondents: tuple[str, ...]
    words: str
    place: str = ""
    timeline: tuple[PetitionEntry, ...] = ()
    breaches: tuple[Breach, ...] = ()
    refused: str = ""
    fir_refused: bool = False
    annexures: tuple[str, ...] = ()


def petition(facts: PetitionFacts, language: str) -> bytes:
    """The application as a tagged PDF. Raises papers.NotMade."""
    with translation.override(language):
        shared = common()
        told = {
            **shared,
            "say": shared["say"] | _notice() | _parties() | _tables() | _endings(),
            "title": gettext("Application under section 22-A(6) of the Code of Criminal Procedure, 1898"),
            "district": facts.district,
            "applicant": _applicant(facts.applicant),
            "respondents": list(facts.respondents),
            "filed": _filed(facts),
            "words": paragraphs(facts.words),
            "timeline": [
                {"when": row.when, "what": row.what, "office": row.office, "known": _known(row.known)}
                for row in facts.timeline
            ],
            "breaches": [
                {"what": row.what, "due": row.due, "office": row.office, "done": row.done or gettext("Not done so far")}
                for row in facts.breaches
            ],
            "grounds": _grounds(facts),
            "prayers": _prayers(facts),
            "annexures": _annexures(facts),
        }
        return pdf("petition", told, language=language)


def _applicant(applicant: Applicant) -> list[dict[str, str]]:
    return [
        {"label": gettext("Name"), "given": applicant.name},
        {"label": gettext("Son, daughter or wife of"), "given": applicant.parent},
        {"label": gettext("CNIC number"), "given": applicant.cnic},
        {"label": gettext("Address"), "given": applicant.address},
        {"label": gettext("Phone"), "given": applicant.phone},
    ]


def _filed(facts: PetitionFacts) -> list[str]:
    """When and where it was brought, in sentences."""
    told = {"etag": facts.etag, "registered": facts.registered, "place": facts.place}
    filed = gettext("Registered in the complaint portal %(registered)s under E-tag %(etag)s.") % told
    return [filed, gettext("Where it happened: %(place)s.") % told] if facts.place else [filed]


def _known(known: Known) -> str:
    return {
        Known.RECORDED: gettext("Recorded in the portal"),
        Known.CLAIMED: gettext("Claimed by the office, not confirmed"),
        Known.CONFIRMED: gettext("Claimed by the office, confirmed by the applicant"),
        Known.DENIED: gettext("Claimed by the office, denied by the applicant"),
    }[known]


def _grounds(facts: PetitionFacts) -> list[str]:
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


def _prayers(facts: PetitionFacts) -> list[str]:
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


def _annexures(facts: PetitionFacts) -> list[str]:
    return [
        gettext("Receipt of the complaint, E-tag %(etag)s") % {"etag": facts.etag},
        gettext("Printed timeline of the complaint from the portal"),
        gettext("Copy of the applicant's identity card"),
        *facts.annexures,
    ]


def _notice() -> dict[str, str]:
    if not identity().is_independent:
        return {
            "mark": gettext("Draft made by the complaint portal. Have a lawyer read it before you file it."),
            "mark_words": gettext("Fill in the empty lines. Cross out anything that is not true."),
        }
    return {
        "mark": gettext("Draft made by an independent complaint portal. Have a lawyer read it before you file it."),
        "mark_words": gettext(
            "Fill in the empty lines. Strike out anything that is not true. The police do not run this "
            "portal: its record is the applicant's document, and the police may hold other papers."
        ),
    }


def _tables() -> dict[str, str]:
    return {
        "own_words": gettext("What happened, in the applicant's own words"),
        "no_words": gettext("Write here what happened:"),
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


def _parties() -> dict[str, str]:
    return {
        "court": gettext("In the court of"),
        "court_title": gettext("Ex-Officio Justice of the Peace"),
        "applicant": gettext("Applicant"),
        "versus": gettext("versus"),
        "respondents": gettext("Respondents"),
    }


def _endings() -> dict[str, str]:
    return {
        "grounds": gettext("Grounds"),
        "prayer": pgettext("in a petition", "Prayer"),
        "prayer_words": gettext("The applicant asks this court:"),
        "annexures": gettext("Annexures"),
        "signature": gettext("Applicant's signature or thumb print"),
        "date": gettext("Date"),
        "counsel": gettext("Through counsel (name and licence number)"),
        "verification": gettext("Verification"),
        "verified": gettext(
            "I state on oath that what is written above is true to my own knowledge, that parts 2 and 3 are "
            "true according to the information given by the portal, and that I have concealed nothing."
        ),
        "place": gettext("Place"),
        "deponent": gettext("Signature of the person verifying"),
    }
