"""WCAG 3.3.7 at the desk: what was typed or chosen in one step is there in the next one, filled in or shown."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.desk.conftest import OFFICE
from tests.desk.intake.conftest import BIBI, Desk, desk  # noqa: F401

MARK, TEAM = "/desk/mark/", "/desk/team/"
REPORT = {
    "outcome": "relief_granted",
    "persons_heard": "The complainant.",
    "evidence_seen": "The receipt of the bank.",
    "words": "The cheque was forged; the bank has paid her back.",
    "relief": "The bank paid Rs 20,000 back.",
    "next_step": "None.",
}


class FilledIn(HTMLParser):
    """The values that the forms of a page send again without being typed, by field name."""

    def __init__(self, html: str):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.select = self.textarea = None
        self.feed(html)

    def add(self, name: str | None, value: str | None) -> None:
        if name:
            self.values.setdefault(name, []).append(value or "")

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and (attrs.get("type") not in {"checkbox", "radio"} or "checked" in attrs):
            self.add(attrs.get("name"), attrs.get("value"))
        elif tag == "select":
            self.select = attrs.get("name")
        elif tag == "option" and "selected" in attrs:
            self.add(self.select, attrs.get("value"))
        elif tag == "textarea":
            self.textarea = attrs.get("name")
            self.add(self.textarea, "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea][-1] += data


def not_filled_in(answer, typed: dict) -> dict:
    """Return what of the typed answers the page does not have in its forms. Empty answers need not be there."""
    html = answer.content.decode()
    values = FilledIn(html.split("<main", 1)[-1]).values
    stripped = {name: {value.strip() for value in several} for name, several in values.items()}
    return {
        name: value
        for name, value in typed.items()
        for one in (value if isinstance(value, list) else [value])
        if one != "" and str(one) not in stripped.get(name, set())
    }


def token(complaint) -> str:
    return f"{complaint.etag}:{complaint.status}:{complaint.holder_id or ''}"


def marks_several(world, seat):
    rows = [token(world.complaint(at=f"09:0{n}")) for n in range(2)]
    typed = {"row": rows, "to": world.dania.posting.pk, "words": "She knows the place.", "back": OFFICE}
    return seat(world.salma).sends(MARK, "10:00", **typed), typed


def reassigns_without_a_reason(world, seat):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    typed = {"row": token(complaint), "to": world.dania.posting.pk, "back": OFFICE}
    return seat(world.usman).sends(MARK, "10:00", **typed), typed


def rebalances(world, seat):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    chosen = {"from": world.bilal.posting.pk, "to": world.dania.posting.pk, "number": 3}
    answer = seat(world.usman).get(f"{TEAM}balance/", "10:00", **chosen)
    return answer, chosen | {"row": token(complaint)}


def hands_over(world, seat):
    world.salma.marks(world.complaint(), to=world.bilal, at="09:10")
    typed = {"to": world.dania.posting.pk, "words": "He is transferred."}
    return seat(world.usman).sends(f"{TEAM}hand-over/{world.bilal.posting.pk}/", "10:00", **typed), typed


def tries_a_routing_rule(world, seat):
    world.complaint("financial_crime", station="gulberg")
    typed = {
        "category": "financial_crime",
        "place": world.office("gulberg").pk,
        "target": f"p{world.bilal.posting.pk}",
        "starts": "2026-11-25",
    }
    return seat(world.usman).sends(f"{TEAM}routing/", "10:00", **{"try": "1"}, **typed), typed


def previews_a_report(world, seat):
    complaint = world.in_inquiry("10:00")
    return seat(world.bilal).previews(complaint, "submit_report", "12:00", **REPORT), REPORT


def changes_a_report_after_the_preview(world, seat):
    complaint = world.in_inquiry("10:00")
    return seat(world.bilal).previews(complaint, "submit_report", "12:00", edit="1", **REPORT), REPORT


def changes_an_intake_after_reading_it_back(world, seat):
    operator = Desk(seat(world.salma), "0b2b6a52-2df7-4f0e-9b3f-6f6c2f0d3c11")
    operator.types(happened_on="2026-11-22")
    assert BIBI["text"] in operator.reads_back().content.decode()
    return operator.seat.get(f"/desk/intake/{operator.key}/", "10:06"), BIBI | {"happened_on": "2026-11-22"}


@pytest.mark.parametrize(
    "first_step",
    [
        marks_several,
        reassigns_without_a_reason,
        rebalances,
        hands_over,
        tries_a_routing_rule,
        previews_a_report,
        changes_a_report_after_the_preview,
        pytest.param(changes_an_intake_after_reading_it_back, marks=pytest.mark.slow),
    ],
)
def test_what_was_entered_in_one_step_is_filled_in_in_the_next(world, seat, first_step):
    answer, typed = first_step(world, seat)
    assert not_filled_in(answer, typed) == {}


def test_an_export_takes_the_filters_of_its_list(world, seat):
    complaint = world.complaint("financial_crime")
    salma = seat(world.salma)
    html = unescape(salma.get(f"{OFFICE}?category=financial_crime&clock=day", "10:00").content.decode())
    addresses = re.findall(r'formaction="([^"]+rows\.(?:csv|xlsx)[^"]*)"', html)
    addresses += re.findall(r'<a class="small" href="([^"]+)">Save, share or schedule', html)
    assert len(addresses) == 3
    for address in addresses:
        assert "category=financial_crime" in address
        assert "clock=day" in address
    assert complaint.category.name in salma.get(addresses[-1], "10:01").content.decode()
