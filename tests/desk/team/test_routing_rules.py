"""Routing rules: a supervisor sets them for the own offices, is warned, and tries them on the last 30 days."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services.leave_arrangement import arrange_leave
from complaints.models import RoutingRule
from complaints.rules.marking.marking_proposal import SkipReason
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.marking.marking_proposals import propose_for_complaints
from complaints.services.marking.routing_dry_run import try_rule
from complaints.services.marking.routing_rules import RuleContent, end_routing_rule, set_routing_rule
from desk.queries.marking_candidates import working_postings_below
from ledger.service_exceptions import NotPermitted
from tests.complaints.verifying import found
from tests.world import clock

RULES = "/desk/team/routing/"


def page(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def filled(world, **values) -> dict:
    common = {"category": "", "place": world.office("gulberg").pk, "target": f"p{world.bilal.posting.pk}", "starts": ""}
    return {**common, **values}


def saved(world, by, *, place="gulberg", at="09:00", **content) -> RoutingRule:
    content = RuleContent(place=world.office(place), **(content or {"target_posting": world.bilal.posting}))
    return set_routing_rule(content, by=by.actor, starts_at=clock(at), at=clock(at))


def test_a_supervisor_sets_a_rule_and_ends_it(world, seat):
    dania = seat(world.dania)
    assert dania.sends(RULES, "09:00", **filled(world, category="financial_crime")).status_code == 302
    rule = RoutingRule.objects.get()
    assert (rule.place.code, rule.category.code, rule.target_posting) == (
        "gulberg", "financial_crime", world.bilal.posting,
    )  # fmt: skip
    assert (rule.office, rule.set_by, rule.starts_at) == (
        world.office("gulberg_circle"), world.dania.posting, clock("09:00"),
    )  # fmt: skip
    html = page(dania.get(RULES, "09:10"))
    assert "The routing rule is saved." in html
    assert "Inspector Bilal" in html or "Bilal" in html
    dania.sends(f"{RULES}{rule.pk}/end/", "10:00")
    rule.refresh_from_db()
    assert (rule.ends_at, rule.ended_by) == (clock("10:00"), world.dania.posting)
    assert found() == []


def test_a_cancelled_rule_is_not_listed(world, seat):
    dania = seat(world.dania)
    dania.sends(RULES, "09:00", **filled(world, starts="2026-11-25"))
    rule = RoutingRule.objects.get()
    assert f"{RULES}{rule.pk}/end/" in page(dania.get(RULES, "09:01"))
    dania.sends(f"{RULES}{rule.pk}/end/", "09:02")
    assert f"{RULES}{rule.pk}/end/" not in page(dania.get(RULES, "09:03"))


def test_the_same_rule_is_saved_once(world, seat):
    dania, typed = seat(world.dania), filled(world, category="financial_crime")
    for at in ("09:00", "09:01"):
        assert dania.sends(RULES, at, **typed).status_code == 302
    rule = RoutingRule.objects.get()
    dania.sends(RULES, "09:02", **filled(world))  # all categories
    assert RoutingRule.objects.count() == 2
    end_routing_rule(rule, by=world.dania.actor, at=clock("10:00"))
    dania.sends(RULES, "10:01", **typed)
    assert RoutingRule.objects.count() == 3


def test_a_rule_of_all_officers_of_an_office_begins_on_its_day(world, seat):
    target = f"o{world.office('gulberg_circle').pk}"
    seat(world.farah).sends(RULES, "09:00", **filled(world, target=target, starts="2026-11-25"))
    rule = RoutingRule.objects.get()
    assert (rule.target_office.code, rule.target_posting) == ("gulberg_circle", None)
    assert rule.starts_at == clock("+2d 00:00")
    assert not RoutingRule.objects.current(clock("+1d 23:59")).exists()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"place": ""}, "Please fill this in."),
        ({"place": "x"}, "Choose one of these."),
        ({"target": "p999999"}, "Choose one of these."),
        ({"starts": "2026-11-22"}, "A rule cannot begin in the past."),
        ({"starts": "soon"}, "There is a problem"),
    ],
)
def test_bad_input_is_named_and_nothing_typed_is_lost(world, seat, typed, said):
    answer = seat(world.dania).sends(RULES, "09:00", **filled(world, category="financial_crime", **typed))
    assert answer.status_code == 422
    assert said in page(answer)
    assert '<option value="financial_crime" selected>' in page(answer)
    assert not RoutingRule.objects.exists()


def test_nobody_sets_rules_outside_the_own_offices(world, seat):
    """Dania heads Gulberg circle: she is offered neither Multan nor the division above her."""
    html = page(seat(world.dania).get(RULES, "09:00"))
    for code in ("multan", "model_town", "lahore"):
        assert f'<option value="{world.office(code).pk}"' not in html
    assert "Farah" not in html.split('id="rule_target"')[1]
    for content in (
        {"place": world.office("multan"), "target_posting": world.bilal.posting},
        {"place": world.office("gulberg"), "target_posting": world.farah.posting},
        {"place": world.office("gulberg"), "target_posting": world.hina.posting},
    ):
        with pytest.raises(NotPermitted):
            set_routing_rule(RuleContent(**content), by=world.dania.actor, starts_at=clock("09:00"), at=clock("09:00"))
    with pytest.raises(NotPermitted):
        saved(world, world.bilal)


def test_a_rule_from_above_cannot_be_ended_below(world, seat):
    rule = saved(world, world.usman)
    with pytest.raises(NotPermitted):
        end_routing_rule(rule, by=world.dania.actor, at=clock("10:00"))
    assert seat(world.dania).sends(f"{RULES}{rule.pk}/end/", "10:00").status_code == 404
    rule.refresh_from_db()
    assert rule.ends_at is None


@pytest.mark.slow
def test_only_heads_have_the_page(world, seat):
    assert {
        name: seat(world.people[name]).get(RULES, "09:00").status_code
        for name in ("dania", "farah", "usman", "imran", "bilal", "salma", "hina", "asad")
    } == {
        "dania": 200, "farah": 200, "usman": 200, "imran": 200, "bilal": 404, "salma": 404, "hina": 404, "asad": 404,
    }  # fmt: skip


def test_the_list_warns_of_rules_that_are_skipped(world, seat):
    """Bilal is on leave; Latif's posting ends; Kamran's station may not have what is about its own police."""
    saved(world, world.farah)
    saved(world, world.farah, target_posting=world.latif.posting)
    category = world.complaint("misbehaviour", "09:00", station="gulberg").category
    saved(world, world.farah, category=category, target_posting=world.kamran.posting)
    arrange_leave(
        posting=world.bilal.posting, cover=world.dania.posting, starts_at=clock("09:00"), ends_at=clock("+2d 09:00"),
        by=world.farah.actor, at=clock("09:00"),
    )  # fmt: skip
    world.latif.posting.ends_at = clock("09:30")
    world.latif.posting.save(update_fields=["ends_at"])
    html = page(seat(world.farah).get(RULES, "10:00"))
    assert "On leave until 25 November 2026, 09:00. The rule is skipped until then." in html
    assert "The officer's posting has ended. The rule is skipped." in html
    assert "This officer cannot be given complaints of this category there. The rule is always skipped." in html


# --- the dry run -------------------------------------------------------------------------------------------------


def test_the_dry_run_compares_the_rule_with_what_was_done(world, seat):
    same = world.complaint("financial_crime", "09:00", station="gulberg")
    other = world.complaint("financial_crime", "09:05", station="gulberg", by="bashir")
    world.complaint("financial_crime", "09:10", station="garden_town")
    about_police = world.complaint("misbehaviour", "09:15", station="gulberg")
    world.salma.marks(same, to=world.bilal, at="09:30")
    world.salma.marks(other, to=world.latif, at="09:30")
    world.usman.does("re_mark", other, "09:40", to=world.bilal)  # the first marking counts
    answer = seat(world.usman).sends(RULES, "10:00", **{"try": "1"}, **filled(world))
    html = page(answer)
    assert answer.status_code == 200
    assert not RoutingRule.objects.exists()
    assert "3 complaints have this place and category. This rule decides for 2 of them." in html
    assert "1 of 2 marked complaints went to the officer whom the rule proposes." in html
    assert "proposed for 2, 1 of them marked to this officer" in html
    assert "1 skipped: officer cannot be given it" in html
    for complaint in (same, other, about_police):
        assert f'href="/desk/complaints/{complaint.etag}/"' in html


def test_the_dry_run_counts_separately_where_another_rule_comes_first(world, seat):
    """The rule for the circle yields to one for a category at Gulberg, but not to one that is always skipped."""
    fraud = world.complaint("financial_crime", "09:00", station="gulberg")
    world.complaint("property_crime", "09:05", station="gulberg", by="bashir")
    world.complaint("financial_crime", "09:10", station="garden_town")
    about_police = world.complaint("misbehaviour", "09:15", station="gulberg")
    saved(world, world.usman, category=fraud.category, target_posting=world.latif.posting)
    saved(world, world.farah, category=about_police.category, target_posting=world.kamran.posting)
    saved(world, world.farah, place="model_town", target_posting=world.farah.posting)  # less specific
    circle = filled(world, place=world.office("gulberg_circle").pk, target=f"p{world.dania.posting.pk}")
    html = page(seat(world.usman).sends(RULES, "10:00", **{"try": "1"}, **circle))
    assert "4 complaints have this place and category. This rule decides for 3 of them." in html
    assert f"For 1 another rule comes first: <bdi>Gulberg Police Station, {fraud.category.name}</bdi>" in html
    assert "proposed for 3, 0 of them marked to this officer" in html
    row = html.split(f'href="/desk/complaints/{fraud.etag}/"')[1].split("</tr>")[0]
    assert f"another rule comes first: <bdi>Gulberg Police Station, {fraud.category.name}</bdi>" in row
    assert "Dania" not in row


def test_a_rule_from_above_comes_first_although_it_leads_out_of_the_own_offices(world):
    world.salma.marks(world.complaint("financial_crime", "09:00", station="gulberg"), to=world.bilal, at="09:10")
    above = saved(world, world.usman, at="09:20", target_office=world.office("model_town"))
    content = RuleContent(place=world.office("gulberg_circle"), target_posting=world.bilal.posting)
    rule = content.as_rule(by=world.dania.actor, starts_at=clock("10:00"), at=clock("10:00"))
    result = try_rule(rule, by=world.dania.actor, at=clock("10:00"))
    assert (result.decided, [row.earlier_rule for row in result.rows]) == (0, [above])


def test_a_rule_is_followed_only_by_a_cell_whose_offices_include_its_officer(world):
    """The CPO sends Lahore's complaints to Multan. Lahore's cell cannot follow that; the cell of the CPO can."""
    above = saved(world, world.imran, place="lahore", target_posting=world.rashid.posting)
    marked, waiting, forwarded = (
        world.complaint("financial_crime", at, station="gulberg") for at in ("09:00", "09:05", "09:10")
    )
    world.salma.marks(marked, to=world.bilal, at="09:20")
    world.salma.does("forward", forwarded, "09:25", to_id=world.office("punjab").pk)
    for complaint, operator, is_followed in ((waiting, world.salma.actor, False), (forwarded, world.nadia.actor, True)):
        postings = working_postings_below(operator, at=clock("09:30"))
        choices = propose_for_complaints([complaint.pk], postings, by=operator, at=clock("09:30"))
        assert (choices.proposals[complaint.pk].rule_id == above.pk) is is_followed
    world.nadia.marks(forwarded, to=world.rashid, at="09:40")
    result = try_rule(above, by=world.imran.actor, at=clock("10:00"))
    assert {row.complaint: (row.proposed, row.skipped) for row in result.rows} == {
        marked: (None, SkipReason.NOT_ELIGIBLE),
        waiting: (None, SkipReason.NOT_ELIGIBLE),
        forwarded: (world.rashid.posting, None),
    }


def test_a_rule_that_the_cell_cannot_follow_does_not_come_first(world):
    world.salma.marks(world.complaint("financial_crime", "09:00", station="gulberg"), to=world.bilal, at="09:10")
    saved(world, world.imran, at="09:20", target_posting=world.rashid.posting)
    content = RuleContent(place=world.office("gulberg_circle"), target_posting=world.bilal.posting)
    rule = content.as_rule(by=world.dania.actor, starts_at=clock("10:00"), at=clock("10:00"))
    result = try_rule(rule, by=world.dania.actor, at=clock("10:00"))
    assert (result.decided, [row.earlier_rule for row in result.rows]) == (1, [None])


def test_a_new_rule_comes_before_one_with_the_same_start(world):
    """A rule that is tried is not saved. It comes first, as it would if it was saved now."""
    world.complaint("financial_crime", "09:00", station="gulberg")
    saved(world, world.usman, at="10:00", target_posting=world.latif.posting)
    content = RuleContent(place=world.office("gulberg"), target_posting=world.bilal.posting)
    rule = content.as_rule(by=world.usman.actor, starts_at=clock("10:00"), at=clock("10:00"))
    result = try_rule(rule, by=world.usman.actor, at=clock("10:00"))
    assert [row.proposed for row in result.rows] == [world.bilal.posting]


def test_a_saved_rule_is_tried_once(world):
    rule = saved(world, world.usman)
    world.complaint("financial_crime", "09:00", station="gulberg")
    result = try_rule(rule, by=world.usman.actor, at=clock("10:00"))
    assert (result.decided, [row.earlier_rule for row in result.rows]) == (1, [None])


def test_the_dry_run_reads_the_last_thirty_days_and_no_more(world):
    rule = saved(world, world.usman)
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    assert [row.complaint for row in try_rule(rule, by=world.usman.actor, at=clock("+30d 09:00")).rows] == [complaint]
    assert not try_rule(rule, by=world.usman.actor, at=clock("+30d 09:01")).rows


def test_the_dry_run_of_a_saved_rule_has_a_link(world, seat):
    rule = saved(world, world.farah)
    farah = seat(world.farah)
    assert f'href="{RULES}?rule={rule.pk}#dry-run"' in page(farah.get(RULES, "10:00"))
    assert "None of the complaints that you may see has this place and category." in page(
        farah.get(RULES, "10:00", rule=rule.pk)
    )
    for nonsense in ("x", "999999", ""):
        assert farah.get(RULES, "10:00", rule=nonsense).status_code == 404


def test_the_dry_run_takes_leave_as_it_was_on_the_day(world):
    rule = saved(world, world.usman)
    arrange_leave(
        posting=world.bilal.posting, cover=world.dania.posting, starts_at=clock("09:00"), ends_at=clock("+2d 09:00"),
        by=world.farah.actor, at=clock("09:00"),
    )  # fmt: skip
    during = world.complaint("financial_crime", "+1d 09:00", station="gulberg")
    after = world.complaint("financial_crime", "+3d 09:00", station="gulberg", by="bashir")
    result = try_rule(rule, by=world.usman.actor, at=clock("+4d 09:00"))
    assert {row.complaint: str(row.skipped or "") for row in result.rows} == {during: "on_leave", after: ""}


def test_an_accused_supervisor_finds_no_trace_of_the_complaint_in_a_dry_run(world, seat):
    """Farah is named in a closed complaint of her own division: neither rows nor counts of her dry run have it."""
    complaint = world.in_inquiry("10:00", station="gulberg")
    world.bilal.reports(complaint, "11:00")
    world.farah.does("accept", complaint, "12:00")
    world.salma.does("verify", complaint, "13:00", verdict="satisfied")
    world.ayesha.does("close", complaint, "14:00")
    farah = seat(world.farah)
    assert "1 complaint has this place and category." in page(
        farah.sends(RULES, "15:00", **{"try": "1"}, **filled(world))
    )
    name_officer(
        complaint_id=complaint.pk, officer_id=world.farah.officer.pk, why="She says so.", by=world.nadia.actor,
        at=clock("15:10"),
    )  # fmt: skip
    html = page(farah.sends(RULES, "16:00", **{"try": "1"}, **filled(world)))
    assert "None of the complaints that you may see has this place and category." in html
    assert complaint.etag not in html
    of_usman = page(seat(world.usman).sends(RULES, "16:00", **{"try": "1"}, **filled(world)))
    assert "1 complaint has this place and category." in of_usman


def test_a_dry_run_costs_the_same_for_few_and_for_many(world):
    rule, counts = saved(world, world.usman), []
    for turn in range(2):
        for number in range(3):
            world.complaint("financial_crime", f"0{turn + 1}:0{number}", station="gulberg")
        with CaptureQueriesContext(connection) as queries:
            try_rule(rule, by=world.usman.actor, at=clock("10:00"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
