"""An office moves in the tree by two administrators, a day after it was requested; the auditor hears of each step."""

import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Office, OfficeChange, Posting, StaffAct
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.office_import import import_offices
from notifications.models import Message
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import sign_in
from tests.world import clock

ADMIN = "/desk/admin/accounts/"
CONFIRM = {"decision": "confirm"}


@pytest.fixture
def morning():
    with time_machine.travel(clock("10:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(morning, world):
    return world


@pytest.fixture
def nasir(world):
    """Return a second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR)
    return officer


@pytest.fixture
def omar(world):
    return world.omar.officer


@pytest.fixture
def puppet(world, omar):
    """Return the posting of an officer in a new division of Omar's, not as its head."""
    officer, client = OfficerFactory(name_en="Rida", rank=Rank.SP), sign_in(Client(), omar)
    new = {
        **{"code": "new_division", "kind": "division", "parent": world.office("lahore").pk, "head_title": "SP"},
        **{"name_en": "New Division", "name_ur": "نئی ڈویژن", "certainty": "", "source": ""},
    }
    assert client.post(f"{ADMIN}office/add/", new).status_code == 302
    return PostingFactory(officer=officer, office=world.office("new_division"), role=Role.SUPERVISOR)


def errors(answer) -> str:
    assert answer.status_code == 200
    return " ".join(re.findall(r'<ul class="field-error[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL))


def asks(officer, world, office: str, **wanted):
    """Request a move as this administrator. `parent`: the code of the new parent."""
    if "parent" in wanted:
        wanted["parent"] = world.office(wanted["parent"]).pk
    typed = {"office": world.office(office).pk} | wanted
    return sign_in(Client(), officer).post(f"{ADMIN}officechange/add/", typed)


def decides(officer, decision=CONFIRM):
    change = OfficeChange.objects.latest("pk")
    return sign_in(Client(), officer).post(f"{ADMIN}officechange/{change.pk}/change/", decision)


def told(world) -> list[str]:
    rows = Message.objects.filter(recipient=f"posting:{world.asad.posting.pk}", template="staff_act").order_by("pk")
    return [row.context["kind"] for row in rows if row.context["kind"].startswith("office")]


def test_one_administrator_moves_no_circle_below_a_puppet(world, omar, puppet):
    """S12: the puppet in the new division read the circle's complaints."""
    circle = world.office("gulberg_circle")
    page = f"{ADMIN}office/{circle.pk}/change/"
    typed = {name: getattr(circle, name) for name in ("name_en", "name_ur", "head_title", "certainty", "source")}
    moved = typed | {"kind": "circle", "parent": world.office("new_division").pk}
    sign_in(Client(), omar).post(page, moved)
    circle.refresh_from_db()
    assert circle.parent.code == "model_town"
    row = OfficeListRow(line=1, code="gulberg_circle", kind="circle", parent="new_division", **typed)
    report = import_offices(rows=[row], by=world.omar.actor, at=clock("10:00"))
    assert "takes two administrators" in report.errors[0].message
    assert asks(omar, world, "gulberg_circle", parent="new_division").status_code == 302
    assert "Another administrator must decide on your request." in errors(decides(omar))


@pytest.mark.slow
def test_two_administrators_move_it_after_a_day_and_the_auditor_hears_twice(world, omar, nasir, morning):
    assert asks(omar, world, "gulberg_circle", parent="lahore").status_code == 302
    assert "You can confirm this from 2026-11-24 10:00." in errors(decides(nasir))
    morning.move_to(clock("+1d 09:59"))
    assert "A day must pass first" in errors(decides(nasir))
    assert told(world) == ["office_asked"]
    morning.move_to(clock("+1d 10:00"))
    assert decides(nasir).status_code == 302
    assert world.office("gulberg").path.endswith("lahore/gulberg_circle/gulberg/")
    assert told(world) == ["office_asked", "office"]
    assert StaffAct.objects.get(kind="office_asked").words == "gulberg_circle → lahore (circle)"
    assert OfficeChange.objects.get().applied_at == clock("+1d 10:00")


def test_a_refused_move_never_happens(world, omar, nasir, morning):
    asks(omar, world, "gulberg_circle", parent="lahore")
    assert decides(nasir, {"decision": "refuse"}).status_code == 302
    morning.move_to(clock("+2d 10:00"))
    assert decides(nasir).status_code == 403
    assert world.office("gulberg_circle").parent.code == "model_town"
    assert told(world) == ["office_asked", "office_refused"]


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("office", "wanted", "said"),
    [
        ("gulberg_circle", {}, "Choose another kind or another parent office."),
        ("gulberg_circle", {"parent": "model_town", "kind": "circle"}, "Choose another kind or another parent office."),
        ("gulberg_circle", {"parent": "gulberg"}, "An office cannot be below itself."),
        ("gulberg", {"parent": "lahore"}, "cannot be under"),
        ("gulberg_circle", {"kind": "district"}, "cannot be under"),
        ("model_town", {"kind": "unit"}, "is under this office and cannot be under"),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_requested(world, omar, office, wanted, said):
    assert said in errors(asks(omar, world, office, **wanted))
    assert not OfficeChange.objects.exists()


def test_the_same_office_waits_once(world, omar):
    asks(omar, world, "gulberg_circle", parent="lahore")
    assert "already been requested" in errors(asks(omar, world, "gulberg_circle", parent="lahore"))


@pytest.mark.slow
def test_no_office_becomes_a_district_while_somebody_reads_there(world, omar, nasir, morning):
    unit = {"code": "n_unit", "kind": "unit", "name_en": "Traffic", "name_ur": "ٹریفک", "head_title": "INCHARGE"}
    under = {"parent": world.office("region_multan").pk, "certainty": "", "source": ""}
    client = sign_in(Client(), omar)
    assert client.post(f"{ADMIN}office/add/", unit | under).status_code == 302
    posting = PostingFactory(office=world.office("n_unit"), role=Role.SUPERVISOR, is_head=True)
    asks(omar, world, "n_unit", kind="district")
    morning.move_to(clock("+1d 10:00"))
    assert "would gain access to the complaints of a whole district" in errors(decides(nasir))
    Posting.objects.filter(pk=posting.pk).update(ends_at=clock("+1d 09:00"))
    assert decides(nasir).status_code == 302
    assert world.office("n_unit").kind == "district"


def test_the_database_too_asks_for_a_second_administrator(world, omar):
    asks(omar, world, "gulberg_circle", parent="lahore")
    own = {"decided_by": omar, "decided_at": clock("+1d 10:00")}
    with pytest.raises(IntegrityError, match="office_change_needs_a_second_administrator"), transaction.atomic():
        OfficeChange.objects.update(**own)
    with pytest.raises(IntegrityError, match="office_change_applied_at_only_once_decided"), transaction.atomic():
        OfficeChange.objects.update(applied_at=clock("+1d 10:00"))


def test_one_administrator_still_corrects_names_and_positions(world, omar):
    office = world.office("gulberg_circle")
    typed = {name: getattr(office, name) for name in ("name_ur", "head_title", "certainty", "source")}
    page = f"{ADMIN}office/{office.pk}/change/"
    assert sign_in(Client(), omar).post(page, typed | {"name_en": "Gulberg I"}).status_code == 302
    assert Office.objects.get(pk=office.pk).name_en == "Gulberg I"
