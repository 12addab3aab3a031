"""Torture in custody: the pages show that it is referred outside, and what the police themselves do."""

from html import unescape

import pytest

from tests.citizen.conftest import Visitor, words
from tests.desk.conftest import forms, offered


def reported(world):
    complaint = world.complaint("custodial_torture", "09:00", station="gulberg")
    world.nadia.marks(complaint, to=world.dania, at="09:05")
    return complaint


def test_the_inquiry_officer_is_told_how_far_the_police_act(world, seat):
    page = unescape(words(seat(world.dania).opens(reported(world), "09:10")))
    assert "Here, act only on safety, medical examination and discipline." in page
    assert "not yet confirmed by a lawyer" in page


@pytest.mark.slow
def test_the_central_police_office_records_the_referral_and_the_complainant_reads_of_it(world, seat):
    complaint = reported(world)
    done = seat(world.nadia).posts(complaint, "refer_outside", "10:00", words="FIA Lahore, 412/26; NCHR by letter.")
    assert done.status_code == 302
    page = unescape(words(seat(world.nadia).opens(complaint, "10:01")))
    assert "Nadia referred it to the FIA and the NCHR." in page
    told = unescape(words(Visitor().opens(complaint, "10:10")))
    assert "The Central Police Office referred your complaint to the Federal Investigation Agency (FIA)" in told
    assert "412/26" not in told


def test_a_district_is_told_that_the_referral_is_not_its_own(world, seat):
    answer = seat(world.salma).opens(reported(world), "09:10")
    assert "refer_outside" in offered(answer)
    assert "refer_outside" not in forms(answer)
