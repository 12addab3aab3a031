"""Scheduled exports: the link comes on its day, runs as its reader, and stops when the reader may no longer open it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models.staff_act import StaffAct, StaffActKind
from accounts.services.postings import end_posting, transfer_officer
from complaints.models import ExportSchedule, Naming, SavedView
from complaints.rules.desk_tools.export_schedules import ExportRhythm, StopReason, ViewPage, next_day
from complaints.services import saved_views
from desk.exports import row_limit
from desk.services import export_schedules
from desk.services.export_schedules import schedule_export, send_due_exports
from ledger.service_exceptions import NotPermitted, RowsFailed
from notifications.models import Message
from tests.desk.conftest import OFFICE, etags
from tests.desk.test_export import read_csv, read_xlsx
from tests.factories import PostingFactory, create_naming
from tests.world import clock

MORNING = "+1d 07:05"


def view(person, query="clock=overdue", *, name="Late", role="", page=ViewPage.QUEUE) -> SavedView:
    return saved_views.save_view(name=name, query=query, role=role, by=person.actor, at=clock("08:00"), page=page)


def scheduled(person, rhythm=ExportRhythm.DAILY, **selection) -> ExportSchedule:
    return schedule_export(view(person, **selection), rhythm, by=person.actor, at=clock("09:00"))


def sent(template="export_ready") -> list[Message]:
    return list(Message.objects.filter(template=template).order_by("pk"))


@given(st.sampled_from(ExportRhythm), st.dates(date(2020, 1, 1), date(2050, 1, 1)))
def test_the_next_day_is_the_first_one_of_the_rhythm(rhythm, day):
    due = next_day(rhythm, day)
    matches = {
        ExportRhythm.DAILY: lambda one: True,
        ExportRhythm.WEEKLY: lambda one: one.weekday() == 0,
        ExportRhythm.MONTHLY: lambda one: one.day == 1,
    }[rhythm]
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert [one for one in between if matches(one)] == [due]


def test_the_mail_comes_once_a_day_with_a_link_and_no_figure(world):
    world.complaint()
    made = scheduled(world.dania)
    assert send_due_exports(at=clock("+1d 06:59")) == 0
    assert [send_due_exports(at=clock(MORNING)) for _ in range(2)] == [1, 0]
    (message,) = sent()
    assert message.recipient == f"officer:{world.dania.officer.pk}"
    path = f"/desk/views/{made.view_id}/export/?as={world.dania.posting.pk}"
    assert message.context == {"path": path, "via": "email"}
    assert send_due_exports(at=clock("+2d 08:00")) == 1


def test_one_that_fails_does_not_hold_up_the_others(world, monkeypatch, caplog):
    failing, other = scheduled(world.dania), scheduled(world.farah)
    may_open = export_schedules.may_open_view

    def may_open_view(view, actor):
        if actor.officer_id == world.dania.officer.pk:
            raise ValueError
        return may_open(view, actor)

    monkeypatch.setattr(export_schedules, "may_open_view", may_open_view)
    with pytest.raises(RowsFailed):
        send_due_exports(at=clock(MORNING))
    assert [message.recipient for message in sent()] == [f"officer:{other.posting.officer_id}"]
    assert f"Export schedule {failing.pk} could not be handled" in caplog.text
    monkeypatch.undo()
    assert send_due_exports(at=clock(MORNING)) == 1


def test_the_link_opens_under_the_posting_of_the_schedule(world, seat):
    """Bilal uses his posting in Multan, which may not open a view of Gulberg's circle."""
    multan = PostingFactory(officer=world.bilal.officer, office=world.office("multan"))
    shared = view(world.dania, role="inquiry_officer")
    schedule_export(shared, ExportRhythm.DAILY, by=world.bilal.actor, at=clock("09:00"))
    assert send_due_exports(at=clock(MORNING)) == 1
    bilal = seat(world.bilal)
    bilal.sends("/desk/posting/", "+1d 08:00", posting=multan.pk)
    assert bilal.get(f"/desk/views/{shared.pk}/export/", "+1d 08:00").status_code == 404
    (message,) = sent()
    assert bilal.get(message.context["path"], "+1d 08:00").status_code == 200


def test_days_of_an_outage_are_not_sent_afterwards(world):
    scheduled(world.dania)
    assert send_due_exports(at=clock("+9d 08:00")) == 1
    assert send_due_exports(at=clock("+9d 09:00")) == 0


@pytest.mark.parametrize("transferred", [True, False])
def test_the_schedule_of_a_transferred_or_deactivated_owner_stops_with_a_message(world, transferred):
    made = scheduled(world.dania)
    if transferred:
        end_posting(posting=world.dania.posting, at=clock("12:00"), by=None)
    else:
        type(world.dania.officer).objects.filter(pk=world.dania.officer.pk).update(is_active=False)
    assert send_due_exports(at=clock(MORNING)) == 0
    made.refresh_from_db()
    assert (made.stopped_at, made.stop_reason) == (clock(MORNING), StopReason.POSTING_ENDED)
    assert sent() == []
    (message,) = sent("export_stopped")
    assert (message.recipient, message.context["reason"]) == (
        f"officer:{world.dania.officer.pk}", "posting_ended",
    )  # fmt: skip
    act = StaffAct.objects.get(kind=StaffActKind.EXPORT_STOPPED)
    assert (act.officer, act.by) == (world.dania.officer, None)
    assert send_due_exports(at=clock("+2d 08:00")) == 0


def test_a_view_that_is_no_longer_shared_stops_the_schedules_of_its_readers(world):
    shared = view(world.dania)
    saved_views.share_with_officer(shared, world.bilal.officer.pk, by=world.dania.actor, at=clock("08:00"))
    made = schedule_export(shared, ExportRhythm.DAILY, by=world.bilal.actor, at=clock("09:00"))
    assert send_due_exports(at=clock(MORNING)) == 1
    saved_views.share_with_officer(shared, None, by=world.dania.actor, at=clock("+1d 10:00"))
    assert send_due_exports(at=clock("+2d 08:00")) == 0
    made.refresh_from_db()
    assert made.stop_reason == StopReason.NO_ACCESS


def test_the_schedules_of_others_stop_with_a_message_when_the_view_is_deleted(world, seat):
    shared = view(world.dania, role="inquiry_officer")
    for person in (world.dania, world.bilal):
        schedule_export(shared, ExportRhythm.DAILY, by=person.actor, at=clock("09:00"))
    assert seat(world.bilal).sends(f"/desk/views/{shared.pk}/remove/", "10:00").status_code == 403
    assert (ExportSchedule.objects.count(), sent("export_stopped")) == (2, [])
    assert seat(world.dania).sends(f"/desk/views/{shared.pk}/remove/", "10:00").status_code == 302
    (message,) = sent("export_stopped")
    assert (message.recipient, message.context["reason"]) == (f"officer:{world.bilal.officer.pk}", "no_access")
    act = StaffAct.objects.get(kind=StaffActKind.EXPORT_STOPPED)
    assert (act.officer, f"view {shared.pk}" in act.words) == (world.bilal.officer, True)
    assert not SavedView.objects.exists()


def test_the_form_begins_with_the_officer_who_has_the_view_also_after_a_transfer(world, seat):
    shared, dania = view(world.dania), seat(world.dania)
    address = f"/desk/views/{shared.pk}/export/"
    assert " selected" not in dania.get(address, "10:00").context["share_form"]["officer"].as_widget().split("Bilal")[1]
    saved_views.share_with_officer(shared, world.bilal.officer.pk, by=world.dania.actor, at=clock("10:00"))
    assert f'value="{world.bilal.posting.pk}" selected' in dania.get(address, "10:01").content.decode()
    moved = transfer_officer(posting=world.bilal.posting, to=world.office("multan"), by=None, at=clock("11:00"))
    assert f'value="{moved.pk}" selected' in dania.get(address, "11:01").content.decode()
    assert dania.sends(f"/desk/views/{shared.pk}/share/", "11:02", officer=moved.pk).status_code == 302
    shared.refresh_from_db()
    assert shared.shared_with == world.bilal.officer


def test_nobody_schedules_what_they_may_not_open(world):
    private = view(world.dania)
    with pytest.raises(NotPermitted):
        schedule_export(private, ExportRhythm.DAILY, by=world.bilal.actor, at=clock("09:00"))
    league = view(world.dania, "", name="League", page=ViewPage.LEAGUE)
    saved_views.share_with_officer(league, world.bilal.officer.pk, by=world.dania.actor, at=clock("08:00"))
    with pytest.raises(NotPermitted):  # an inquiry officer has no board
        schedule_export(league, ExportRhythm.DAILY, by=world.bilal.actor, at=clock("09:00"))


def test_only_the_owner_shares_a_view_and_the_other_sees_their_own_rows(world, seat):
    theirs, other = world.complaint(), world.complaint()
    world.salma.marks(theirs, to=world.bilal, at="09:10")
    shared = view(world.usman, "", name="All open")
    saved_views.share_with_officer(shared, world.bilal.officer.pk, by=world.usman.actor, at=clock("09:00"))
    page = seat(world.bilal).get(f"/desk/views/{shared.pk}/export/", "10:00")
    assert page.context["total"].number == 1
    answer = seat(world.bilal).sends(page.context["files"]["csv"], "10:01")
    rows = read_csv(answer)
    assert len(rows) == 2
    assert other.etag not in "".join(rows[1]).replace("-", "").replace(" ", "")
    with pytest.raises(PermissionError):
        saved_views.share_with_officer(shared, world.latif.officer.pk, by=world.bilal.actor, at=clock("10:00"))
    assert seat(world.latif).get(f"/desk/views/{shared.pk}/export/", "10:00").status_code == 404


@pytest.mark.slow
def test_an_accused_reader_meets_neither_the_complaint_nor_its_number(world, seat):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    made = scheduled(world.dania, query="")
    address = f"/desk/views/{made.view_id}/export/"
    before = seat(world.dania).get(address, "10:00").context["total"].number
    why = {"source": Naming.Source.CELL, "by": world.salma.posting, "why": "Named.", "named_at": clock("10:30")}
    create_naming(complaint=complaint, officer=world.dania.officer, **why)
    assert send_due_exports(at=clock(MORNING)) == 1
    answer = seat(world.dania).get(address, "+1d 10:00")
    assert (before, answer.context["total"].number) == (1, 0)
    assert read_csv(seat(world.dania).sends(answer.context["files"]["csv"], "+1d 10:00"))[1:] == []


def test_a_selection_over_a_million_rows_is_refused_with_the_number(world, seat, monkeypatch):
    monkeypatch.setattr(row_limit, "MOST_ROWS", 1)
    world.complaint(), world.complaint()
    made = view(world.salma, "")
    page = seat(world.salma).get(f"/desk/views/{made.pk}/export/", "10:00")
    html = " ".join(page.content.decode().split())
    assert "This selection has 2 rows. At most 1 can be exported: add a filter, such as a period." in html
    assert "rows.csv" not in html
    assert etags(seat(world.salma).get(OFFICE, "10:00"))


def test_a_filter_that_does_not_fit_the_new_posting_makes_no_file(world, seat):
    made = view(world.usman, "office=gulberg")
    SavedView.objects.filter(pk=made.pk).update(query="office=multan")
    html = seat(world.usman).get(f"/desk/views/{made.pk}/export/", "10:00").content.decode()
    assert "A filter of this view does not fit your present posting, so no file is made." in html
    assert "rows.csv" not in html


@pytest.mark.slow
def test_a_league_and_a_station_sheet_are_saved_scheduled_and_stopped_on_their_pages(world, seat):
    dania = seat(world.dania)
    answer = dania.sends("/desk/views/save/league/?by=reported&from=2026-11-02&until=2026-11-08&x=1", "10:00", name="L")
    league = SavedView.objects.get(name="L")
    assert (answer.status_code, league.page, league.query) == (
        302, "league", "from=2026-11-02&until=2026-11-08&by=reported",
    )  # fmt: skip
    dania.sends("/desk/views/save/station/?office=gulberg", "10:00", name="Gulberg")
    sheet = SavedView.objects.get(name="Gulberg")
    assert (sheet.page, sheet.query) == ("station", "office=gulberg")
    for one in (league, sheet):
        address = f"/desk/views/{one.pk}/export/"
        assert dania.sends(address, "10:01", rhythm="weekly").status_code == 302
        page = dania.get(address, "10:02")
        assert "Every Monday. The next e-mail is sent on 30 November 2026." in " ".join(page.content.decode().split())
        for kind, read in (("csv", read_csv), ("xlsx", read_xlsx)):
            assert len(read(dania.sends(page.context["files"][kind], "10:03"))) > 1
        assert dania.sends(f"/desk/views/{one.pk}/schedule/stop/", "10:04").status_code == 302
        assert "You stopped it." in dania.get(address, "10:05").content.decode()
    views = dania.get("/desk/views/", "10:06").content.decode()
    assert "The last 30 days" in views
    assert [line["name"] for line in dania.get("/desk/views/beside/", "10:06").context["lines"]] == []
    assert dania.get("/desk/views/save/station/?office=multan", "10:00").status_code == 404
    assert seat(world.bilal).get("/desk/views/save/league/", "10:00").status_code == 404
    refused = dania.sends(f"/desk/views/{sheet.pk}/export/", "10:07", rhythm="hourly")
    assert (refused.status_code, "Choose one of these." in refused.content.decode()) == (422, True)
