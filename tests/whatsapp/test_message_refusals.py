"""The stand-in refuses the interactive messages that Meta refuses, and says why."""

import pytest

from whatsapp.rules.cloud_api.api_payloads import make_document_payload, make_payload
from whatsapp.rules.replies import LinkReply, TooLong
from whatsapp.standin.message_rules import refuse_message

ROWS = [{"id": str(number), "title": f"Service {number}"} for number in range(11)]


def interactive(kind: str, action: dict) -> dict:
    part = {"type": kind, "body": {"text": "Choose a service."}, "action": action}
    return {"messaging_product": "whatsapp", "to": "923001112233", "type": "interactive", "interactive": part}


def list_of(rows: list, title: str = "Services") -> dict:
    return interactive("list", {"button": "Services", "sections": [{"title": title, "rows": rows}]})


def link(url: str, title: str = "Open the page") -> dict:
    return interactive("cta_url", {"name": "cta_url", "parameters": {"display_text": title, "url": url}})


def document(**changed) -> dict:
    payload = make_document_payload("1", name="E-tag-264819073555.pdf", caption="Your receipt.")
    payload["document"] |= changed
    return payload | {"messaging_product": "whatsapp", "to": "923001112233"}


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (list_of(ROWS), "row count exceeds the maximum of 10"),
        (list_of([]), "row count"),
        (list_of([ROWS[0], ROWS[0]]), "Row ids must be unique"),
        (list_of(ROWS[:2], title="T" * 25), "Section title is too long"),
        (interactive("location_request_message", {"name": "send_place"}), "Action name"),
        (interactive("carousel", {}), "Unsupported interactive type carousel"),
        (link("ftp://portal.example/"), "web address"),
        (link("https://portal.example/", title="T" * 21), "Button text is too long"),
        (document(id=""), "A link or id is required"),
        (document(filename=""), "File name is required"),
    ],
)
def test_a_message_that_meta_refuses_is_refused_with_its_reason(message, reason):
    assert reason in refuse_message(message, {}).details


def test_a_list_of_ten_rows_is_accepted():
    assert refuse_message(list_of(ROWS[:10]), {}) is None


def test_a_link_button_and_a_document_are_accepted():
    ours = make_payload(LinkReply("Go on there.", "Open the page", "https://portal.example/d/1/"))
    assert ours["interactive"] == link("https://portal.example/d/1/")["interactive"] | {
        "body": {"text": "Go on there."}
    }
    assert refuse_message(ours | {"messaging_product": "whatsapp", "to": "923001112233"}, {}) is None
    assert refuse_message(document(), {}) is None


@pytest.mark.parametrize("wrong", [("", "Open", "https://x"), ("Words", "T" * 21, "https://x"), ("Words", "Open", "")])
def test_a_link_button_that_meta_would_refuse_cannot_be_made(wrong):
    with pytest.raises(TooLong):
        LinkReply(*wrong)
