"""The receipt on paper."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, pgettext

from documents.codes import modules
from documents.compiling import pdf
from documents.shared_notes import IGP_COMPLAINT_CENTRE, common


@dataclass(frozen=True)
class ReceiptStep:
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
    steps: tuple[ReceiptStep, ...] = ()
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
            "registered": gettext("Registered %(registered)s. Now with the complaint cell of: %(office)s.")
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
        "camera": gettext("Scan this code to check the status."),
        "next": gettext("What happens next, and by when"),
        "thanks": gettext("Thank you for your feedback"),
        "no_date": gettext("The complaint cell reads it. There is no deadline for it, and nobody has to call you."),
        "not_fir": gettext("This is not an FIR"),
        "not_fir_words": gettext(
            "An FIR is registered at a police station. This receipt does not replace it and does not start "
            "a court case."
        ),
        "nothing": gettext("If nothing happens"),
        "nothing_words": _nothing_happens(),
        "ways": _ways(),
        "follow": gettext("Track your complaint"),
        "follow_words": gettext(
            "The number shows only the day it was registered and whether it is open. To see the rest, you need your "
            "secret word or a code."
        ),
        "mark": gettext("Receipt verification code:"),
        "check": gettext("Anyone can use it to check that this receipt is part of the public log:"),
        "cut": pgettext("along a line on paper", "Cut here"),
        "key": gettext("Your printed code"),
    }


def _nothing_happens() -> str:
    counted = gettext(
        "You do not need to do anything for a delay to count: when a deadline passes, the delay is recorded "
        "against the officer who had your complaint, and their superiors see it."
    )
    return f"{counted} {gettext('You can also contact, at any time:')}"


def _ways() -> list[str]:
    return [
        gettext("The officer's superior: the head of the circle, district or region."),
        gettext("The IGP Complaint Centre: %(number)s. Latest known hours: 8 am to 10 pm.")
        % {"number": IGP_COMPLAINT_CENTRE},
        gettext(
            "The Justice of Peace at the sessions court, under section 22-A of the Code of Criminal "
            "Procedure, especially if an FIR is refused."
        ),
    ]


def _key_words(until: str) -> str:
    words = gettext(
        "With the E-tag number, it opens your complaint once. Keep it apart from the number and show it to "
        "nobody, not even an officer."
    )
    return f"{words} {gettext('Valid until %(moment)s.') % {'moment': until}}" if until else words
