"""An excluded SHO must register an FIR: the station learns the minimum, and the exclusion stays.

Kamran is the SHO of Gulberg, Usman the head of the district, Imran the Inspector General (tests/world.py).
"""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.test import Client

from complaints.models import Complaint, Event, StationOrder
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.rules import station_orders as rule
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.refusals import Refusal
from complaints.rules.special_categories import ILLEGAL_DETENTION
from complaints.services.exclusion import station_orders
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.retention.anonymisation import destroy_personal_data
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from tests.citizen.conftest import Visitor, words
from tests.signing_in import sign_in
from tests.world import PHONES, clock

DAY = date(2026, 11, 20)
OFFENCE, PLACE = "Section 337-A PPC, hurt", "Main Boulevard, near the petrol pump"
TOLD = {
    "station": "gulberg", "post": "SHO", "keep_from": "yes", "text": "He beat me in the street when I asked.",
    "address": "14-B Tulip Lane, Gulberg", "landmark": "behind the blue mosque",
}  # fmt: skip


def against_the_sho(world, category="misbehaviour", **answers) -> Complaint:
    return world.complaint(category, **TOLD | answers)


def ordered(world, complaint, at="10:00", *, by="usman", **values) -> StationOrder:
    values = {"offence": OFFENCE, "place": PLACE, "happened_on": DAY} | values
    return station_orders.order_station(
        complaint_id=complaint.pk,
        station_id=world.office("gulberg").pk,
        **values,
        by=world.people[by].actor,
        at=clock(at),
    )


def agrees(complaint, order, answer=True, at="10:30") -> StationOrder:
    by = Citizen(complaint.complainant_id, OpenedBy.WORD)
    return station_orders.answer_consent(order_id=order.pk, agrees=answer, by=by, at=clock(at))


def kinds(complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))


def see(world, complaint) -> set[str]:
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    people = [person for person in world.people.values() if person.posting]
    return {person.name for person in people if found.visible_to(person.actor, at=clock("12:00")).exists()}


def at_desk(person, path: str, at="11:00", **typed):
    with time_machine.travel(clock(at), tick=False):
        client = sign_in(Client(), person.officer)
        return client.post(path, typed) if typed else client.get(path)


# --- consent ---------------------------------------------------------------------------------------------------------


def test_before_the_complainant_agrees_the_station_sees_nothing(world):
    complaint = against_the_sho(world)
    order = ordered(world, complaint)
    assert kinds(complaint)[-1] == "station_consent_asked"
    assert not StationOrder.objects.given().exists()
    assert order.reference not in words(at_desk(world.kamran, "/desk/orders-to-act/"))
    assert at_desk(world.kamran, f"/desk/orders-to-act/{order.pk}/").status_code == 404
    assert not Message.objects.filter(template="station_order").exists()


def test_who_does_not_agree_is_obeyed_for_good(world):
    complaint = against_the_sho(world)
    order = agrees(complaint, ordered(world, complaint), answer=False)
    assert (order.consent, order.given_at) == ("refused", None)
    with pytest.raises(Refused):
        agrees(complaint, order)
    assert at_desk(world.kamran, f"/desk/orders-to-act/{order.pk}/").status_code == 404


def test_in_a_detention_nobody_is_asked_first(world):
    complaint = against_the_sho(world, ILLEGAL_DETENTION)
    order = ordered(world, complaint)
    assert (order.consent, kinds(complaint)[-1]) == ("none", "station_ordered")
    assert order.reference in words(at_desk(world.kamran, "/desk/orders-to-act/"))


@pytest.mark.parametrize(("category", "needed"), [(ILLEGAL_DETENTION, False), ("misbehaviour", True), ("theft", True)])
def test_only_a_detention_needs_no_consent(category, needed):
    assert rule.needs_consent(category) is needed


def test_an_operator_records_what_the_complainant_said_on_the_telephone(world):
    complaint = against_the_sho(world)
    order = ordered(world, complaint)
    with pytest.raises(NotPermitted):
        station_orders.answer_consent(order_id=order.pk, agrees=True, by=world.kamran.actor, at=clock("10:20"))
    station_orders.answer_consent(order_id=order.pk, agrees=True, by=world.nadia.actor, at=clock("10:30"))
    assert kinds(complaint)[-1] == "station_consent_given"


def test_a_key_that_an_officer_issued_agrees_to_nothing(world):
    complaint = against_the_sho(world)
    order = ordered(world, complaint)
    by = Citizen(complaint.complainant_id, OpenedBy.OFFICERS_KEY)
    with pytest.raises(Refused):
        station_orders.answer_consent(order_id=order.pk, agrees=True, by=by, at=clock("10:30"))


# --- what the station reads ------------------------------------------------------------------------------------------


def test_the_sho_reads_exactly_the_minimum(world):
    complaint = against_the_sho(world)
    order = agrees(complaint, ordered(world, complaint))
    page = at_desk(world.kamran, f"/desk/orders-to-act/{order.pk}/")
    (card,) = re.findall(r'<dl class="facts">(.*?)</dl>', page.content.decode(), re.DOTALL)
    answers = re.findall(r"<dd>(.*?)</dd>", card, re.DOTALL)
    shown = [unescape(re.sub(r"<[^>]+>", "", answer)).strip() for answer in answers]
    assert shown[:4] == [order.reference, OFFENCE, PLACE, "20 November 2026"]
    assert len(shown) == 6  # the last two are when it was ordered and until when
    listed = at_desk(world.kamran, "/desk/orders-to-act/")
    message = Message.objects.get(template="station_order")
    for text in (page.content.decode(), listed.content.decode(), str(message.context)):
        for secret in hidden_texts(complaint):
            assert secret not in text


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(world):
    complaint = against_the_sho(world)
    typed = {"station": world.office("gulberg").pk, "offence": OFFENCE, "place": "", "happened_on": "20/11/2026"}
    refused = at_desk(world.usman, f"/desk/complaints/{complaint.etag}/station-order/", **typed)
    assert refused.status_code == 422
    assert words(refused).count("Please fill this in.") == 2  # above the form and at the field
    assert OFFENCE in refused.content.decode()
    order = agrees(complaint, ordered(world, complaint))
    refused = at_desk(world.kamran, f"/desk/orders-to-act/{order.pk}/", fir_number="1432/26", fir_on="")
    assert refused.status_code == 422
    assert 'value="1432/26"' in refused.content.decode()
    assert "Please fill this in." in words(refused)
    done = at_desk(world.kamran, f"/desk/orders-to-act/{order.pk}/", fir_number="1432/26", fir_on="22/11/2026")
    assert done.status_code == 302
    order.refresh_from_db()
    assert (order.fir_number, order.fir_on) == ("1432/26", date(2026, 11, 22))


def hidden_texts(complaint) -> set[str]:
    person, statement = complaint.complainant, complaint.statement
    texts = {complaint.etag, complaint.spaced_etag, person.name, person.phone, PHONES["ayesha"][-7:], person.address}
    return (texts | {statement.text, statement.landmark, complaint.category.name_en}) - {""}


@pytest.mark.parametrize("secret", ["Ayesha", "03001112233", "14-B Tulip Lane, Gulberg"])
def test_an_order_that_names_the_complainant_is_refused(world, secret):
    complaint = against_the_sho(world)
    with pytest.raises(Refused) as refused:
        ordered(world, complaint, place=f"near {secret}")
    assert refused.value.reason is Refusal.SUMMARY_REVEALS_COMPLAINANT


@pytest.mark.slow
def test_the_exclusion_stays(world):
    complaint = against_the_sho(world)
    before = see(world, complaint)
    agrees(complaint, ordered(world, complaint))
    assert see(world, complaint) == before
    assert "kamran" not in before
    assert at_desk(world.kamran, f"/desk/complaints/{complaint.etag}/").status_code == 404


@pytest.mark.parametrize("other", ["bilal", "dania", "usman", "hina"])
def test_nobody_but_the_head_of_the_station_has_the_list(world, other):
    complaint = against_the_sho(world)
    order = agrees(complaint, ordered(world, complaint))
    assert at_desk(world.people[other], f"/desk/orders-to-act/{order.pk}/").status_code == 404
    assert at_desk(world.people[other], "/desk/orders-to-act/").status_code == 404


# --- who orders ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["kamran", "nadia", "salma", "asad"])
def test_only_a_superior_orders(world, by):
    complaint = against_the_sho(world)
    with pytest.raises(NotPermitted):
        ordered(world, complaint, by=by)


def test_a_station_that_is_not_excluded_gets_an_ordinary_order(world):
    complaint = world.complaint()
    with pytest.raises(Refused) as refused:
        ordered(world, complaint)
    assert refused.value.reason is Refusal.NOT_ADDRESSABLE


def test_one_order_at_a_time(world):
    complaint = against_the_sho(world)
    ordered(world, complaint)
    with pytest.raises(Refused) as refused:
        ordered(world, complaint, "10:10")
    assert refused.value.reason is Refusal.ORDER_WAITS


# --- the answer ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_fir_arrives_in_the_history_and_on_both_pages(world):
    complaint = against_the_sho(world)
    order = agrees(complaint, ordered(world, complaint))
    path = f"/desk/orders-to-act/{order.pk}/"
    assert at_desk(world.kamran, path, "12:00", fir_number="512/26", fir_on="2026-11-23").status_code == 302
    assert kinds(complaint)[-1] == "station_order_done"
    assert "FIR 512/26 of 2026-11-23" in words(at_desk(world.usman, f"/desk/complaints/{complaint.etag}/", "12:10"))
    mine = words(Visitor().opens(complaint, "12:20"))
    assert "registered FIR 512/26" in mine
    assert Message.objects.filter(template="station_order_done").count() == 1
    with pytest.raises(Refused):
        answered(world, order, "13:00")
    with read_snapshot():
        assert [finding for _, findings in verify_complaints() for finding in findings] == []


def answered(world, order, at="12:00", *, number="512/26", on=date(2026, 11, 23), by="kamran") -> StationOrder:
    return station_orders.answer_station_order(
        order_id=order.pk, fir_number=number, fir_on=on, by=world.people[by].actor, at=clock(at)
    )


@pytest.mark.parametrize("by", ["bilal", "usman", "dania"])
def test_nobody_else_answers_for_the_station(world, by):
    complaint = against_the_sho(world)
    order = agrees(complaint, ordered(world, complaint))
    with pytest.raises(NotPermitted):
        answered(world, order, by=by)


@pytest.mark.parametrize(
    ("number", "on"),
    [("", "2026-11-23"), ("none", "2026-11-23"), ("{512}", "2026-11-23"), ("512", "2026-11-19"), ("512", "2026-11-24")],
)
def test_a_number_or_date_that_cannot_be_is_refused_and_nothing_typed_is_lost(world, number, on):
    complaint = against_the_sho(world)
    order = agrees(complaint, ordered(world, complaint))
    page = at_desk(world.kamran, f"/desk/orders-to-act/{order.pk}/", fir_number=number, fir_on=on)
    assert page.status_code == 422
    assert unescape(page.content.decode()).count(f'value="{on}"') == 1
    assert kinds(complaint)[-1] != "station_order_done"


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_from_the_superiors_page_over_the_complainants_consent_to_the_station(world):
    complaint = against_the_sho(world)
    path = f"/desk/complaints/{complaint.etag}/station-order/"
    typed = {"station": world.office("gulberg").pk, "offence": OFFENCE, "place": PLACE, "happened_on": "2026-11-20"}
    assert at_desk(world.usman, path, "10:00", **typed | {"place": "near Ayesha"}).status_code == 422
    assert at_desk(world.usman, path, "10:00", **typed).status_code == 302
    ayesha = Visitor()
    page = words(ayesha.opens(complaint, "10:10"))
    assert "May a police station be ordered to register an FIR?" in page
    assert OFFENCE in page
    ayesha.posts(f"/track/{complaint.etag}/mine/station-order/", "10:15", answer="yes")
    assert StationOrder.objects.get().consent == "given"
    assert "May a police station" not in words(ayesha.get(f"/track/{complaint.etag}/mine/", "10:20"))
    assert StationOrder.objects.get().reference in words(at_desk(world.usman, path, "10:30"))


def test_the_operators_page_records_the_call(world):
    complaint = against_the_sho(world)
    ordered(world, complaint)
    path = f"/desk/complaints/{complaint.etag}/station-order/"
    assert "Did the complainant agree" in words(at_desk(world.nadia, path, "10:10"))
    assert at_desk(world.nadia, path, "10:15", consent="no").status_code == 302
    assert StationOrder.objects.get().consent == "refused"


def test_what_was_typed_is_destroyed_with_the_complaint(world):
    complaint = against_the_sho(world)
    ordered(world, complaint)
    destroy_personal_data(complaint.pk, at=clock("+2d 09:00"))
    order = StationOrder.objects.get()
    assert {order.offence, order.place} == {"–"}


# --- overdue ---------------------------------------------------------------------------------------------------------


def reminded(template: str) -> list[str]:
    rows = Message.objects.filter(template=template).order_by("pk")
    return [row.recipient for row in rows]


def remind(at: str) -> int:
    return station_orders.remind_of_late_station_orders(at=clock(at))


def test_an_order_that_is_not_carried_out_climbs_one_office_a_day(world):
    """Dania ordered it; her superiors are Farah (division), Usman (district and region) and Imran."""
    complaint = against_the_sho(world, ILLEGAL_DETENTION)
    order = ordered(world, complaint, by="usman")
    station, usman, imran = (
        f"office:{order.station_id}",
        *(f"posting:{world.people[name].posting.pk}" for name in ("usman", "imran")),
    )
    assert (remind("+1d 09:59"), reminded("station_order_late")) == (0, [])
    assert (remind("+1d 10:00"), remind("+1d 15:00")) == (1, 0)
    assert (reminded("station_order_due"), reminded("station_order_late")) == ([station], [usman])
    assert remind("+2d 10:00") == 1
    assert reminded("station_order_late") == [usman, usman, imran]
    assert reminded("station_order_due") == [station, station]


@pytest.mark.slow
def test_it_reminds_five_times_and_never_after_the_fir(world):
    complaint = against_the_sho(world, ILLEGAL_DETENTION)
    order = ordered(world, complaint)
    assert [remind(f"+{day}d 11:00") for day in range(1, 9)] == [1] * 5 + [0] * 3
    other = ordered(world, against_the_sho(world, ILLEGAL_DETENTION, by="bashir"))
    station_orders.answer_station_order(
        order_id=other.pk, fir_number="112/26", fir_on=DAY, by=world.kamran.actor, at=clock("12:00")
    )
    assert (remind("+9d 11:00"), reminded("station_order_due")) == (0, [f"office:{order.station_id}"] * 5)


def test_no_reminder_while_the_complainant_has_not_agreed(world):
    ordered(world, against_the_sho(world))
    assert remind("+3d 10:00") == 0


def test_the_reminder_of_the_station_tells_nothing_and_no_accused_superior_gets_one(world):
    complaint = against_the_sho(world, ILLEGAL_DETENTION)
    ordered(world, complaint, by="imran")
    ordered_by_usman = ordered(world, against_the_sho(world, ILLEGAL_DETENTION, by="bashir"), by="usman")
    name_officer(
        complaint_id=ordered_by_usman.complaint_id, officer_id=world.usman.officer.pk, why="He knew.",
        by=world.nadia.actor, at=clock("11:00"),
    )  # fmt: skip
    remind("+1d 12:00")
    for message in Message.objects.filter(template="station_order_due"):
        assert set(message.context) == {"path", "due_at"}
        assert complaint.etag not in str(message.context)
    usman, imran = (f"posting:{world.people[name].posting.pk}" for name in ("usman", "imran"))
    assert reminded("station_order_late") == [imran, imran]
    assert usman not in reminded("station_order_late")


def test_the_station_reads_until_when(world):
    complaint = against_the_sho(world, ILLEGAL_DETENTION)
    order = ordered(world, complaint)
    page = words(at_desk(world.kamran, f"/desk/orders-to-act/{order.pk}/"))
    assert "Register it by" in page
    assert "24" in page.split("Register it by", 1)[1][:60]
