"""Every table of the desk and the board can be exported, saved, shared and scheduled by those who may open it."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.postings import create_posting
from complaints.models import Export, ExportSchedule, Naming, SavedView
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports import row_limit
from desk.exports.selections import export_links, find_selected_office, is_reachable, selection_url
from desk.exports.tables import exportable_tables
from desk.services.export_schedules import send_due_exports
from tests.desk.test_export import read_csv, read_xlsx
from tests.factories import OfficerFactory, create_naming
from tests.world import Person, clock

TEMPLATES = Path(__file__).parents[2] / "templates"
TABLES_OF_TEMPLATES = {
    "components/queue.html": {ViewPage.QUEUE, ViewPage.MY_QUEUE},
    "desk/team/workload.html": {ViewPage.WORKLOAD},
    "desk/team/appeals.html": {ViewPage.APPEALS},
    "monitoring/board.html": {ViewPage.BOARD},
    "monitoring/board_weeks.html": {ViewPage.BOARD},
    "monitoring/board_multiples.html": {ViewPage.BOARD},
    "monitoring/ahead.html": {ViewPage.DUE_SOON},
    "monitoring/league.html": {ViewPage.LEAGUE},
    "monitoring/station.html": {ViewPage.STATION},
    "monitoring/station_promises.html": {ViewPage.STATION},
    "monitoring/incident_map.html": {ViewPage.INCIDENT_MAP},
    "reviews/patterns.html": {ViewPage.PATTERNS},
    "enquiries/desk/verifications.html": {ViewPage.VERIFICATIONS},
    "enquiries/desk/talks.html": {ViewPage.SCHOOL_VISITS},
    "whatsapp/chat_funnel.html": {ViewPage.CHAT_FUNNEL},
}
WITHOUT = {
    "components/styleguide_wording.html": "of the style guide",
    "monitoring/open_data.html": "a list of files",
    "monitoring/public_performance.html": "public, with a CSV file of its own",
    "monitoring/public_table.html": "public, with a CSV file of its own",
    "monitoring/reports.html": "a list of files",
    "desk/bulk.html": "the ticked rows of one form",
    "desk/team/routing_dry_run.html": "the preview of one form",
    "desk/audit/log.html": "has a file; a saved search would keep whose reading somebody looked at, unrecorded",
    "accounts/staff_acts.html": "a log without a selection",
    "reviews/flag.html": "of one delay; the dossier has it",
    "sla/held.html": "of one decision",
    "enquiries/citizen/talks.html": "public; the register of the desk has a file",
    "citizen/complaint_page/bill.html": "of one complaint, for its complainant",
    "api/partner_events.html": "of one partner, who gets the events themselves through the API",
    "admin/accounts/posting/upcoming.html": "the changes that are scheduled, each with a button that cancels it",
    "admin/api/apiclient/events.html": "of one partner",
    "admin/complaints/policychange/simulation_table.html": "of one proposed change, made again whenever it is opened",
}
SELECTIONS = {
    ViewPage.BOARD: "office=lahore&table=offices",
    ViewPage.STATION: "office=gulberg",
    ViewPage.INCIDENT_MAP: "office=lahore",
    ViewPage.APPEALS: "table=officers",
    ViewPage.CHAT_FUNNEL: "days=7&language=ur",
}
PEOPLE = (
    "zara",
    "asad",
    "imran",
    "wajid",
    "omar",
    "usman",
    "farah",
    "dania",
    "kamran",
    "bilal",
    "salma",
    "nadia",
    "rashid",
)
BELOW_ROWS = {
    *(ViewPage.APPEALS, ViewPage.PATTERNS, ViewPage.INCIDENT_MAP, ViewPage.VERIFICATIONS, ViewPage.SCHOOL_VISITS)
}
"""Pages that show the link below a table with rows alone: tests/browser opens them with rows."""
READERS = {"csv": read_csv, "xlsx": read_xlsx}


@pytest.fixture(autouse=True)
def wajid(world) -> Person:
    """Post a discipline officer at the Central Police Office, who reads no complaint."""
    officer = OfficerFactory(name_en="Wajid", rank=Rank.SP)
    given = {"office": world.office("punjab"), "role": Role.DISCIPLINE_OFFICER, "is_head": False}
    create_posting(officer=officer, **given, by=None, at=clock("00:05"))
    world.people["wajid"] = Person("wajid", Posting.objects.with_people().get(officer=officer))
    return world.wajid


def test_every_table_of_a_template_can_be_exported_or_is_named_with_a_reason():
    files = TEMPLATES.rglob("*.html")
    with_table = {str(file.relative_to(TEMPLATES)) for file in files if "<table" in file.read_text()}
    assert with_table == TABLES_OF_TEMPLATES.keys() | WITHOUT.keys()
    assert set().union(*TABLES_OF_TEMPLATES.values()) == exportable_tables().keys() == set(ViewPage)


def test_a_workbook_is_called_excel_everywhere():
    shown = [re.sub(r"{#.*?#}|{%.*?%}|<[^>]*>", "", file.read_text()) for file in TEMPLATES.rglob("*.html")]
    assert not [text for text in shown if "XLSX" in text]
    assert sum("Excel" in text for text in shown) > 3


def view_of(page: ViewPage) -> SavedView:
    """Return an unsaved view of the page with the test's selection."""
    return SavedView(page=page, query=SELECTIONS.get(page, ""))


def page_and_save(page: ViewPage) -> tuple[str, str]:
    """Return the address of the page with the test's selection, and of the page that saves it."""
    view, save = view_of(page), reverse("desk:save_selection", args=[page])
    return selection_url(view), f"{save}?{view.query}" if view.query else save


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("page", ViewPage)
def test_who_may_open_a_table_may_save_it_and_nobody_else(world, seat, page):
    address, save = page_and_save(page)
    differing = {}
    for name in PEOPLE:
        person = world.people[name]
        opened = seat(person).get(address, "10:00").status_code == 200
        savable = seat(person).get(save, "10:00").status_code == 200
        if opened != savable:
            differing[name] = (opened, savable)
    assert differing == {}


def opener_of(world, page: ViewPage):
    """Return somebody who may open the table with the test's selection."""
    table = exportable_tables()[page]
    for name in ("usman", "zara", "salma"):
        person = world.people[name]
        selection = dict(part.split("=") for part in SELECTIONS.get(page, "").split("&") if part)
        office = find_selected_office(table, selection)
        if table.may_open(person.actor) and is_reachable(office, table, selection, person.actor.office_path):
            return person
    raise LookupError(page)


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("page", ViewPage)
def test_every_table_is_saved_scheduled_shared_and_exported(world, seat, page):
    world.complaint()
    person = opener_of(world, page)
    there, (address, save) = seat(person), page_and_save(page)
    html = there.get(address, "10:00").content.decode()
    if page is ViewPage.BOARD:  # the board's form says which table
        assert f'action="{reverse("desk:save_selection", args=["board"])}"' in html
    elif page not in {
        ViewPage.APPEALS,
        ViewPage.PATTERNS,
        ViewPage.INCIDENT_MAP,
        ViewPage.VERIFICATIONS,
        ViewPage.SCHOOL_VISITS,
    }:
        assert f'href="{save.partition("?")[0]}' in html
    answer = there.sends(save, "10:00", name="Kept")
    view = SavedView.objects.get(name="Kept")
    export_page = reverse("desk:view_export", args=[view.pk])
    assert (answer.status_code, answer.url, view.page, view.query) == (302, export_page, page, SELECTIONS.get(page, ""))
    assert there.sends(export_page, "10:01", rhythm="daily").status_code == 302
    assert ExportSchedule.objects.get().view == view
    assert there.sends(reverse("desk:share_view", args=[view.pk]), "10:02", officer="").status_code == 302
    shown = there.get(export_page, "10:03")
    assert str(view.get_page_display()) in shown.content.decode()
    rows = {}
    for kind, read in READERS.items():
        file = shown.context["files"][kind]
        assert (file in shown.content.decode().replace("&amp;", "&")) is True
        assert there.get(file, "10:04").status_code == 302  # an address alone makes no file
        rows[kind] = read(there.sends(file, "10:04"))
    assert len(rows["csv"][0]) == len(rows["xlsx"][0]) > 1
    assert len(rows["csv"]) == len(rows["xlsx"])
    exports = Export.objects.order_by("pk")
    assert [(one.kind, one.rows) for one in exports] == [(kind, len(rows[kind]) - 1) for kind in READERS]
    assert send_due_exports(at=clock("+1d 07:05")) == 1


def test_a_table_below_the_reader_alone_can_be_chosen(world, seat):
    for person, code, status in (
        (world.usman, "gulberg", 200),
        (world.usman, "multan", 404),
        (world.kamran, "lahore", 404),
    ):
        for page in (ViewPage.BOARD, ViewPage.STATION):
            save = f"{reverse('desk:save_selection', args=[page])}?office={code}"
            assert seat(person).get(save, "10:00").status_code == status, (person, code, page)
    assert seat(world.usman).get(reverse("desk:save_selection", args=["station"]), "10:00").status_code == 404
    assert seat(world.usman).get("/desk/views/save/nonsense/", "10:00").status_code == 404


def test_a_view_of_a_district_stops_when_its_reader_no_longer_oversees_it(world, seat):
    there = seat(world.usman)
    there.sends("/desk/views/save/board/?table=weeks&office=lahore&from=2026-11-02&until=2026-11-08", "10:00", name="L")
    view = SavedView.objects.get(name="L")
    assert there.sends(f"/desk/views/{view.pk}/export/", "10:01", rhythm="daily").status_code == 302
    html = there.get("/desk/views/", "10:02").content.decode()
    assert "Week by week" in html
    assert world.office("lahore").name_en in html
    SavedView.objects.filter(pk=view.pk).update(query="table=weeks&office=multan")
    assert there.get(f"/desk/views/{view.pk}/export/", "10:03").status_code == 404
    assert send_due_exports(at=clock("+1d 07:05")) == 0
    assert ExportSchedule.objects.get().stop_reason == "no_access"


@pytest.mark.slow
def test_the_files_of_an_accused_reader_leave_the_complaint_out(world, seat):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    tables = (ViewPage.WORKLOAD, ViewPage.DUE_SOON, ViewPage.BOARD)

    def numbers(person, at: str) -> int:
        """Return the sum of all numbers in the files."""
        links = [export_links(page, {"table": "ages"})["csv"] for page in tables]
        rows = [row for link in links for row in read_csv(seat(person).sends(link, at))[1:]]
        return sum(int(cell) for row in rows for cell in row if cell.isdecimal())

    before = numbers(world.dania, "10:00"), numbers(world.usman, "10:00")
    why = {"source": Naming.Source.CELL, "by": world.salma.posting, "why": "Named.", "named_at": clock("10:30")}
    create_naming(complaint=complaint, officer=world.dania.officer, **why)
    after = numbers(world.dania, "10:40"), numbers(world.usman, "10:40")
    assert before[0] > 0
    assert after == (0, before[1])


def test_a_discipline_officer_keeps_views_of_the_delay_table_and_of_nothing_else(world, seat):
    wajid = seat(world.wajid)
    assert wajid.sends("/desk/views/save/patterns/?by=office", "10:00", name="Delays by office").status_code == 302
    html = wajid.get("/desk/views/", "10:01").content.decode()
    assert "Delays by office" in html
    assert "Go to the office queue" not in html
    assert wajid.get("/desk/views/save/queue/", "10:02").status_code == 404


def test_the_own_queue_is_exported_up_to_the_limit_and_says_so(world, seat, monkeypatch):
    monkeypatch.setattr(row_limit, "MOST_ROWS", 2)
    for _ in range(3):
        world.salma.marks(world.complaint(), to=world.bilal, at="09:10")
    rows = read_csv(seat(world.bilal).sends("/desk/rows.csv", "10:00"))
    assert len(rows) == 4
    assert rows[-1] == ["The file ends here: at most 2 rows can be exported. Add a filter, such as a period."]


def test_the_office_queue_refuses_more_rows_than_a_file_may_have_and_keeps_the_filters(world, seat, monkeypatch):
    monkeypatch.setattr(row_limit, "MOST_ROWS", 1)
    for _ in range(2):
        world.complaint("property_crime", "09:00")
    salma = seat(world.salma)
    answer = salma.sends("/desk/office/rows.csv?category=property_crime", "10:00")
    assert (answer.status_code, answer.url) == (302, "/desk/office/?category=property_crime")
    html = " ".join(salma.get(answer.url, "10:00").content.decode().split())
    assert "This selection has 2 rows. At most 1 can be exported: add a filter, such as a period." in html
    assert not Export.objects.exists()
    monkeypatch.setattr(row_limit, "MOST_ROWS", 2)
    assert len(read_csv(salma.sends("/desk/office/rows.csv?category=property_crime", "10:01"))) == 3
