"""The time limits on a receipt, in clock hours or in hours of a working calendar."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from citizen.filing.receipt_next_steps import receipt_steps
from complaints.models import Policy
from reviews.desk.flag_evidence import describe_time_limits
from tests.world import clock


def report_of(policy: Policy) -> str:
    """Return the note about the report, on the page and in the PDF."""
    complaint = SimpleNamespace(
        policy=policy,
        category=SimpleNamespace(code="other"),
        complainant=SimpleNamespace(anonymous=False),
        identity_is_protected=True,
        is_sensitive=False,
        received_at=clock("09:00"),
    )
    found = SimpleNamespace(complaint=complaint, contact_due_at=None, report_due_at=clock("12:00"))
    return receipt_steps(found, format_deadline=str)[0].note


@pytest.mark.parametrize(
    ("calendar", "language", "said"),
    [
        (None, "en", "A senior officer then has 48 hours to accept it or send it back."),
        (7, "en", "A senior officer then has 48 working hours to accept it or send it back."),
        (None, "ur", "پھر اعلیٰ افسر کے پاس اسے منظور یا واپس کرنے کے لیے 48 گھنٹے ہوتے ہیں۔"),
        (7, "ur", "پھر اعلیٰ افسر کے پاس اسے منظور یا واپس کرنے کے لیے 48 دفتری گھنٹے ہوتے ہیں۔"),
    ],
)
def test_hours_that_a_calendar_counts_are_said_to_be_working_hours(calendar, language, said):
    with override(language):
        assert report_of(Policy(decision_hours=48, calendar_id=calendar)) == said


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ({}, "contact within 8 hours, report within 120 hours"),  # frozen before the dossier had this field
        ({"calendar_id": None}, "contact within 8 hours, report within 120 hours"),
        ({"calendar_id": 7}, "contact within 8 working hours, report within 120 working hours"),
    ],
)
def test_so_does_a_dossier(calendar, said):
    promised = {"contact_hours": 8, "report_hours": 120, "decision_hours": 48} | calendar
    assert describe_time_limits({"promised": promised}).startswith(said)
