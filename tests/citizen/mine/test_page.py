"""The page of one's own complaint: status, next deadline, conversation, and the time used by each office."""

import re
from datetime import timedelta

import pytest

from complaints.models import Event
from complaints.rules.statuses import Status
from sla.services.sweeping import sweep
from tests.citizen.mine.conftest import closed, opens, resolved, told
from tests.desk.conftest import address
from tests.signing_in import sign_in
from tests.world import clock

STEP = re.compile(r'<li class="way-(\w+)"')
BILL = re.compile(r'<td class="n"><bdi dir="ltr">([\d:]+)</bdi></td>')
OFFER_OF_HELP = re.compile(r"(Is someone|Who is) putting pressure on you")
TOTAL = re.compile(r'<tfoot>.*?<bdi dir="ltr">([\d:]+)</bdi>', re.DOTALL)
PART = re.compile(
    r'<tr>\s*<th scope="row">\s*<span class="swatch[^>]*></span><bdi>(.*?)</bdi>\s*</th>\s*<td[^>]*><bdi[^>]*>(.*?)<'
)


def without_the_offer_of_help(page: str) -> str:
    """Return the page without the question about pressure that every complaint page has."""
    return OFFER_OF_HELP.sub("", page).lower()


def seconds(clocked: str) -> int:
    hours, minutes, rest = map(int, clocked.split(":"))
    return hours * 3600 + minutes * 60 + rest


@pytest.mark.parametrize(
    ("make", "sentence", "steps"),
    [
        (
            lambda w: w.complaint(),
            "Your complaint is registered and is being assigned to an officer.",
            "done now ahead ahead ahead",
        ),
        (lambda w: w.in_inquiry(), "The officer is looking into it.", "done done now ahead ahead"),
        (resolved, "The police say that it is solved.", "done done done done now"),
        (closed, "It is closed: you said that it is solved.", "done done done done done"),
    ],
)
def test_it_says_where_it_stands_in_a_sentence_and_on_a_way(world, ayesha, make, sentence, steps):
    answer = ayesha.opens(make(world), "+1d 13:00")
    assert sentence in told(answer)
    assert STEP.findall(answer.content.decode()) == steps.split()


@pytest.mark.parametrize(
    ("who", "move", "sentence"),
    [("usman", "reject", "It was not accepted as a complaint."), ("ayesha", "withdraw", "You have withdrawn it.")],
)
def test_what_was_refused_or_withdrawn_has_left_the_way(world, ayesha, who, move, sentence):
    complaint = world.complaint("financial_crime")
    world.people[who].does(move, complaint, "09:10")
    answer = ayesha.opens(complaint, "10:00")
    assert sentence in told(answer)
    assert STEP.findall(answer.content.decode()) == []


def test_a_silent_end_is_never_called_solved(world, ayesha):
    complaint = resolved(world)
    world.system.does("close", complaint, "+8d 12:00", words="")
    page = opens(ayesha, complaint, "+8d 13:00")
    assert "It is closed without your answer." in page
    assert "you said that it is solved" not in page


def test_the_next_deadline_ends_the_story_as_long_as_it_lies_ahead(world, ayesha):
    complaint = world.complaint()
    answer = ayesha.opens(complaint, "09:30")
    assert answer.context["entries"][-1]["tone"] == "next"
    assert told(answer).count("An officer will contact you by 5:00 pm today.") == 2
    sweep(at=clock("17:30"))
    answer = ayesha.opens(complaint, "17:40")
    assert "An officer should have contacted you: the deadline was" in told(answer)
    assert "No new date has been set." in told(answer)
    assert answer.context["entries"][-1]["tone"] == "late"


def test_a_hidden_complainant_is_promised_no_call(world, ayesha):
    page = opens(ayesha, world.complaint("gender_harassment"), "09:30")
    assert "An officer will write to you here" in page
    assert "Your name and number are hidden." in page
    assert "speaks to you" not in page


@pytest.mark.slow
def test_what_they_write_to_each_other_is_a_conversation(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.does("tell_citizen", complaint, "11:00", words="The bank answers on Monday.")
    world.ayesha.does("add", complaint, "11:10", words="I have the receipt.")
    world.bilal.does("ask_citizen", complaint, "11:20", words="Of which day?")
    world.ayesha.does("resume", complaint, "11:30", words="", already="yes")
    world.farah.does("re_mark", complaint, "11:40", to=world.dania, words="Between us: hurry.")
    answer = ayesha.opens(complaint, "12:00")
    talk = [(one["mine"], one["asks"], one["words"]) for one in answer.context["talk"]]
    assert talk[1:] == [  # the first is what she said when she confirmed the contact
        (False, False, "The bank answers on Monday."),
        (True, False, "I have the receipt."),
        (False, True, "Of which day?"),
        (True, False, "I have already told the officer."),
    ]
    page = told(answer)
    assert "Inspector, Gulberg Circle" in page
    assert "Bilal" not in page
    assert "Between us" not in page
    assert "The officer wrote to you: Inspector, Gulberg Circle." in page
    assert page.count("The bank answers on Monday.") == 1


def test_what_people_type_is_shown_as_text(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.does("tell_citizen", complaint, "11:00", words="<b onclick=go()>Come</b>")
    html = ayesha.opens(complaint, "12:00").content.decode()
    assert "<b onclick" not in html
    assert "&lt;b onclick=go()&gt;Come&lt;/b&gt;" in html


def test_the_delay_bill_names_each_office_and_adds_up_to_the_second(world, ayesha):
    complaint = resolved(world)
    answer = ayesha.opens(complaint, "+1d 15:30")
    html = answer.content.decode()
    parts = dict(PART.findall(html))
    assert parts == {
        "Lahore, complaint cell, before it was given to an officer": "0:10:00",
        "Gulberg Circle": "23:50:00",
        "Model Town Division, which had to decide on the report": "2:00:00",
        "You, while the police waited for your answer": "4:30:00",
    }
    (total,) = TOTAL.findall(html)
    assert sum(map(seconds, parts.values())) == seconds(total) == seconds("30:30:00")
    assert "No deadline has passed so far." in told(answer)


def test_what_was_late_has_its_own_column_and_a_sentence(world, ayesha):
    complaint = world.complaint("financial_crime")  # contact within 8 hours
    world.salma.marks(complaint, to=world.bilal, at="19:00")
    page = told(ayesha.opens(complaint, "20:00"))
    assert "3 hours of this was after a deadline had passed." in page
    assert "10:00:00 2:00:00" in page
    assert "1:00:00 1:00:00" in page


def test_the_bar_is_as_wide_as_its_parts(world, ayesha):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="19:00")
    rows = ayesha.opens(complaint, "20:00").context["bill"]["rows"]
    assert [float(row["x"]) for row in rows] == [0.0, 909.1]
    assert sum(float(row["width"]) for row in rows) == pytest.approx(1000, abs=0.2)
    assert all(float(row["late_x"]) >= float(row["x"]) for row in rows)


def test_feedback_has_no_bill(world, ayesha):
    assert ayesha.opens(world.complaint("suggestion"), "10:00").context["bill"] is None


@pytest.mark.slow
def test_it_says_how_many_offices_have_opened_the_file(world, ayesha, client):
    complaint = world.in_inquiry()
    assert "No office has opened your complaint yet. Every opening is recorded." in opens(ayesha, complaint, "11:00")
    for person in (world.bilal, world.dania, world.nadia):
        sign_in(client, person.officer)
        client.get(address(complaint))
    page = opens(ayesha, complaint, "11:30")
    assert "2 offices have opened your complaint." in page
    assert not [name for name in ("Dania", "Nadia") if name in page]


@pytest.mark.slow
def test_a_longer_story_and_more_readers_cost_no_more(world, ayesha, django_assert_num_queries):
    """Seventeen: session, key, nine for the complaint, two ledgers, readings, legal forms, two for the evidence."""
    short, long = world.in_inquiry(), resolved(world)
    for number in range(12):
        world.ayesha.does("add", long, "+1d 12:00", words=f"Word {number}")
    for complaint in (short, long):
        ayesha.opens(complaint, "+1d 13:00")
        with django_assert_num_queries(17):
            ayesha.get(f"/track/{complaint.etag}/mine/", "+1d 13:00")


# --- safety -------------------------------------------------------------------------------------------------------


def test_a_report_of_pressure_leaves_no_trace_on_the_page(world, ayesha):
    complaint = world.in_inquiry()
    ayesha.opens(complaint, "11:00")
    ayesha.get(f"/track/{complaint.etag}/mine/", "11:01")
    before = ayesha.get(f"/track/{complaint.etag}/mine/", "11:02")
    world.ayesha.does("report_pressure", complaint, "11:02", words="His cousin.")
    after = ayesha.get(f"/track/{complaint.etag}/mine/", "11:02")

    def shown(answer) -> str:
        page = told(answer)
        return page[: page.index("Withdraw the complaint")] if "Withdraw the complaint" in page else page

    assert shown(before) == shown(after)
    assert "His cousin" not in told(after)


def test_a_withdrawal_under_pressure_reads_as_it_does_for_the_sensitive(world, ayesha):
    complaint = world.in_inquiry()
    world.ayesha.does("report_pressure", complaint, "11:00")
    page = opens(ayesha, complaint, "11:10")
    assert "The complaint cell will first phone you in private" in page
    ayesha.moves(complaint, "ask_to_withdraw", "11:15")
    assert Event.objects.filter(complaint=complaint, kind="ask_to_withdraw").exists()
    assert "pressure" not in without_the_offer_of_help(told(ayesha.get(f"/track/{complaint.etag}/mine/", "11:16")))


def test_a_confirmation_under_pressure_is_put_off_without_a_reason(world, ayesha):
    complaint = resolved(world)
    world.ayesha.does("report_pressure", complaint, "+1d 11:30")
    page = opens(ayesha, complaint, "+1d 12:00")
    assert "Yes, it is solved No, it is not solved Partly" in page  # unchanged, so that an onlooker learns nothing
    assert "pressure" not in without_the_offer_of_help(page)
    answer = ayesha.moves(complaint, "close", "+1d 12:05")
    assert answer.status_code == 409
    assert "It can't be closed as solved for some days." in told(answer)
    assert "pressure" not in without_the_offer_of_help(told(answer))
    assert Event.objects.filter(complaint=complaint, kind="close").count() == 0


@pytest.mark.parametrize(
    ("category", "neutral", "leaves"),
    [("gender_harassment", True, True), ("bribe_demand", False, True), ("financial_crime", False, False)],
)
def test_a_confidential_matter_has_a_title_that_tells_nothing_and_a_way_out(world, ayesha, category, neutral, leaves):
    html = ayesha.opens(world.complaint(category), "10:00").content.decode()
    assert ("<title>Information" in html) is neutral
    assert ('href="/leave/"' in html) is leaves


def test_no_page_of_it_is_kept_by_a_browser(world, ayesha):
    answer = ayesha.opens(world.complaint(), "10:00")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.RESOLVED])
def test_in_urdu_the_page_says_the_same(world, bashir, status):
    complaint = world.complaint() if status is Status.RECEIVED else resolved(world)
    answer = bashir.opens(complaint, "+1d 13:00")
    assert '<html lang="ur" dir="rtl">' in answer.content.decode()
    assert complaint.get_status_display() in told(answer)


@pytest.mark.slow
def test_after_the_report_the_page_says_who_acts_next_and_by_when(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "+1d 09:00")
    page = opens(ayesha, complaint, "+1d 09:30")
    assert "The officer has reported. A senior officer will now decide." in page
    assert "A senior officer will decide on the report by" in page
    world.farah.does("accept", complaint, "+1d 10:00")
    page = opens(ayesha, complaint, "+1d 10:30")
    assert "A senior officer has accepted the report. The complaint cell will now ask you about it." in page
    assert "The complaint cell will ask you about the result by Thursday 26 November, 10:00 am." in page
    assert "A senior officer will now decide" not in page
    page = opens(ayesha, complaint, "+3d 10:30")
    assert "The complaint cell should have asked you about the result: the deadline was 10:00 am today." in page


def test_once_the_cell_has_asked_the_senior_officer_decides(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    page = opens(ayesha, complaint, "+1d 10:30")
    assert "You were asked about the report. A senior officer will now decide." in page
    assert "A senior officer will decide on the report by" in page


def test_a_late_report_has_no_new_date_and_says_when_a_higher_office_is_told(world, ayesha):
    complaint = world.in_inquiry()
    due = complaint.running_clocks.get(clock="report").due_at
    complaint.running_clocks.filter(clock="report").update(next_step_at=due + timedelta(hours=24))
    page = opens(ayesha, complaint, due + timedelta(hours=1))
    assert "The report is overdue: the deadline was" in page
    assert "No new date has been set. If it is still late then, a higher office is told by" in page
