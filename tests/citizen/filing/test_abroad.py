"""Filing from abroad: both clocks, suitable deadlines, and no number that cannot be dialled there."""

import re
import uuid
from html import unescape

import pytest

from citizen.filing.draft_addresses import draft_address
from complaints.complainant_addresses import complainant_address
from demo.message_samples import TO_CITIZENS
from notifications.message_rendering import render_message
from notifications.recipient_address import Address
from notifications.rules.sms_segments import LONGEST, count_segments
from tests.citizen.conftest import path_of, registered, words
from tests.citizen.mine.conftest import opens
from tests.citizen.mine.test_solved import reported
from tests.world import clock
from web.countries import COUNTRIES, PAKISTAN, ZONE_OF_COUNTRY

BOTH = re.compile(r"by \d+:\d\d [^()]* in Pakistan \(\d+:\d\d [^()]* where you live\)")


def receipt(visitor, **told) -> str:
    answer = visitor.files(**told)
    return unescape(words(visitor.get(path_of(answer).removeprefix("/ur"))))


def test_each_time_stands_on_both_clocks_with_their_names(world, ayesha):
    page = receipt(ayesha, country="GB")
    assert "by 5:00 pm today in Pakistan (12:00 pm today where you live)" in page
    assert page.count("where you live)") == 2  # contact and report


def test_at_home_one_clock_is_enough(world, ayesha):
    assert "where you live" not in receipt(ayesha)


def test_the_complaint_page_shows_both_clocks_too(world, ayesha):
    ayesha.files(country="GB")
    page = unescape(words(ayesha.get(f"/track/{registered()[0].etag}/mine/")))
    assert BOTH.search(page)


def test_1787_is_offered_only_where_it_can_be_dialled(world, ayesha, bashir):
    abroad, home = receipt(ayesha, country="SA"), receipt(bashir)
    assert "1787:" not in abroad
    assert "+92 331 7871787" in abroad
    assert "1787" in home


WHATSAPP = "+92 331 7871787"


def test_pages_that_know_nobody_name_a_number_for_those_abroad_beside_1787(world, ayesha):
    complaint = world.complaint()
    wrong = ayesha.posts(f"/track/{complaint.etag}/key/", key="not mine")
    for page in (ayesha.get("/track/"), ayesha.get(f"/track/{complaint.etag}/"), wrong):
        assert "1787" in words(page)
        assert WHATSAPP in words(page)


@pytest.mark.slow
@pytest.mark.parametrize("country", ["", "SA"])
def test_after_the_30_days_for_an_appeal_a_number_is_named_that_can_be_reached(world, ayesha, country):
    zone = ZONE_OF_COUNTRY[country] if country else PAKISTAN
    complaint = reported(world, time_zone=zone)
    ayesha.opens(complaint, "+1d 12:00")
    ayesha.moves(complaint, "close", "+1d 12:01")
    page = opens(ayesha, complaint, "+32d 12:00")
    said = page[page.index("The 30 days for an appeal are over.") :][:250]
    assert ("Centre on 1787" in said, WHATSAPP in said) == ((False, True) if country else (True, False))


@pytest.mark.parametrize("country", ["", "SA"])
def test_who_gave_an_e_mail_alone_is_promised_no_call(world, ayesha, country):
    page = receipt(ayesha, reach="email", phone="", email="ayesha@example.org", country=country)
    assert "will write to you on your complaint page." in page
    assert "We will e-mail you when there is a message." in page
    assert "will speak to you" not in page
    assert "by phone" not in page


LONDON = "Europe/London"
DATED = {"registered", "marked", "passed_on", "recategorised", "objection_marked", "reinstated"}


@pytest.mark.slow
def test_until_when_she_can_change_her_answer_or_appeal_is_told_in_both_times(world, ayesha):
    complaint = reported(world, time_zone=LONDON, safe_from=4, safe_until=20)  # the cell calls at five
    ayesha.opens(complaint, "+1d 12:00")
    ayesha.moves(complaint, "close", "+1d 12:01")
    page = opens(ayesha, complaint, "+1d 12:02")
    assert re.search(r"You can change your answer until .{5,40} in Pakistan \(.{5,40} where you live\)", page), page


def test_an_invitation_is_told_in_both_times(world, ayesha):
    complaint = world.complaint("financial_crime", time_zone=LONDON)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    there = {"office": world.bilal.posting.office_id, "words": "Papers."}
    world.bilal.does("invite", complaint, "10:00", appointed_at=clock("+1d 11:00"), **there)
    page = opens(ayesha, complaint, "10:05")
    assert re.search(r"11:00\sam tomorrow in Pakistan \(6:00\sam tomorrow where you live\)", page)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_message_abroad_gives_each_deadline_in_both_times(language):
    """At home it has two SMS parts at most; abroad the second time may take a third."""
    dated = [sample for sample in TO_CITIZENS if "_due_at" in repr(sample.facts) and sample.template in DATED]
    assert {sample.template for sample in dated} == DATED
    for sample in dated:
        address = Address(language=language, time_zone=LONDON)
        text = render_message(sample.template, sample.facts, address=address, recipient=sample.recipient).text
        if not re.search(r"\d:\d\d", text):
            continue  # this sample promises nothing
        assert text.count("(") == 1
        assert count_segments(text) <= LONGEST + 1


def test_the_address_of_a_complainant_abroad_has_the_time_zone(world):
    abroad, home = world.complaint(time_zone=LONDON), world.complaint(by="bashir")
    zones = [complainant_address(one.complainant_id, clock("09:00")).time_zone for one in (abroad, home)]
    assert zones == [LONDON, ""]


def test_all_countries_are_offered_in_two_groups(world, ayesha):
    key = draft_address(uuid.uuid4())
    ayesha.posts("/complain/", key=key, category="financial_crime")
    ayesha.posts(f"/complain/{key}/where/", district="lahore")
    ayesha.posts(f"/complain/{key}/what/", text="He took my savings for a plot.")
    ayesha.posts(f"/complain/{key}/whom/", keep_from="no")
    page = ayesha.get(f"/complain/{key}/reach/").content.decode()
    assert page.count("<optgroup") == 2
    for name in ("Norway", "Japan", "Saudi Arabia"):
        assert f">{name}</option>" in page


OTHER_STATES = """
    AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI KH CM CA CV CF TD CL CN CO KM CG
    CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID
    IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME
    MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK
    SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW VA PS
"""
"""The members and observers of the United Nations without Pakistan (ISO 3166), 194 of them."""


def test_no_state_is_missing_among_the_countries():
    """C6: there were twenty. A large country stands there once for each of its time zones, as `US-E`."""
    offered = {country.code[:2] for country in COUNTRIES}
    assert len(OTHER_STATES.split()) == 194
    assert set(OTHER_STATES.split()) - offered == set()
    assert "PK" not in offered
