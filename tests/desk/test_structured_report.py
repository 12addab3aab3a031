"""A report in parts: previewed, stored under one digest, and read by everybody in the same order."""

import json
from html import unescape

import pypdfium2
import pytest

from complaints.models import Complaint, Event, Words
from complaints.queries.verification.full_check import verify_complaints
from complaints.queries.verification.log_check import divide_log, verify_log_part
from complaints.rules.statuses import Status
from ledger import chain
from tests.desk.conftest import address
from tests.factories import rewrite_rows

REPORT = {
    "outcome": "relief_granted",
    "words": "The dealer kept the money without a reason.",
    "relief": "Rs 20,000 were paid back on Monday.",
    "persons_heard": "The complainant, and the dealer Akram.",
    "evidence_seen": "The receipt of 3 November.",
    "next_step": "The dealer signs a bond by Friday.",
}
IN_ORDER = ["persons_heard", "evidence_seen", "words", "relief", "next_step"]


def page(answer) -> str:
    return unescape(answer.content.decode())


def report_of(complaint) -> Event:
    return Event.objects.get(complaint=complaint, kind="submit_report")


def stands_in_order(text: str) -> bool:
    text = text.split('class="preview-text"')[-1]  # without the hidden fields of a preview
    places = [text.find(REPORT[name]) for name in IN_ORDER]
    return -1 not in places and places == sorted(places)


def test_nothing_is_recorded_before_the_preview_is_confirmed(world, seat):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    answer = bilal.previews(complaint, "submit_report", "12:00", **REPORT)
    text = page(answer)
    assert answer.status_code == 200
    assert stands_in_order(text)
    assert "The officer submitted a report. Result: Relief granted." in text
    assert not Event.objects.filter(complaint=complaint, kind="submit_report").exists()
    for name, value in REPORT.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert bilal.previews(complaint, "submit_report", "12:01", confirmed="1", **REPORT).status_code == 302
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert complaint.status == Status.REPORTED


def test_the_script_gets_the_preview_alone(world, seat):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    bilal.client.defaults["HTTP_HX_REQUEST"] = "true"
    answer = bilal.previews(complaint, "submit_report", "12:00", **REPORT)
    assert "<html" not in page(answer)
    assert stands_in_order(page(answer))
    assert answer["X-Preview"] == "1"


def test_to_change_the_text_brings_the_form_back_as_it_was(world, seat):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    answer = bilal.previews(complaint, "submit_report", "12:00", edit="1", **REPORT)
    (act,) = [one for one in answer.context["acts"] if one.name == "submit_report"]
    assert answer.status_code == 200
    assert act.name == answer.context["open_act"]
    assert {name: act.form[name].value() for name in REPORT} == REPORT
    assert not Event.objects.filter(complaint=complaint, kind="submit_report").exists()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"words": "."}, {"words"}),
        ({"words": "Done."}, {"words"}),
        ({"relief": "."}, {"relief"}),
        ({"outcome": "not_proved", "persons_heard": ""}, {"persons_heard"}),
        ({"outcome": "proved_false", "persons_heard": " ", "evidence_seen": ""}, {"persons_heard", "evidence_seen"}),
        ({"next_step": "x" * 10_001}, {"next_step"}),
        ({"evidence_seen": "a\x00b"}, {"evidence_seen"}),
    ],
)
def test_too_little_is_refused_at_its_part_and_nothing_typed_is_lost(world, seat, typed, wrong):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    for confirmed in ({}, {"confirmed": "1"}):
        answer = bilal.previews(complaint, "submit_report", "12:00", **REPORT | typed | confirmed)
        (act,) = [one for one in answer.context["acts"] if one.name == "submit_report"]
        assert answer.status_code == 422
        assert set(act.form.errors) == wrong
        assert all(REPORT[name] in page(answer) for name in set(REPORT) - set(typed) - {"outcome"})
    assert not Event.objects.filter(complaint=complaint, kind="submit_report").exists()


def test_a_conduct_complaint_needs_who_was_heard_whatever_the_outcome(world, seat):
    complaint = world.in_inquiry(category="misbehaviour", holder="farah")
    answer = seat(world.farah).posts(
        complaint, "submit_report", "12:00", outcome="referred", words="It goes to the traffic police."
    )
    (act,) = [one for one in answer.context["acts"] if one.name == "submit_report"]
    assert {"persons_heard", "evidence_seen"} <= set(act.form.errors)


def test_officers_read_all_parts_in_the_same_order_on_the_page_and_in_the_record(world, seat):
    complaint = world.in_inquiry()
    world.bilal.does("submit_report", complaint, "12:00", **REPORT)
    dania = seat(world.dania)
    assert stands_in_order(page(dania.opens(complaint, "12:10")))
    pdf = dania.get(f"{address(complaint)}record.pdf", "12:15", language="en").content
    text = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf)).split())
    assert stands_in_order(text)
    assert "Persons heard: The complainant, and the dealer Akram." in text


def test_an_old_report_of_one_text_is_shown_as_it_was(world, seat):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "12:00", words="The money was paid back on Monday.")
    text = page(seat(world.dania).opens(complaint, "12:10"))
    assert '<p class="timeline-words" dir="auto">The money was paid back on Monday.</p>' in text
    assert "What was found" not in text.split('data-move="')[0]


def test_one_digest_covers_all_parts(world):
    complaint = world.in_inquiry()
    world.bilal.does("submit_report", complaint, "12:00", **REPORT)
    words = report_of(complaint).words
    assert set(words.parts) == {"persons_heard", "evidence_seen", "relief", "next_step"}
    digest = json.loads(report_of(complaint).body)["words"]
    assert digest == chain.text_digest(bytes(words.salt), words.digested_text)
    assert digest != chain.text_digest(bytes(words.salt), words.text)
    assert not any(text in report_of(complaint).body for text in words.parts.values())


def test_both_verifications_find_a_changed_part(world):
    complaint = world.in_inquiry()
    world.bilal.does("submit_report", complaint, "12:00", **REPORT)

    def findings() -> list[str]:
        of_the_log = [found.what for part in divide_log() for found in verify_log_part(part).findings]
        return of_the_log + [found.what for _, batch in verify_complaints() for found in batch]

    assert findings() == []
    words = Words.objects.filter(event=report_of(complaint))
    rewrite_rows(words, parts=words.get().parts | {"relief": "Nothing was paid."})
    assert findings() == [f"event {report_of(complaint).seq}: its words were changed"] * 2


def test_a_rejection_shows_reasons_and_remedies_and_asks_again(world, seat):
    complaint, usman = world.complaint("financial_crime"), seat(world.usman)
    reasons = "This is for a civil court."
    answer = usman.previews(complaint, "reject", "10:00", words=reasons)
    text = page(answer)
    assert answer.status_code == 200
    assert reasons in text
    assert "Yes, reject the complaint" in text
    assert "An appeal to the next higher head, within 30 days" in text
    assert "Justice of the Peace" in text
    assert not Event.objects.filter(complaint=complaint, kind="reject").exists()
    usman.previews(complaint, "reject", "10:01", words=reasons, confirmed="1")
    assert Event.objects.filter(complaint=complaint, kind="reject").exists()


def test_a_preview_warns_of_what_may_be_forgotten(world, seat):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    answer = bilal.previews(complaint, "submit_report", "12:00", **REPORT | {"relief": ""})
    assert "does not say separately what was done" in page(answer)
    assert "does not say separately" not in page(bilal.previews(complaint, "submit_report", "12:00", **REPORT))


def test_who_may_not_report_gets_no_preview_and_who_acted_first_is_shown(world, seat):
    complaint = world.in_inquiry()
    assert seat(world.salma).previews(complaint, "submit_report", "12:00", **REPORT).status_code == 403
    assert seat(world.latif).previews(complaint, "submit_report", "12:00", **REPORT).status_code == 404
    seen = complaint.head.seq
    world.dania.does("re_mark", complaint, "12:05", to=world.dania)
    answer = seat(world.bilal).previews(complaint, "submit_report", "12:10", seen=seen, **REPORT)
    assert answer.status_code in {404, 409}


def test_the_address_of_the_preview_is_the_moves(world, seat):
    complaint = world.in_inquiry()
    answer = seat(world.bilal).previews(complaint, "submit_report", "12:00", **REPORT)
    assert f'action="{address(complaint)}submit_report/"' in page(answer)
