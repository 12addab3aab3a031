"""The desk's pages about exclusions: the list *Exclusions*, and the page of one complaint."""

import pytest

from complaints.models import Exclusion, Naming, NarrowingRequest, Reading, RunningClock
from complaints.rules.clock import Clock
from complaints.services.exclusion.officer_naming import name_officer
from desk.exclusion import exclusion_tasks_page
from tests.complaints.narrowings import approve_twice, tahira
from tests.complaints.test_accused_by_post import refreshed, see
from tests.complaints.test_unannounced_narrowing import approved
from tests.complaints.verifying import found
from tests.desk.conftest import DESK, address, etags
from tests.world import clock

TASKS = "/desk/settling/"


def page(complaint) -> str:
    return f"{address(complaint)}exclusion/"


def text(answer) -> str:
    return answer.content.decode()


def settles(sitting, complaint, at="09:30", **typed):
    typed = {"act": "settle", "place": "gulberg", "rank": "", "post": "SHO", "words": "She said so."} | typed
    return sitting.sends(page(complaint), at, **typed)


@pytest.fixture
def complaint(world):
    return world.complaint("misbehaviour", station="gulberg", post="SHO")


# --- the list -----------------------------------------------------------------------------------------------------


def test_what_waits_to_be_settled_is_seen_with_the_time_left(world, seat, complaint):
    shown = text(seat(world.salma).get(TASKS, "09:30"))
    assert complaint.etag in shown
    assert "3 h left" in shown
    assert "1 h late" in text(seat(world.salma).get(TASKS, "14:00"))
    assert TASKS in text(seat(world.salma).get(DESK, "09:30"))


def test_the_list_says_how_many_it_has_and_that_it_may_be_cut(world, seat, complaint, monkeypatch):
    assert "1 in this list" in text(seat(world.salma).get(TASKS, "09:30"))
    monkeypatch.setattr(exclusion_tasks_page, "SHOWN", 1)
    assert "The first 1. There may be more." in text(seat(world.salma).get(TASKS, "09:30"))


def test_the_queue_shows_the_clock(world, seat, complaint):
    shown = seat(world.salma).get(DESK, "09:30")
    assert complaint.etag in etags(shown)
    assert "Whom it is against: 3 h left" in text(shown)


def test_each_cell_sees_its_own_and_the_cpo_what_no_cell_below_settles(world, seat, complaint):
    of_the_circle = world.complaint("misbehaviour", station="gulberg", post="SDPO", by="bashir")
    lists = {name: text(seat(world.people[name]).get(TASKS, "09:30")) for name in ("salma", "sana", "nadia")}
    shown = {name: {c.pk for c in (complaint, of_the_circle) if c.etag in html} for name, html in lists.items()}
    assert shown == {"salma": {complaint.pk}, "sana": set(), "nadia": {of_the_circle.pk}}


def test_a_settled_complaint_leaves_the_list(world, seat, complaint):
    salma = seat(world.salma)
    settles(salma, complaint)
    assert complaint.etag not in text(salma.get(TASKS, "09:31"))


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("who", ["dania", "kamran", "bilal", "hina", "usman", "asad", "omar"])
def test_for_others_neither_page_exists(world, seat, complaint, who):
    sitting = seat(world.people[who])
    assert sitting.get(TASKS, "09:30").status_code in {403, 404}
    assert sitting.get(page(complaint), "09:30").status_code in {403, 404}
    assert settles(sitting, complaint).status_code in {403, 404}


# --- settling -----------------------------------------------------------------------------------------------------


def test_the_page_shows_what_was_said_and_whom_to_choose_from(world, seat, complaint):
    shown = text(seat(world.salma).get(page(complaint), "09:30"))
    assert "Someone at a police station, up to the SHO" in shown
    assert "Inspector Kamran" in shown
    assert "Sub-Inspector Latif" in shown
    assert "Gulberg Police Station and every office below it" not in shown
    assert "Confirm whom it is against" in text(seat(world.salma).opens(complaint, "09:31"))
    assert Reading.objects.filter(complaint=complaint, posting=world.salma.posting).exists()


def test_confirming_with_a_name(world, seat, complaint):
    answer = settles(seat(world.salma), complaint, officers=[world.kamran.officer.pk])
    assert answer.status_code == 302
    assert Naming.objects.get().officer == world.kamran.officer
    assert not RunningClock.objects.filter(clock=Clock.SETTLING).exists()
    assert found() == []


def test_a_missing_reason_is_asked_for_and_nothing_typed_is_lost(world, seat, complaint):
    answer = settles(seat(world.salma), complaint, words="", rank="DSP", officers=[world.latif.officer.pk])
    assert answer.status_code == 422
    shown = text(answer)
    assert '<option value="DSP" selected>' in shown
    assert f'value="{world.latif.officer.pk}"' in shown
    assert "checked" in shown
    assert RunningClock.objects.filter(clock=Clock.SETTLING).exists()


@pytest.mark.parametrize(
    "typed", [{"place": "atlantis"}, {"rank": "KING"}, {"post": "PPO2"}, {"officers": ["9" * 30]}, {"officers": ["x"]}]
)
def test_forged_choices_are_refused(world, seat, complaint, typed):
    assert settles(seat(world.salma), complaint, **typed).status_code == 422
    assert not Naming.objects.exists()


def test_an_operator_whom_a_wider_correction_excludes_is_led_to_the_list(world, seat, complaint):
    answer = settles(seat(world.salma), complaint, post="DPO")
    assert answer.url == TASKS
    assert "salma" not in see(world, refreshed(complaint))


def test_a_colleague_was_faster(world, seat, complaint):
    settles(seat(world.salma), complaint)
    answer = settles(seat(world.nadia), complaint, at="09:40")
    assert answer.status_code == 422
    assert "This has already been done." in text(answer)
    assert "She said so." in text(answer)


def test_the_session_has_expired_and_the_text_is_returned(complaint, client):
    answer = client.post(page(complaint), {"act": "settle", "words": "She said so."})
    assert answer.status_code == 401
    assert "She said so." in text(answer)


# --- names to confirm ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_names_to_confirm_are_listed_for_the_cpo_with_the_time_left(world, seat):
    complaint = world.complaint(station="gulberg")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.farah.officer.pk, why="It is said.", by=world.salma.actor,
        at=clock("10:00"),
    )  # fmt: skip
    shown = text(seat(world.nadia).get(TASKS, "+2d 09:00"))
    assert "Names to confirm" in shown
    assert "25 h left" in shown
    assert "Farah" not in shown
    assert "Names to confirm" not in text(seat(world.salma).get(TASKS, "+2d 09:00"))
    nadia, exclusion = seat(world.nadia), Exclusion.objects.get(naming__officer=world.farah.officer)
    assert "Farah" in text(nadia.get(page(complaint), "+2d 09:00"))
    for forged in ("9" * 30, "²", ""):
        assert nadia.sends(page(complaint), "+2d 09:01", act="confirm_name", exclusion=forged).status_code == 404
    assert nadia.sends(page(complaint), "+2d 09:01", act="confirm_name", exclusion=exclusion.pk).status_code == 302
    assert "Names to confirm" not in text(nadia.get(TASKS, "+2d 09:02"))


def test_two_reasons_that_exclude_one_station_can_be_told_apart(world, seat, complaint):
    """Kept out as the station complained against, and by the place and post that the complainant stated."""
    rows = Exclusion.objects.filter(complaint=complaint, office=world.office("gulberg"))
    assert len(set(rows.values_list("ground", flat=True))) == rows.count() == 2
    form = text(seat(world.imran).get(page(complaint), "09:30")).partition("Open the complaint to")[2]
    for row in rows:
        assert f"{row.office.name} ({row.get_ground_display()})" in form


# --- requests to open ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_from_the_request_to_the_decision_on_the_objection(world, seat):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SDPO")
    circle = Exclusion.objects.get(complaint=complaint, office=world.office("gulberg_circle"))
    zara, nadia, second = seat(world.zara), seat(world.nadia), seat(tahira(world))
    imran = seat(world.imran)
    refused = imran.sends(page(complaint), "10:00", act="ask", words="")
    assert refused.status_code == 422
    asked = imran.sends(page(complaint), "10:00", act="ask", exclusions=[circle.pk], words="Another SDPO.")
    assert asked.status_code == 302
    for sitting in (nadia, second):
        assert complaint.etag in text(sitting.get(TASKS, "10:30"))
        assert sitting.sends(page(complaint), "10:31", act="approve").status_code == 302
    assert "The complainant can object until" in text(nadia.get(page(complaint), "10:40"))
    assert "Objections to decide" not in text(zara.get(TASKS, "10:40"))
    NarrowingRequest.objects.update(objected_at=clock("11:00"))
    assert complaint.etag in text(zara.get(TASKS, "11:10"))
    assert nadia.sends(page(complaint), "11:20", act="overrule", words="No.").status_code == 404
    assert zara.sends(page(complaint), "11:20", act="refuse", words="").status_code == 422
    assert zara.sends(page(complaint), "11:20", act="refuse", words="She is right.").status_code == 302
    assert NarrowingRequest.objects.get().is_granted is False
    assert complaint.etag not in text(zara.get(TASKS, "11:30"))
    late = zara.sends(page(complaint), "11:40", act="overrule", words="I came too late.")
    assert late.status_code == 422
    assert "I came too late." in text(late)  # nothing typed is lost


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "stated"),
    [
        ({"wants_calls": True}, "until the complaint cell has read it out, or the complainant has opened their page"),
        ({"wants_calls": True, "under_18": True}, "This complainant gets no messages."),
        ({"under_18": True}, "This complainant gets no messages."),
    ],
)
def test_the_page_says_when_the_time_to_object_begins(world, seat, answers, stated):
    complaint = world.complaint("misbehaviour", station="gulberg", post="SDPO", **answers)
    approved(world, complaint)
    shown = " ".join(text(seat(world.nadia).get(page(complaint), "11:01")).split())
    assert stated in shown
    assert ("gets no messages" in shown) is ("under_18" in answers)


def test_a_name_is_removed_by_request_only(world, seat):
    complaint = world.in_inquiry(holder="dania")
    naming = name_officer(
        complaint_id=complaint.pk, officer_id=world.bilal.officer.pk, why="It is said.", by=world.salma.actor,
        at=clock("11:00"),
    )  # fmt: skip
    done = seat(world.farah).sends(
        f"{address(complaint)}officers/", "12:00", act="take_back", naming=naming.pk, words="A namesake."
    )
    assert done.status_code == 302
    assert seat(world.bilal).opens(complaint, "12:05").status_code == 404
    assert "A namesake." in text(seat(world.nadia).get(page(complaint), "12:10"))
    request = approve_twice(world, NarrowingRequest.objects.get(), at="13:00")
    assert request.takes_effect_at == clock("+1d 13:00")


def test_an_unknown_act_does_not_exist(world, seat, complaint):
    assert seat(world.salma).sends(page(complaint), "09:30", act="open_all").status_code == 404
