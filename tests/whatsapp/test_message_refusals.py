"""The stand-in refuses the interactive messages that Meta refuses, and says why."""

import pytest

from whatsapp.standin.message_rules import refuse_message

ROWS = [{"id": str(number), "title": f"Service {number}"} for number in range(11)]


def interactive(kind: str, action: dict) -> dict:
    part = {"type": kind, "body": {"text": "Choose a service."}, "action": action}
    return {"messaging_product": "whatsapp", "to": "923001112233", "type": "interactive", "interactive": part}


def list_of(rows: list, title: str = "Services") -> dict:
    return interactive("list", {"button": "Services", "sections": [{"title": title, "rows": rows}]})


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (list_of(ROWS), "row count exceeds the maximum of 10"),
        (list_of([]), "row count"),
        (list_of([ROWS[0], ROWS[0]]), "Row ids must be unique"),
        (list_of(ROWS[:2], title="T" * 25), "Section title is too long"),
        (interactive("location_request_message", {"name": "send_place"}), "Action name"),
        (interactive("carousel", {}), "Unsupported interactive type carousel"),
    ],
)
def test_a_message_that_meta_refuses_is_refused_with_its_reason(message, reason):
    assert reason in refuse_message(message, {}).details


def test_a_list_of_ten_rows_is_accepted():
    assert refuse_message(list_of(ROWS[:10]), {}) is None
