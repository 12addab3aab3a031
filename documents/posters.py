"""The PDF of a poster for school visits: what an E-tag is, how to file a complaint, and numbers to call."""

from django.utils import translation
from django.utils.translation import gettext

from documents.common_layout_facts import CHILD_HELPLINE, EMERGENCY, IGP_COMPLAINT_CENTRE, common_facts
from documents.qr_codes import qr_modules
from documents.typst_compiler import compile_pdf

SAMPLE_ETAG = "2648 1907 3555"


def make_poster(home_url: str, language: str) -> bytes:
    """Return the poster as a tagged PDF, one A4 page with a QR code of `home_url`. Raises CompilationFailed."""
    with translation.override(language):
        shared = common_facts()
        data = {
            **shared,
            "labels": shared["labels"] | _printed_labels(),
            "title": gettext("Tell us what happened. You will get a number, a date and an answer."),
            "etag": SAMPLE_ETAG,
            "steps": _step_texts(),
            "numbers": _numbers_to_call(),
            "home": home_url.removeprefix("https://").removeprefix("http://").rstrip("/"),
            "qr": qr_modules(home_url),
            "qr_label": gettext("QR code: %(text)s") % {"text": home_url},
        }
        return compile_pdf("poster", data, language=language)


def _printed_labels() -> dict[str, str]:
    return {
        "promise": gettext("Free, no account needed. In Urdu or English."),
        "etag": gettext("The E-tag"),
        "sample": gettext("Sample"),
        "etag_is": gettext("The number of your complaint: 12 digits, easy to read out on any phone."),
        "etag_does": gettext("It shows the day of registration and whether the complaint is open or closed."),
        "etag_is_not": gettext("It is not an FIR."),
        "begin": gettext("Scan this code to start."),
        "under_18": gettext("Are you under 18?"),
        "under_18_words": gettext(
            "Your complaint is confidential. We send no adult a message about it unless you ask us to. You "
            "can ask for a woman officer."
        ),
        "ring": gettext("Call now"),
    }


def _step_texts() -> list[dict[str, str]]:
    return [
        {
            "what": gettext("You tell us"),
            "how": gettext("A crime, a service that failed or a police officer: in writing or by voice."),
        },
        {
            "what": gettext("You get a number"),
            "how": gettext("You get an E-tag at once, with the two deadlines that the police must meet."),
        },
        {
            "what": gettext("You say whether it is solved"),
            "how": gettext(
                "An officer contacts you. Then you say whether it is solved. If not, a higher officer starts again."
            ),
        },
    ]


def _numbers_to_call() -> list[dict[str, str]]:
    return [
        {
            "number": EMERGENCY,
            "name": gettext("Police emergency"),
            "note": gettext("Day and night. Press 3 for child safety."),
        },
        {"number": CHILD_HELPLINE, "name": gettext("Child Helpline"), "note": gettext("Day and night")},
        {
            "number": IGP_COMPLAINT_CENTRE,
            "name": gettext("IGP Complaint Centre"),
            "note": gettext("Hours, as last reported: 8 am to 10 pm."),
        },
    ]
