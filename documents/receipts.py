"""The PDF of a complaint's receipt."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, pgettext

from documents.common_layout_facts import IGP_COMPLAINT_CENTRE, common_facts
from documents.qr_codes import qr_modules
from documents.typst_compiler import compile_pdf


@dataclass(frozen=True)
class ReceiptStep:
    """One of the next steps. `when`: "by 6:40 pm today", or ""; `note`: smaller text below."""

    when: str
    what: str
    note: str = ""


@dataclass(frozen=True)
class LegalStep:
    """What else the person can do in law, and the page that explains it with a form to print."""

    title: str
    words: str
    url: str


@dataclass(frozen=True)
class ReceiptFacts:
    """The content of a receipt, as text in its language.

    `etag`: in groups of four digits. `registered`: date and time. `cell`: the office whose complaint cell has it.
    `steps`: empty if there are no deadlines (feedback). `follow_url`: the absolute URL for tracking. `neutral`: title
    and header do not show what it is about. `mark`: the verification code, which is checked at `check_url`. `key`: the
    printed code for a person without a phone, as it has to be typed (every program copies grouped digits in the right
    order, but not letters in Urdu text); `key_until`: when it expires, if it does.
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
    legal_steps: tuple[LegalStep, ...] = ()


def make_receipt(facts: ReceiptFacts, language: str) -> bytes:
    """Return the receipt as a tagged PDF, A4, readable at half the size. Raises documents.CompilationFailed."""
    with translation.override(language):
        data = {
            **common_facts(),
            "labels": common_facts()["labels"] | _printed_labels(),
            "title": gettext("Your reference number") if facts.neutral else gettext("Your complaint is registered"),
            "neutral": facts.neutral,
            "etag": facts.etag,
            "registered": gettext("Registered %(registered)s. Now with the complaint cell of: %(office)s.")
            % {"registered": facts.registered, "office": facts.cell},
            "steps": [{"when": step.when, "what": step.what, "note": step.note} for step in facts.steps],
            "follow_url": facts.follow_url,
            "qr": qr_modules(facts.follow_url),
            "qr_label": gettext("QR code: %(text)s") % {"text": facts.follow_url},
            "mark": facts.mark,
            "check_url": facts.check_url,
            "key": facts.key,
            "key_words": _access_key_text(facts.key_until),
            "legal_steps": [{"title": step.title, "words": step.words, "url": step.url} for step in facts.legal_steps],
        }
        return compile_pdf("receipt", data, language=language)


def _printed_labels() -> dict:
    delay_recorded = gettext(
        "You do not need to do anything for a delay to count: when a deadline passes, the delay is recorded "
        "against the officer who had your complaint, and their superiors see it."
    )
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
        "nothing_words": f"{delay_recorded} {gettext('You can also contact, at any time:')}",
        "ways": _ways_to_contact_superiors(),
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


def _ways_to_contact_superiors() -> list[str]:
    return [
        gettext("The officer's superior: the head of the circle, district or region."),
        gettext("The IGP Complaint Centre: %(number)s. Hours, as last reported: 8 am to 10 pm.")
        % {"number": IGP_COMPLAINT_CENTRE},
        gettext(
            "The Justice of the Peace at the sessions court, under section 22-A of the Code of Criminal "
            "Procedure, especially if an FIR is refused."
        ),
    ]


def _access_key_text(until: str) -> str:
    words = gettext(
        "With the E-tag number, it opens your complaint once. Keep it apart from the number and show it to "
        "nobody, not even an officer."
    )
    return f"{words} {gettext('Valid until %(moment)s.') % {'moment': until}}" if until else words
