"""The marking form and the page of bulk marking propose an officer, say why, and can be undone for a minute."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Complaint, RoutingRule
from complaints.services.exclusion.officer_naming import name_officer
from tests.desk.conftest import OFFICE, address
from tests.world import clock

MARK, UNDO = "/desk/mark/", "/desk/mark/undo/"
EVENTS = re.compile(r'name="events" value="([\d,]+)"')


def page(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def token(complaint) -> str:
    return f"{complaint.etag}:{complaint.status}:{complaint.holder_id or ''}"


def fresh(complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def preselected(html: str) -> str:
    """Return the label of the officer who is chosen in the list."""
    found = re.search(r'<option value="[^"]+" selected(?:="")?>([^<]*)</option>', html)
    return found.group(1).strip() if found else ""


def routing_rule(world, **values) -> RoutingRule:
    common = {"office": world.office("lahore"), "place": world.office("gulberg"), "set_by": world.usman.posting}
    times = {"starts_at": clock("00:00"), "set_at": clock("00:00")}
    return RoutingRule.objects.create(**{**common, **times, **values})


@pytest.fixture
def htmx(seat):
    """Return a function that posts as the script of the queue does."""

    def send(sitting, **typed):
        sitting.client.defaults["HTTP_HX_REQUEST"] = "true"
        answer = sitting.sends(MARK, "10:00", **typed)
        del sitting.client.defaults["HTTP_HX_REQUEST"]
        return answer

    return send


# --- the form on the page of a complaint -------------------------------------------------------------------------


def test_the_form_proposes_the_officer_of_the_place_with_the_least_work(world, seat):
    busy = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(busy, to=world.kamran, at="09:10")
    complaint = world.complaint("financial_crime", "09:20", station="gulberg")
    html = page(seat(world.salma).opens(complaint, "09:30"))
    assert preselected(html).startswith("Latif")
    assert "0 open, the least work of 2 officers there." in html
    assert re.search(r"Kamran,[^<]*1 open", html)


def test_a_complaint_about_police_is_proposed_to_the_circle(world, seat):
    complaint = world.complaint("misbehaviour", "09:20", station="gulberg")
    html = page(seat(world.salma).opens(complaint, "09:30"))
    assert preselected(html).startswith("Dania")


def test_an_officer_on_leave_is_not_proposed(world, seat):
    complaint = world.complaint("misbehaviour", "09:20", station="gulberg")
    arrange_leave(
        posting=world.dania.posting, cover=world.farah.posting, starts_at=clock("09:00"), ends_at=clock("+3d 09:00"),
        by=world.usman.actor, at=clock("09:00"),
    )  # fmt: skip
    html = page(seat(world.salma).opens(complaint, "09:30"))
    assert preselected(html).startswith("Farah")
    assert re.search(r"Dania,[^<]*on leave", html)
    assert "Dania is on leave until 26 November 2026, 09:00." in html


def test_a_leave_that_decides_nothing_is_not_mentioned(world, seat):
    complaint = world.complaint("financial_crime", "09:20", station="gulberg")
    arrange_leave(
        posting=world.dania.posting, cover=world.farah.posting, starts_at=clock("09:00"), ends_at=clock("+3d 09:00"),
        by=world.usman.actor, at=clock("09:00"),
    )  # fmt: skip
    html = page(seat(world.salma).opens(complaint, "09:30"))
    assert preselected(html).startswith("Kamran")
    assert "on leave until" not in html


def test_that_the_police_at_the_incident_place_are_left_out_is_said(world, seat):
    """About the police of Gulberg: the SDPO is proposed. About a theft there: the SHO, and nothing is left out."""
    said = "The police station or unit at the incident place is left out: the complaint is about the police."
    for category, is_left_out in (("misbehaviour", True), ("financial_crime", False)):
        complaint = world.complaint(category, "09:20", station="gulberg")
        for reader in (world.salma, world.usman):
            html = page(seat(reader).opens(complaint, "09:30"))
            assert "Proposed:" in html
            assert (said in html) is is_left_out


def test_excluded_offices_are_mentioned_only_to_officers_who_may_read_the_exclusions(world, seat):
    """Dania heads the circle and is named. Nadia works on exclusions; Imran heads the CPO; Usman only marks."""
    complaint = world.complaint("financial_crime", "09:20", station="gulberg")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.dania.officer.pk, why="She says so.", by=world.nadia.actor,
        at=clock("09:25"),
    )  # fmt: skip
    said = {}
    for name in ("nadia", "imran", "usman"):
        html = page(seat(world.people[name]).opens(complaint, "09:30"))
        assert "Proposed:" in html
        said[name] = "Offices that cannot open this complaint are left out." in html
    assert said == {"nadia": True, "imran": True, "usman": False}


def test_a_named_officer_is_neither_proposed_nor_offered(world, seat):
    complaint = world.complaint("financial_crime", "09:20", station="gulberg")
    name_officer(
        complaint_id=complaint.pk, officer_id=world.dania.officer.pk, why="She says so.", by=world.nadia.actor,
        at=clock("09:25"),
    )  # fmt: skip
    html = page(seat(world.nadia).opens(complaint, "09:30"))
    assert "Proposed:" in html
    assert not re.search(r"<option[^>]*>(Dania|Bilal|Kamran|Latif)", html)


def test_the_work_that_is_shown_counts_only_what_the_marking_officer_may_see(world, seat):
    """Usman has a complaint that names Salma. For her he has no work."""
    hidden = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(hidden, to=world.usman, at="09:10")
    name_officer(
        complaint_id=hidden.pk, officer_id=world.salma.officer.pk, why="She says so.", by=world.nadia.actor,
        at=clock("09:15"),
    )  # fmt: skip
    complaint = world.complaint("financial_crime", "09:20", station="gulberg")
    assert re.search(r"Usman,[^<]*0 open", page(seat(world.salma).opens(complaint, "09:30")))
    assert re.search(r"Usman,[^<]*1 open", page(seat(world.nadia).opens(complaint, "09:30")))


def test_a_routing_rule_decides_and_is_named(world, seat):
    routing_rule(world, target_posting=world.bilal.posting)
    complaint = world.complaint("financial_crime", "09:20", station="gulberg")
    html = page(seat(world.salma).opens(complaint, "09:30"))
    assert preselected(html).startswith("Bilal")
    assert "by the routing rule for Gulberg Police Station" in html


def test_a_rule_that_leads_to_an_officer_who_may_not_have_it_is_skipped_and_that_is_said(world, seat):
    """The rule sends what happens at Gulberg to its SHO: not what is about the police there."""
    routing_rule(world, target_posting=world.kamran.posting)
    complaint = world.complaint("misbehaviour", "09:20", station="gulberg")
    html = page(seat(world.salma).opens(complaint, "09:30"))
    assert preselected(html).startswith("Dania")
    assert "for Gulberg Police Station was skipped: its officer cannot be given this complaint." in html


def test_the_more_specific_rule_comes_first_and_an_ended_one_never(world, seat):
    """A category comes before all categories, the lower place before the higher one; the general rules are newer."""
    category = world.complaint("financial_crime", "09:00").category
    routing_rule(world, category=category, target_office=world.office("model_town"))
    routing_rule(world, category=category, target_posting=world.latif.posting, ends_at=clock("09:00"))
    routing_rule(world, target_posting=world.kamran.posting)
    routing_rule(world, place=world.office("gulberg_circle"), target_posting=world.bilal.posting)
    sitting = seat(world.salma)
    fraud = world.complaint("financial_crime", "09:20", station="gulberg")
    theft = world.complaint("property_crime", "09:20", station="gulberg")
    assert preselected(page(sitting.opens(fraud, "09:30"))).startswith("Farah")
    assert preselected(page(sitting.opens(theft, "09:30"))).startswith("Kamran")


# --- several complaints ------------------------------------------------------------------------------------------


@pytest.fixture
def four(world):
    places = ("gulberg", "gulberg", "garden_town", "gulberg")
    return [
        world.complaint("financial_crime", f"09:0{n}", station=station, by="bashir" if n % 2 else "ayesha")
        for n, station in enumerate(places)
    ]


def test_the_strip_begins_with_the_preview_of_the_proposals(world, seat, htmx, four):
    html = page(htmx(seat(world.salma), row=[token(c) for c in four]))
    assert "4 will change" in html
    assert 'value="proposed" selected' in html
    assert 'name="make"' in html
    for officer in ("Kamran (2)", "Latif (1)"):
        assert officer in html
    assert html.count('name="proposed" value="') == 4


@pytest.mark.parametrize("is_beside_the_queue", [True, False])
def test_each_reason_is_shown_once_with_its_number_of_complaints(world, seat, htmx, four, is_beside_the_queue):
    """Bilal is proposed by two rules, and by one of them for a complaint whose own rule is skipped."""
    routing_rule(world, target_posting=world.bilal.posting)
    routing_rule(world, place=world.office("garden_town"), target_posting=world.bilal.posting)
    mobile = world.complaint("property_crime", "09:10", station="gulberg", by="bashir")
    routing_rule(world, category=mobile.category, target_posting=world.hina.posting)
    salma, sent = seat(world.salma), {"row": [token(c) for c in [*four, mobile]]}
    answer = htmx(salma, **sent) if is_beside_the_queue else salma.sends(MARK, "10:00", **sent, to="proposed")
    html = page(answer)
    assert ("3 reasons:" in html) is is_beside_the_queue  # there the list scrolls
    said = re.sub(r"<[^>]+>", "", html.split('aria-label="Reasons for the proposals">')[1].split("</ul>")[0])
    reasons = [re.sub(" +", " ", one).strip() for one in re.findall(r"\d complaints? ·[^·]*?0 open\.", said)]
    by_rule = "Proposed: Inspector Bilal (Inquiry officer, Gulberg Circle), by the routing rule for %s; 0 open."
    skipped = "The routing rule for Gulberg Police Station was skipped: its officer cannot be given this complaint. "
    assert sorted(reasons) == sorted([
        f"3 complaints · {by_rule % 'Gulberg Police Station'}",
        f"1 complaint · {by_rule % 'Garden Town Police Station'}",
        f"1 complaint · {skipped}{by_rule % 'Gulberg Police Station'}",
    ])  # fmt: skip


def test_each_goes_to_the_officer_who_was_shown(world, seat, htmx, four):
    salma = seat(world.salma)
    html = htmx(salma, row=[token(c) for c in four]).content.decode()
    fields = {name: re.findall(rf'name="{name}" value="([^"]+)"', html) for name in ("row", "proposed")}
    world.usman.marks(world.complaint("financial_crime", "09:30", station="gulberg"), to=world.latif, at="09:40")
    made = salma.sends(MARK, "10:01", **fields, to="proposed", words="", make="1", back=OFFICE)
    assert (made.status_code, made.url) == (302, OFFICE)
    assert {c.etag: fresh(c).holder_id for c in four} == {
        etag: int(posting) for etag, posting in (pair.split(":") for pair in fields["proposed"])
    }
    assert fresh(four[2]).holder_id == world.bilal.posting.pk or fresh(four[2]).holder_id == world.dania.posting.pk


def test_a_proposal_that_was_tampered_with_is_checked_like_any_other(world, seat, four):
    rows, far = [token(c) for c in four[:1]], f"{four[0].etag}:{world.rashid.posting.pk}"
    answer = seat(world.salma).sends(MARK, "10:01", row=rows, proposed=far, to="proposed", make="1")
    assert answer.status_code == 409
    assert fresh(four[0]).holder_id is None


def test_a_complaint_that_an_officer_has_already_gets_no_proposal(world, seat, htmx, four):
    world.salma.marks(four[0], to=world.bilal, at="09:10")
    html = page(htmx(seat(world.usman), row=[token(fresh(c)) for c in four]))
    assert "3 will change, 1 will not" in html
    assert "No officer is proposed for it. Choose one." in html


def test_the_proposals_cost_the_same_for_few_and_for_many(world, seat, four):
    salma, counts = seat(world.salma), []
    for number in (1, 4):
        with CaptureQueriesContext(connection) as queries:
            salma.sends(MARK, "10:00", row=[c.etag for c in four[:number]])
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- undoing -----------------------------------------------------------------------------------------------------


def test_the_confirmation_of_one_marking_undoes_it(world, seat):
    salma, complaint = seat(world.salma), world.complaint("financial_crime", "09:00", station="gulberg")
    salma.posts(complaint, "mark", "09:30", to=world.kamran.posting.pk)
    html = salma.opens(complaint, "09:30").content.decode()
    assert 'data-key="undo"' in html
    undone = salma.sends(UNDO, "09:30", events=EVENTS.search(html).group(1), back=address(complaint))
    assert (undone.status_code, undone.url) == (302, address(complaint))
    html = page(salma.opens(complaint, "09:31"))
    assert "The marking is undone." in html
    assert "Salma undid the marking. It is back with Lahore District." in html or "undid the marking" in html
    assert fresh(complaint).holder_id is None


@pytest.mark.slow
def test_the_confirmation_of_several_undoes_those_that_nobody_has_opened(world, seat, four):
    salma = seat(world.salma)
    salma.sends(MARK, "10:00", row=[token(c) for c in four], to=world.kamran.posting.pk, make="1", back=OFFICE)
    html = salma.get(OFFICE, "10:00").content.decode()
    seat(world.kamran).opens(four[1], "10:00")
    salma.sends(UNDO, "10:00", events=EVENTS.search(html).group(1), back=OFFICE)
    assert [fresh(c).holder_id for c in four] == [None, world.kamran.posting.pk, None, None]
    html = page(salma.get(OFFICE, "10:01"))
    assert "3 markings are undone." in html
    assert "1 marking was not undone. It cannot be undone any more: the officer has opened the complaint" in html


def test_nobody_undoes_what_they_cannot_see_or_did_not_mark(world, seat, four):
    salma = seat(world.salma)
    salma.sends(MARK, "10:00", row=token(four[0]), to=world.kamran.posting.pk, make="1", back=OFFICE)
    events = EVENTS.search(salma.get(OFFICE, "10:00").content.decode()).group(1)
    for other in (world.farah, world.kamran):
        seat(other).sends(UNDO, "10:00", events=events)
    sana = seat(world.sana)
    for number in (events, "999999999"):  # nothing says that there is such a marking
        sana.sends(UNDO, "10:00", events=number)
        assert "1 marking was not undone. It cannot be undone any more" in page(sana.get(OFFICE, "10:00"))
    assert fresh(four[0]).holder_id == world.kamran.posting.pk


def test_a_later_marking_is_not_undone_by_an_old_confirmation(world, seat, four):
    salma = seat(world.salma)
    first = world.usman.marks(four[0], to=world.kamran, at="10:00")
    world.usman.does("re_mark", four[0], "10:00", to=world.bilal)
    seat(world.usman).sends(UNDO, "10:00", events=str(first.pk))
    assert fresh(four[0]).holder_id == world.bilal.posting.pk
    assert salma


@pytest.mark.parametrize("events", ["", "x", "1,2,x", "99999999999999999999", "-1"])
def test_nonsense_undoes_nothing(world, seat, events):
    answer = seat(world.salma).sends(UNDO, "10:00", events=events, back="https://example.com/")
    assert (answer.status_code, answer.url) == (302, "/desk/")
