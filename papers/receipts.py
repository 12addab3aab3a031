"""The receipt on paper."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, pgettext

from papers.codes import modules
from papers.compiling import pdf
from papers.signs import IGP_COMPLAINT_CENTRE, common


@dataclass(frozen=True)
class Step:
    """What happens next. `when` is "by 6:40 pm today", or "" ; `note` stands under it, smaller."""

    when: str
    what: str
    note: str = ""


@dataclass(frozen=True)
class ReceiptFacts:
    """What a receipt says, as ready words in its language.

    `etag` is spaced in fours. `registered` is a moment, `cell` the name of the office whose complaint cell has it.
    `steps` is empty where nothing is promised (feedback). `follow_url` is the whole address under which the number is
    tracked. `neutral`: title and head of the paper tell nothing. `mark`: by which it is checked, at `check_url`. `key`
    is a one-time key, for who has no phone, as it is to be typed (digits in groups are copied in the right order by
    every program, letters in Urdu are not); `key_until` the moment it ends, if it does.
    """

    etag: str
    registered: str
    cell: str
    follow_url: str
    steps: tuple[Step, ...] = ()
    neutral: bool = False
    mark: str = ""
    check_url: str = ""
    key: str = ""
    key_until: str = ""


def receipt(facts: ReceiptFacts, language: str) -> bytes:
    """The receipt as a tagged PDF, A4, readable when printed at half the size. Raises papers.NotMade."""
    with translation.override(language):
        told = {
            **common(),
            "say": common()["say"] | _labels(),
            "title": gettext("Your reference number") if facts.neutral else gettext("Your complaint is registered"),
            "neutral": facts.neutral,
            "etag": facts.etag,
            "registered": gettext("Registered %(registered)s. It is with the complaint cell of: %(office)s.")
            % {"registered": facts.registered, "office": facts.cell},
            "steps": [{"when": step.when, "what": step.what, "note": step.note} for step in facts.steps],
            "follow_url": facts.follow_url,
            "qr": modules(facts.follow_url),
            "qr_said": gettext("QR code: %(text)s") % {"text": facts.follow_url},
            "mark": facts.mark,
            "check_url": facts.check_url,
            "key": facts.key,
            "key_words": _key_words(facts.key_until),
        }
        return pdf("receipt", told, language=language)


def _labels() -> dict:
    return {
        "number": gettext("E-tag number"),
        "camera": gettext("Point a camera here to see where it stands."),
        "next": gettext("What happens next, and by when"),
        "thanks": gettext("Thank you for your feedback"),
        "no_date": gettext("It is read at the complaint cell. No date is promised for it, and nobody has to call you."),
        "not_fir": gettext("This is not an FIR"),
        "not_fir_words": gettext(
            "An FIR is written at a police station. This receipt does not replace it, and starts no case in court."
        ),
        "nothing": gettext("If nothing happens"),
        "nothing_words": _nothing_happens(),
        "ways": _ways(),
        "follow": gettext("Follow it"),
        "follow_words": gettext("The number shows where your complaint stands. Only your key opens the rest."),
        "mark": gettext("Mark of the receipt:"),
        "check": gettext("With it, anybody can check that it is part of the public log:"),
        "cut": pgettext("along a line on paper", "Cut here"),
        "key": gettext("Your key"),
    }


def _nothing_happens() -> str:
    counted = gettext(
        "You need do nothing for the delay to count: the moment a limit passes, it is recorded against whoever held"
        " your complaint and seen by their superiors."
    )
    return f"{counted} {gettext('And you can always turn here:')}"


def _ways() -> list[str]:
    return [
        gettext("The officer's superior: the head of the circle, of the district, of the region."),
        gettext("The IGP Complaint Centre: %(number)s. Last hours reported: 8 am to 10 pm.")
        % {"number": IGP_COMPLAINT_CENTRE},
        gettext(
            "The Justice of Peace at the sessions court, under section 22-A of the Code of Criminal Procedure, above"
            " all where an FIR is refused."
        ),
    ]


def _key_words(until: str) -> str:
    words = gettext(
        "With the E-tag number, it opens your complaint one time. Keep it apart from the number, and show it to"
        " nobody, not to an officer either."
    )
    return f"{words} {gettext('It works until %(moment)s.') % {'moment': until}}" if until else words
