"""A protected identity: only the complaint cell sees it; a monitor of the CPO can reveal it once, for a reason."""

import pytest

from complaints.models import Reading
from tests.desk.conftest import address

NUMBER = "3001112233"


def identity(complaint):
    return f"{address(complaint)}identity/"


@pytest.fixture
def protected(world):
    return world.complaint("financial_crime", protected=True)


def test_a_monitor_is_shown_it_once_and_the_reason_stands_in_the_log(world, seat, protected):
    zara = seat(world.zara)
    page = zara.opens(protected, "10:00").content.decode()
    assert NUMBER not in page
    assert identity(protected) in page
    shown = zara.sends(identity(protected), "10:01", words="She is to be rung about a threat.")
    assert "Ayesha" in shown.content.decode()
    assert NUMBER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    read = Reading.objects.get(kind="revealed")
    assert (read.why, read.posting) == ("She is to be rung about a threat.", world.zara.posting)
    assert NUMBER not in zara.opens(protected, "10:02").content.decode()


def test_without_a_reason_nothing_is_shown(world, seat, protected):
    answer = seat(world.zara).sends(identity(protected), "10:00", words=" ")
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()
    assert not Reading.objects.filter(kind="revealed").exists()


@pytest.mark.parametrize("nobody", ["usman", "asad", "imran", "nadia", "salma"])
def test_for_everybody_else_there_is_no_such_page(world, seat, protected, nobody):
    sitting = seat(world.people[nobody])
    assert identity(protected) not in sitting.opens(protected, "10:00").content.decode()
    assert sitting.sends(identity(protected), "10:01", words="I want to know.").status_code == 404


def test_what_is_not_protected_needs_no_reason(world, seat):
    complaint = world.complaint("financial_crime")
    assert seat(world.zara).sends(identity(complaint), "10:00", words="Why not.").status_code == 404
