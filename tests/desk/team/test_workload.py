"""The workload of each officer, and redistributing it: figures agree with their rows, and moves are previewed."""

import re
from datetime import datetime

import pytest
from django.db import connection

from accounts.rules.ranks import Rank
from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Complaint
from complaints.services.exclusion.officer_naming import name_officer
from desk.queries import team_workload
from desk.team import workload_pages
from tests.desk.conftest import etags
from tests.factories import OfficerFactory, PostingFactory
from tests.plans import as_in_production
from tests.world import clock

TEAM, BALANCE, BULK = "/desk/team/", "/desk/team/balance/", "/desk/mark/"


@pytest.fixture
def work(world):
    """Bilal has three complaints at 18:00: one past its contact deadline, one awaiting answer, one new; Dania one."""
    late, asked, fresh = (world.complaint("financial_crime", at) for at in ("09:00", "09:05", "17:00"))
    for complaint in (late, asked):
        world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(asked, "09:30")
    world.ayesha.says("in_person", asked, "10:00")
    world.bilal.asks(asked, "11:00")
    world.salma.marks(fresh, to=world.bilal, at="17:10")
    world.salma.marks(hers := world.complaint("bribe_demand", "17:00"), to=world.dania, at="17:20")
    return late, asked, fresh, hers


def loads(answer) -> dict[str, dict[str, int]]:
    return {
        load["posting"].officer.name_en: {name: number for name, number, _url in load["figures"]}
        for load in answer.context["loads"]
    }


@pytest.mark.parametrize("path", ["/desk/team/balance/", "/desk/team/hand-over/{kamran}/"])
def test_who_gets_the_work_is_chosen_beside_open_and_late_numbers_and_leave(world, seat, work, path):
    arrange_leave(
        posting=world.dania.posting, cover=world.farah.posting, starts_at=clock("17:30"), ends_at=clock("+2d 09:00"),
        by=world.usman.actor, at=clock("17:30"),
    )  # fmt: skip
    answer = seat(world.farah).get(path.format(kamran=world.kamran.posting.pk), "18:00")
    html = answer.content.decode()
    choices = html.split('name="to"')[1].split("</select>")[0]
    label = {name: re.search(rf">({name},[^<]*)</option>", choices)[1].strip() for name in ("Bilal", "Dania", "Latif")}
    assert label["Bilal"].endswith("Inquiry officer, 3 open, 1 late")
    assert label["Dania"].endswith("1 open, on leave")
    assert label["Latif"].endswith("0 open")


@pytest.mark.parametrize("path", [BALANCE, "/desk/team/hand-over/{kamran}/"])
def test_the_page_says_why_a_list_of_very_many_officers_shows_no_numbers(world, seat, work, monkeypatch, path):
    farah, path = seat(world.farah), path.format(kamran=world.kamran.posting.pk)
    assert "do not show how many complaints" not in farah.get(path, "18:00").content.decode()
    monkeypatch.setattr(workload_pages, "MOST_COUNTED", 2)
    html = farah.get(path, "18:00").content.decode()
    assert "Bilal, " in html
    assert " open" not in html.split('name="to"')[1].split("</select>")[0]
    assert "because your offices have more than 2 officers. The page Team shows it." in html


def test_a_supervisor_sees_what_each_officer_below_has(world, seat, work):
    found = loads(seat(world.farah).get(TEAM, "18:00"))
    assert found["Bilal"] == {"open": 3, "overdue": 1, "day": 1, "awaiting": 1, "charged": 0}
    assert found["Dania"] == {"open": 1, "overdue": 0, "day": 1, "awaiting": 0, "charged": 0}
    assert found["Latif"] == dict.fromkeys(found["Latif"], 0)
    assert not {"Farah", "Hina", "Salma", "Rashid"} & set(found)


def objected_to(world):
    """Bilal reports, Farah accepts, the citizen objects, and the district gets the complaint."""
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "+1d 09:00")
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    world.ayesha.does("object", complaint, "+2d 09:00")
    return complaint


@pytest.mark.slow
def test_a_reopened_complaint_counts_for_who_reported_and_who_accepted_though_another_has_it(world, seat):
    complaint, desk = objected_to(world), seat(world.usman)
    page = desk.get(TEAM, "+2d 10:00")
    found = loads(page)
    assert (found["Bilal"]["charged"], found["Farah"]["charged"], found["Dania"]["charged"]) == (1, 1, 0)
    for load in page.context["loads"]:
        (number, url) = next((number, url) for name, number, url in load["figures"] if name == "charged")
        listed = desk.get(url, "+2d 10:00")
        assert set(etags(listed)) == ({complaint.etag} if number else set())
        if number:
            assert "data-total>1 complaint<" in listed.content.decode()
            assert "Reopened after this officer&#x27;s report or acceptance" in listed.content.decode()


@pytest.mark.slow
def test_who_may_not_see_a_reopened_complaint_does_not_count_it(world, seat):
    """Farah's division no longer has it, and an officer who is named in it never counts it."""
    complaint = objected_to(world)
    assert loads(seat(world.farah).get(TEAM, "+2d 10:00"))["Bilal"]["charged"] == 0
    name_officer(
        complaint_id=complaint.pk, officer_id=world.usman.officer.pk, why="So it is said.", by=world.nadia.actor,
        at=clock("+2d 11:00"),
    )  # fmt: skip
    assert loads(seat(world.usman).get(TEAM, "+2d 12:00"))["Bilal"]["charged"] == 0
    assert loads(seat(world.imran).get(TEAM, "+2d 12:00"))["Bilal"]["charged"] == 1


@pytest.mark.slow
def test_every_figure_is_a_link_to_exactly_its_rows(world, seat, work):
    for person in (world.farah, world.usman, world.imran):
        desk = seat(person)
        for load in desk.get(TEAM, "18:00").context["loads"]:
            for name, number, url in load["figures"]:
                rows = etags(desk.get(url, "18:00"))
                assert len(set(rows)) == number, (person.name, load["who"], name)


def test_whoever_is_not_visible_to_the_supervisor_is_not_counted(world, seat, work):
    hers = work[3]
    name_officer(
        complaint_id=hers.pk, officer_id=world.farah.officer.pk, why="Seen.", by=world.nadia.actor, at=clock("17:30")
    )
    assert loads(seat(world.farah).get(TEAM, "18:00"))["Dania"]["open"] == 0


def test_somebody_elses_holder_in_the_address_finds_nothing(world, seat, work):
    answer = seat(world.rashid).get(f"/desk/office/?holder={world.bilal.posting.pk}", "18:00")
    assert etags(answer) == []
    assert "This is not one of the choices." in answer.content.decode()


@pytest.mark.slow
def test_the_team_is_for_heads_alone(world, seat, work):
    for person in (world.bilal, world.hina, world.salma, world.zara, world.asad):
        for path in (TEAM, BALANCE, f"{TEAM}leave/", f"{TEAM}hand-over/{world.bilal.posting.pk}/"):
            assert seat(person).get(path, "18:00").status_code == 404


@pytest.mark.slow
def test_it_costs_three_statements_however_many_there_are(world, seat, work, django_assert_num_queries):
    def another():
        return PostingFactory(office=world.office("gulberg_circle"), officer=OfficerFactory(rank=Rank.IP))

    for _ in range(2):
        with django_assert_num_queries(3):
            team_workload.load_workload_page(world.usman.actor, at=clock("18:00"))
        for number in range(8):
            posting = another() if number % 2 else world.bilal.posting
            extra = world.complaint("financial_crime", "09:00")
            world.salma.does("mark", extra, "17:40", to_id=posting.pk)


def test_the_figures_come_by_the_index_of_the_holder(world, work):
    as_in_production()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = team_workload._count_open_complaints(
        world.imran.actor, [world.bilal.posting.pk], at=clock("18:00")
    ).explain()
    assert "_by_holder" in plan
    assert "Seq Scan on complaints_complaint" not in plan


def test_a_long_team_goes_on_page_by_page(world, monkeypatch):
    monkeypatch.setattr(team_workload, "SIZE", 2)
    seen, after = [], ""
    while True:
        page = team_workload.load_workload_page(world.usman.actor, at=clock("18:00"), after=after)
        seen += [load.posting.officer.name_en for load in page.loads]
        after = page.after
        if not after:
            break
    assert sorted(seen) == ["Bilal", "Dania", "Farah", "Kamran", "Latif"]


def test_sharing_out_proposes_those_that_may_wait_the_longest_and_moves_them_in_one_act(world, seat, work):
    farah = seat(world.farah)
    late, asked, fresh, _hers = work
    chosen = {"from": world.bilal.posting.pk, "to": world.latif.posting.pk, "number": 2}
    proposal = farah.get(BALANCE, "18:00", **chosen)
    tokens = [token for _row, token in proposal.context["lines"]]
    assert [token.split(":")[0] for token in tokens] == [asked.etag, fresh.etag]
    badge = next(row.report for row, _token in proposal.context["lines"] if row.etag == fresh.etag)
    due = re.search(rf'<time\s+datetime="([^"]+)" title="[^"]+">{badge.words}</time>', proposal.content.decode())
    assert datetime.fromisoformat(due[1]) == badge.at

    sent = {"row": tokens, "to": world.latif.posting.pk, "words": "To balance the workload.", "back": TEAM}
    preview = farah.sends(BULK, "18:01", **sent)
    assert "Will be assigned" in preview.content.decode()
    assert farah.sends(BULK, "18:02", **sent, make="1").status_code == 302
    holders = {c.etag: c.holder for c in Complaint.objects.unscoped("test")}
    assert holders[late.etag] == world.bilal.posting
    assert holders[asked.etag] == holders[fresh.etag] == world.latif.posting
    assert fresh.events.last().kind == "re_mark"


def test_a_proposal_that_cannot_be_read_says_why(world, seat, work):
    answer = seat(world.farah).get(
        BALANCE, "18:00", **{"from": world.bilal.posting.pk, "to": world.bilal.posting.pk, "number": 0}
    )
    assert answer.status_code == 422
    assert "Choose two different officers." in answer.content.decode()
    assert "Enter a number between 1 and 100." in answer.content.decode()


def test_the_page_names_the_officer_on_leave(world, seat, work):
    arrange_leave(
        posting=world.bilal.posting, cover=world.latif.posting, starts_at=clock("17:30"), ends_at=clock("+2d 09:00"),
        by=world.farah.actor, at=clock("17:30"),
    )  # fmt: skip
    answer = seat(world.farah).get(TEAM, "18:00")
    assert [load["who"] for load in answer.context["loads"] if load["is_away"]] == ["Inspector Bilal"]
