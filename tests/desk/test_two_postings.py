"""An officer with several postings has one queue for all of them, and acts on each row under its posting."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Complaint, Event, SavedView
from complaints.rules.special_categories import ILLEGAL_DETENTION
from complaints.services.exclusion.station_orders import order_station
from desk.queries import complaint_list_pages
from desk.queries.complaint_list_pages import SIZE
from monitoring.models import StationPromise
from sla.models import Answer
from sla.services.sweeping import sweep
from tests.desk.conftest import DESK, address, etags
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

ROW = re.compile(r'<tr role="row" data-row="(\d{12})".*?</tr>', re.DOTALL)
UNDER = re.compile(r'class="queue-posting"><bdi title="([^"]+)"')
STATION = "/desk/stations/gulberg/"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def nasreen(world) -> tuple[Person, Person]:
    """An inquiry officer in Lahore's circle, and since today also in Multan."""
    officer = OfficerFactory(name_en="Nasreen", rank=Rank.IP)
    lahore = PostingFactory(officer=officer, office=world.office("gulberg_circle"))
    multan = PostingFactory(officer=officer, office=world.office("multan"))
    return Person("nasreen", lahore), Person("nasreen", multan)


def with_each(world, nasreen) -> tuple[Complaint, Complaint]:
    """She holds a theft in Lahore, and a more urgent crime in Multan."""
    theft = world.complaint("property_crime", "09:00")
    crime = world.complaint("heinous_crime", "09:00", district="multan")
    world.salma.marks(theft, to=nasreen[0], at="09:10")
    world.sana.marks(crime, to=nasreen[1], at="09:10")
    return theft, crime


def rows(answer) -> dict[str, str]:
    return {found[1]: found[0] for found in ROW.finditer(answer.content.decode())}


def test_the_first_screen_shows_the_work_of_both_and_under_which_posting_each_waits(world, seat, nasreen):
    theft, crime = with_each(world, nasreen)
    answer = seat(nasreen[0]).get(DESK, "09:20")
    assert etags(answer) == [crime.etag, theft.etag]
    said = {etag: UNDER.findall(row) for etag, row in rows(answer).items()}
    assert said == {
        theft.etag: ["as Inquiry officer, Gulberg Circle"],
        crime.etag: ["as Inquiry officer, Multan"],
    }


def test_who_holds_one_posting_is_not_told_under_which(world, seat):
    complaint = world.complaint(at="09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    html = rows(seat(world.bilal).get(DESK, "09:20"))[complaint.etag]
    assert "queue-posting" not in html
    assert "?as=" not in html


@pytest.mark.slow
def test_an_act_from_a_row_is_done_under_the_posting_of_the_row(world, seat, nasreen):
    theft, crime = with_each(world, nasreen)
    desk = seat(nasreen[0])
    for complaint, posting in ((crime, nasreen[1]), (theft, nasreen[0])):
        link = re.search(r'href="(/desk/complaints/[^"]+)"', rows(desk.get(DESK, "09:20"))[complaint.etag])[1]
        page = desk.get(link, "09:21").content.decode()
        action = re.search(r'action="(/desk/complaints/\d{12}/try_contact/[^"]*)"', page)[1]
        seen = Complaint.objects.unscoped("test").get(pk=complaint.pk).head.seq
        assert desk.sends(action, "09:22", seen=seen, words="The line was busy.").status_code == 302
        assert Event.objects.get(complaint=complaint, kind="try_contact").posting == posting.posting


def test_a_form_in_another_window_is_taken_under_the_posting_it_was_opened_under(world, seat, nasreen):
    """She opened the theft under Lahore, then chose Multan in a second window."""
    theft, _ = with_each(world, nasreen)
    desk = seat(nasreen[0])
    desk.opens(theft, "09:20")
    desk.sends("/desk/posting/", "09:21", posting=nasreen[1].posting.pk)
    answer = desk.posts(theft, "note", "09:22", words="She keeps a shop.")
    assert answer.status_code == 302
    assert Event.objects.get(complaint=theft, kind="note").posting == nasreen[0].posting


def test_what_waits_under_both_stands_once_under_the_posting_that_holds_it(world, seat):
    """Bilal is also clerk of his circle: a clerk's queue has what the officers of the office hold."""
    clerk = PostingFactory(officer=world.bilal.officer, office=world.office("gulberg_circle"), role=Role.CLERK)
    complaint = world.in_inquiry()
    desk = seat(world.bilal)
    for posting in (world.bilal.posting, clerk):
        desk.sends("/desk/posting/", "12:00", posting=posting.pk)
        answer = desk.get(DESK, "12:00")
        assert etags(answer) == [complaint.etag]
        assert UNDER.findall(rows(answer)[complaint.etag]) == ["as Inquiry officer, Gulberg Circle"]


@pytest.mark.slow
def test_both_queues_are_paged_as_one_with_no_row_lost_or_shown_twice(world, seat, nasreen):
    every = []
    for n in range(SIZE + 5):
        district, cell, to = (("lahore", world.salma, nasreen[0]), ("multan", world.sana, nasreen[1]))[n % 2]
        complaint = world.complaint("property_crime", f"09:{n:02}", district=district)
        cell.marks(complaint, to=to, at="09:50")
        every.append(complaint.etag)
    desk = seat(nasreen[0])
    first = desk.get(DESK, "10:00")
    second = desk.get(DESK + first.context["next_url"], "10:00")
    back = desk.get(DESK + second.context["previous_url"], "10:00")
    assert etags(first) + etags(second) == every
    assert etags(back) == etags(first)
    assert not second.context["next_url"]


def test_two_cells_are_looked_through_together(world, seat):
    """An operator of two districts: both queues scan all open complaints of their district."""
    PostingFactory(officer=world.salma.officer, office=world.office("multan"), role=Role.COMPLAINT_OPERATOR)
    lahore, multan = world.complaint(at="09:01"), world.complaint(at="09:00", district="multan")
    assert etags(seat(world.salma).get(DESK, "09:20")) == [multan.etag, lahore.etag]


def test_it_costs_one_statement_more_for_each_posting_however_few_the_rows(world, seat, nasreen):
    desk, counts = seat(nasreen[0]), []
    for n in range(3):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK, "12:00").status_code == 200
        counts.append(len(asked))
        if n < 2:
            with_each(world, nasreen)
    assert len(set(counts)) == 1
    one = seat(world.bilal)
    with CaptureQueriesContext(connection) as asked:
        one.get(DESK, "12:00")
    assert counts[0] == len(asked) + 1  # its complaints: a page with all of them needs no count


def test_a_full_first_page_costs_no_count_either(world, seat, nasreen, monkeypatch):
    with_each(world, nasreen)
    desk, counts = seat(nasreen[0]), []
    for size in (25, 1):
        monkeypatch.setattr(complaint_list_pages.MergedList, "size", size)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK, "12:00").status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[0]


@pytest.mark.slow
def test_rows_of_two_postings_are_not_marked_together_and_each_is_under_its_own(world, seat):
    multan = PostingFactory(officer=world.salma.officer, office=world.office("multan"), role=Role.COMPLAINT_OPERATOR)
    here, there = world.complaint(at="09:00"), world.complaint(at="09:00", district="multan")
    desk = seat(world.salma)
    html = desk.get(DESK, "09:20").content.decode()
    box = {row[:12]: row for row in re.findall(r'name="row" value="([^"]+)"', html)}
    both = desk.sends("/desk/mark/", "09:21", row=[box[here.etag], box[there.etag]], back=DESK)
    assert both.headers["Location"] == DESK
    assert "one of your postings at a time" in desk.get(DESK, "09:21").content.decode()
    asked = desk.sends("/desk/mark/", "09:22", row=[box[there.etag]], back=DESK).content.decode()
    assert "Rashid" in asked
    assert "Farah" not in asked
    token = re.search(r'name="row" value="([^"]+)"', asked)[1]
    made = {"row": [token], "to": world.rashid.posting.pk, "make": "1", "back": DESK}
    assert desk.sends("/desk/mark/", "09:23", **made).status_code == 302
    assert Event.objects.get(complaint=there, kind="mark").posting == multan


def test_the_file_of_the_queue_has_the_rows_of_both(world, seat, nasreen):
    theft, crime = with_each(world, nasreen)
    answer = seat(nasreen[0]).sends("/desk/rows.csv", "09:20")
    lines = b"".join(answer.streaming_content).decode().splitlines()[1:]
    assert [line.split(",")[0].replace(" ", "") for line in lines] == [crime.etag, theft.etag]


def test_a_monitor_who_also_inquires_begins_at_the_queue_and_finds_it_from_the_board(world, seat):
    PostingFactory(officer=world.zara.officer, office=world.office("gulberg_circle"), starts_at=clock("00:10"))
    inquirer = Person("zara", world.zara.officer.postings.get(role=Role.INQUIRY_OFFICER))
    complaint = world.complaint(at="09:00")
    world.salma.marks(complaint, to=inquirer, at="09:10")
    desk = seat(world.zara)
    assert '<a href="/desk/"' in desk.get("/desk/board/", "09:20").content.decode()
    assert etags(desk.get(DESK, "09:21")) == [complaint.etag]


def test_reports_of_pressure_are_counted_whichever_posting_is_in_use(world, seat):
    """Nadia acts on them at the CPO, but another of her postings is in use."""
    other = PostingFactory(officer=world.nadia.officer, office=world.office("gulberg_circle"))
    complaint = world.complaint("bribe_demand", "09:00", station="gulberg")
    world.ayesha.does("report_pressure", complaint, "09:10")
    desk = seat(world.nadia)
    desk.sends("/desk/posting/", "09:15", posting=other.pk)
    assert 'href="/desk/pressure/"' in desk.get("/desk/office/", "09:20").content.decode()
    assert ">1<" in desk.get("/desk/pressure/number/", "09:20").content.decode()
    page = desk.get("/desk/pressure/", "09:20")
    assert (page.status_code, complaint.spaced_etag[:4] in page.content.decode()) == (200, True)
    bilal = seat(world.bilal)
    assert bilal.get("/desk/pressure/", "09:20").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("is_named", [True, False])
def test_a_posting_that_ended_while_its_page_was_open_takes_no_act_and_gives_the_words_back(
    world, seat, nasreen, is_named
):
    """The posting's end was known, so the session continues under the other one, which may not see the complaint."""
    theft, _ = with_each(world, nasreen)
    desk = seat(nasreen[0])
    desk.get(f"{address(theft)}?as={nasreen[0].posting.pk}", "09:20")
    Posting.objects.filter(pk=nasreen[0].posting.pk).update(ends_at=clock("10:00"))
    before = Event.objects.filter(complaint=theft).count()
    path = f"{address(theft)}note/" + (f"?as={nasreen[0].posting.pk}" if is_named else "")
    desk.client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    answer = desk.sends(path, "10:05", seen=before, words="Her brother saw two men.")
    html = answer.content.decode()
    assert answer.status_code == 409
    for words in (
        "You filled this in as Inquiry officer, Gulberg Circle. That posting ended on 23 November 2026, 10:00",
        "Your current posting: Inquiry officer, Multan.",
        "Her brother saw two men.",
    ):
        assert words in html
    assert Event.objects.filter(complaint=theft).count() == before
    assert desk.sends(path, "10:06", seen=before, words="Again.").status_code == 409
    assert "A posting of yours has ended." in desk.get(DESK, "10:07").content.decode()
    assert "A posting of yours has ended." not in desk.get(DESK, "10:08").content.decode()


def test_who_holds_no_posting_any_more_is_given_the_words_back_too(world, seat):
    complaint = world.complaint(at="09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    desk = seat(world.bilal)
    Posting.objects.filter(pk=world.bilal.posting.pk).update(ends_at=clock("10:00"))
    desk.client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    answer = desk.posts(complaint, "note", "10:05", words="Her brother saw two men.")
    assert answer.status_code == 409
    assert "Her brother saw two men." in answer.content.decode()
    assert "You have no current posting." in answer.content.decode()


def test_a_page_that_asks_by_itself_does_not_move_the_session_to_another_posting(world, seat, nasreen):
    """The polling list must not change the posting under which the form beside it is submitted."""
    theft, _ = with_each(world, nasreen)
    desk = seat(nasreen[0])
    desk.get(f"{address(theft)}?as={nasreen[0].posting.pk}", "09:20")
    Posting.objects.filter(pk=nasreen[0].posting.pk).update(ends_at=clock("10:00"))
    desk.client.defaults["HTTP_HX_REQUEST"] = "true"
    desk.get(DESK, "10:01")
    del desk.client.defaults["HTTP_HX_REQUEST"]
    assert desk.posts(theft, "note", "10:05", words="Two words.").status_code == 409


def test_a_link_to_a_posting_that_has_not_begun_says_nothing_of_ended_postings(world, seat, nasreen):
    coming = PostingFactory(
        officer=nasreen[0].officer, office=world.office("garden_town"), role=Role.CLERK, starts_at=clock("+2d 09:00")
    )
    leave = {"starts_at": clock("+1d 09:00"), "ends_at": clock("+5d 09:00"), "by": None, "at": clock("09:00")}
    arrange_leave(posting=world.bilal.posting, cover=nasreen[0].posting, **leave)
    desk = seat(nasreen[0])
    for posting in (coming, world.bilal.posting):
        page = desk.get(f"{DESK}?as={posting.pk}", "09:20")
        assert "A posting of yours has ended." not in page.content.decode()


def test_nobody_acts_under_a_posting_that_is_not_theirs(world, seat, nasreen):
    desk = seat(nasreen[0])
    complaint = world.complaint(at="09:00")
    path = f"{address(complaint)}note/?as={world.salma.posting.pk}"
    answer = desk.sends(path, "09:20", seen=1, words="Two words.")
    assert answer.status_code == 409
    assert "Salma" not in answer.content.decode()
    assert "under a posting that you do not hold, so nothing was recorded" in " ".join(answer.content.decode().split())
    assert "Your posting has ended" not in answer.content.decode()
    assert desk.get(f"{address(complaint)}?as={world.rashid.posting.pk}", "09:21").status_code in {200, 404}
    assert Event.objects.filter(complaint=complaint).count() == 1


ACTION = re.compile(r'<form(?=[^>]* method="post")[^>]* action="([^"]*)"')


def form_actions(answer) -> list[str]:
    """Return where the forms of a page's own part are sent."""
    return [unescape(action) for action in ACTION.findall(answer.content.decode().partition("<main")[2])]


@pytest.fixture
def dania(world) -> tuple[Person, Person]:
    """The head of the Gulberg circle, who since today is also an inquiry officer in Multan."""
    multan = PostingFactory(officer=world.dania.officer, office=world.office("multan"))
    return world.dania, Person("dania", multan)


@pytest.mark.parametrize(
    "path",
    [
        "views/?clock=day",
        "views/save/my_queue/",
        "replies/new/",
        "team/leave/",
        "team/routing/",
        "team/hand-over/{bilal}/",
    ],
)
def test_each_form_names_the_posting_under_which_its_page_was_opened(world, seat, dania, path):
    answer = seat(dania[0]).get("/desk/" + path.format(bilal=world.bilal.posting.pk), "09:20")
    actions = form_actions(answer)
    assert actions
    assert all(f"as={dania[0].posting.pk}" in action for action in actions)


def test_a_view_is_shared_with_the_office_for_which_its_page_was_opened(seat, dania):
    """She opened the page as head of Gulberg, then chose Multan in a second window."""
    desk, path = seat(dania[0]), "/desk/views/?clock=day"
    (action,) = form_actions(desk.get(path, "09:20"))
    desk.sends("/desk/posting/", "09:21", posting=dania[1].posting.pk)
    answer = desk.sends("/desk/views/" + action, "09:22", name="Due soon", role="inquiry_officer")
    assert answer.status_code == 302
    view = SavedView.objects.get()
    assert (view.office_id, view.query) == (dania[0].posting.office_id, "clock=day")


def test_an_escalation_is_answered_for_the_office_for_which_its_page_was_opened(world, seat, dania):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    sweep(at=clock("17:01"))
    desk = seat(dania[0])
    (action,) = [
        one for one in ACTION.findall(desk.get("/desk/escalations/", "18:00").content.decode()) if "escalations" in one
    ]
    desk.sends("/desk/posting/", "18:01", posting=dania[1].posting.pk)
    answer = desk.sends(action, "18:02", words="Latif helps him.", until="2026-11-24")
    assert answer.status_code == 302
    assert Answer.objects.get().complaint_id == complaint.pk


@pytest.fixture
def kamran(world) -> tuple[Person, Person]:
    """The head of the Gulberg station, who since today is also an inquiry officer in Multan."""
    multan = PostingFactory(officer=world.kamran.officer, office=world.office("multan"))
    return world.kamran, Person("kamran", multan)


@pytest.mark.slow
def test_a_station_promises_for_the_office_for_which_its_sheet_was_opened(seat, kamran):
    desk = seat(kamran[0])
    (action,) = [one for one in form_actions(desk.get(STATION, "09:20")) if one.partition("?")[0] == STATION]
    desk.sends("/desk/posting/", "09:21", posting=kamran[1].posting.pk)
    answer = desk.sends(action, "09:22", measure="contacted", target=80, last="2026-12-20")
    assert answer.status_code == 302
    assert StationPromise.objects.get().posting == kamran[0].posting


def test_an_order_is_answered_for_the_station_to_which_it_was_given(world, seat, kamran):
    complaint = world.complaint(ILLEGAL_DETENTION, station="gulberg", post="SHO", keep_from="yes")
    order = order_station(
        complaint_id=complaint.pk, station_id=kamran[0].posting.office_id, offence="Section 342 PPC",
        place="Main Boulevard", happened_on=date(2026, 11, 20), by=world.usman.actor, at=clock("10:00"),
    )  # fmt: skip
    desk, path = seat(kamran[0]), f"/desk/orders-to-act/{order.pk}/"
    (action,) = form_actions(desk.get(path, "11:00"))
    desk.sends("/desk/posting/", "11:01", posting=kamran[1].posting.pk)
    assert desk.sends(path + action, "11:02", fir_number="812/26", fir_on="2026-11-23").status_code == 302
    order.refresh_from_db()
    assert order.fir_number == "812/26"


def test_a_link_copied_by_a_colleague_says_nothing_of_ended_postings(world, seat, nasreen):
    desk = seat(nasreen[0])
    for _ in range(2):
        page = desk.get(f"{DESK}?as={world.salma.posting.pk}", "09:20")
        assert "A posting of yours has ended." not in page.content.decode()
    assert page.wsgi_request.posting in {person.posting for person in nasreen}
