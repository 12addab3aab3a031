"""Targets of the board: one administrator asks, another one decides, and the board shows them."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.rules.roles import Role
from monitoring.models import BoardTarget, BoardTargetChange
from notifications.models import Message
from tests.factories import OfficerFactory, PostingFactory
from tests.monitoring.week import NOW, signed_in
from tests.signing_in import sign_in
from tests.world import clock

ADMIN = "/desk/admin/monitoring/boardtargetchange/"


@pytest.fixture
def ten(world):
    with time_machine.travel(clock("+2d 10:00"), tick=False):
        yield


@pytest.fixture
def omar(world, ten):
    return sign_in(Client(), world.omar.officer)


@pytest.fixture
def nasir(world, ten):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR)
    return sign_in(Client(), officer)


def errors(answer) -> str:
    assert answer.status_code == 200
    return " ".join(
        re.findall(r'<ul class="(?:field-error|errorlist)[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL)
    )


def asks(client, figure: str = "reported", value: int = 90):
    return client.post(f"{ADMIN}add/", {"figure": figure, "value": value, "source": "Order 7"})


def decides(client, decision: str):
    return client.post(f"{ADMIN}{BoardTargetChange.objects.get().pk}/change/", {"decision": decision})


def test_one_asks_and_another_one_confirms_and_the_auditor_hears_of_both(world, omar, nasir):
    assert asks(omar).status_code == 302
    assert "Another administrator" in errors(decides(omar, "confirm"))
    assert not BoardTarget.objects.exists()
    assert decides(nasir, "confirm").status_code == 302
    target = BoardTarget.objects.get()
    assert (target.figure, target.value, target.source) == ("reported", 90, "Order 7")
    sent = Message.objects.filter(template="staff_act", recipient=f"posting:{world.asad.posting.pk}")
    assert [row.context["kind"] for row in sent] == ["policy", "policy"]


def test_refused_it_changes_nothing(omar, nasir):
    asks(omar)
    decides(nasir, "refuse")
    assert not BoardTarget.objects.exists()


def test_an_impossible_target_and_two_at_a_time_are_refused(omar):
    assert "0 to 100" in errors(asks(omar, value=101))
    assert "0 to 1000" in errors(asks(omar, "median", 1001))
    assert asks(omar, "median", 1000).status_code == 302
    assert "already waiting" in errors(asks(omar, "median", 72))
    assert asks(omar, "denied", 10).status_code == 302


def test_the_database_refuses_an_impossible_target_and_any_change(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardTarget.objects.create(figure="denied", value=101, since=NOW, source="Order")
    target = BoardTarget.objects.create(figure="denied", value=10, since=NOW, source="Order")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        BoardTarget.objects.filter(pk=target.pk).update(value=11)


def test_the_board_shows_the_latest_target_and_whether_it_is_met(busy):
    for value in (5, 100):
        BoardTarget.objects.create(figure="overdue", value=value, since=NOW, source="Order")
    html = " ".join(signed_in(busy, "zara").get(reverse("board")).content.decode().split())
    assert re.search(r'Target: at most 100% <span class="trend-met">✓ met</span>', html)
    assert html.count("Target:") == 1
    BoardTarget.objects.create(figure="overdue", value=5, since=NOW, source="Order")
    cache.clear()
    html = " ".join(signed_in(busy, "zara").get(reverse("board")).content.decode().split())
    assert re.search(r'Target: at most 5% <span class="trend-unmet">✗ not met</span>', html)


@pytest.mark.slow
def test_a_share_that_only_rounds_to_its_target_does_not_meet_it(busy):
    """The overdue share is shown rounded down, and a target of just that is missed by a fraction."""
    board = signed_in(busy, "zara").get(reverse("board")).context["board"]
    overdue, open_now = board.overdue.number, board.open.number
    assert 0 < 100 * overdue % open_now < open_now / 2
    BoardTarget.objects.create(figure="overdue", value=100 * overdue // open_now, since=NOW, source="Order")
    cache.clear()
    html = " ".join(signed_in(busy, "zara").get(reverse("board")).content.decode().split())
    assert "✗ not met" in html
    assert "✓ met" not in html
