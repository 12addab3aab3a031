"""The table of moves, written a second time as in the manual, and tested on the services."""

import pytest
from django.db import transaction

from complaints.rules.actors import Citizen
from complaints.rules.capacities import Capacity
from complaints.rules.statuses import FINAL, OPEN, Status
from complaints.services.moves import make_move
from complaints.workflow.declaration import Effect
from complaints.workflow.table import MOVES, permitted_moves
from ledger.service_exceptions import NotPermitted, Refused
from tests.world import clock

# move: from → to (=: the status does not change), by whom.
MANUAL = """
mark               received                                              > marked            cell superior
auto_mark          received                                              > marked            system
forward            received                                              > =                 cell
recategorise       received marked in_inquiry                            > =                 cell
close_as_feedback  received                                              > closed            cell
re_mark            marked in_inquiry awaiting_citizen reported           > marked            head
pass_by            received                                              > =                 system
undo_mark          marked                                                > =                 cell superior head
keep_away          marked in_inquiry awaiting_citizen reported           > marked            system
pass_up_unsettled  received                                              > marked            system
leave_unsettled    marked in_inquiry awaiting_citizen reported           > =                 system
close_imported     received                                              > closed            system
close_sealed       received marked in_inquiry awaiting_citizen reported  > closed            system
begin              marked                                                > in_inquiry        holder
invite             marked in_inquiry                                     > =                 holder
answer_invitation  marked in_inquiry awaiting_citizen                    > =                 citizen
ask_call           marked in_inquiry                                     > =                 holder
put_through        marked in_inquiry                                     > in_inquiry        cell
record_contact     marked in_inquiry                                     > in_inquiry        holder
confirm_contact    marked in_inquiry awaiting_citizen reported           > =                 citizen cell
deny_contact       marked in_inquiry awaiting_citizen reported           > =                 citizen cell
leave_unconfirmed  marked in_inquiry awaiting_citizen reported           > =                 cell system
urgent_act         marked in_inquiry awaiting_citizen reported           > =                 holder
refer_outside      received marked in_inquiry awaiting_citizen reported  > =                 cell monitor
try_contact        marked                                                > =                 holder
excuse_contact     marked                                                > =                 cell
ask_citizen        in_inquiry                                            > awaiting_citizen  holder
resume             awaiting_citizen                                      > in_inquiry        citizen cell holder system
hear               in_inquiry                                            > =                 holder
submit_report      in_inquiry                                            > reported          holder
return_report      reported                                              > in_inquiry        superior
verify             reported                                              > =                 cell
accept             reported                                              > =                 superior
close              resolved                                              > closed            citizen system
object             resolved closed                                       > marked            citizen
appeal             closed rejected                                       > marked            citizen
reject             received                                              > rejected          superior
ask_to_withdraw    received marked in_inquiry awaiting_citizen reported  > =                 citizen
keep               received marked in_inquiry awaiting_citizen reported  > =                 citizen cell
withdraw           received marked in_inquiry awaiting_citizen reported  > withdrawn         citizen cell
reinstate          withdrawn merged                                      > marked            citizen
report_pressure    *                                                     > =                 citizen
ask_after          closed                                                > =                 system
all_well           closed                                                > =                 citizen
tell_citizen       marked in_inquiry awaiting_citizen reported           > =                 holder
add                received marked in_inquiry awaiting_citizen reported resolved > =         citizen
note               *                                                     > =           holder head superior cell monitor
merge              received marked                                       > merged            cell
link               *                                                     > =                 cell
unmerge            merged                                                > =                 cell
unlink             *                                                     > =                 cell
hold               closed rejected withdrawn merged                      > =                 head monitor
lift_hold          *                                                     > =                 head monitor
refer_partner      received marked in_inquiry awaiting_citizen reported  > =                 monitor
recall_partner     *                                                     > =                 monitor
"""


def rows():
    """Return name, sources, target and capacities of each line of the manual."""
    for line in MANUAL.strip().splitlines():
        left, right = line.split(">")
        name, *sources = left.split()
        target, *by = right.split()
        yield name, set(Status) if sources == ["*"] else set(sources), None if target == "=" else target, set(by)


TABLE = {name: (sources, target, by) for name, sources, target, by in rows()}

# The capacities of each person for a complaint that Bilal of Gulberg circle has, and for an unmarked one if different.
MARKED = {
    "bilal": {"holder"},
    "dania": {"head"},
    "farah": {"head", "superior"},
    "imran": {"head", "superior"},
    "salma": {"cell"},
    "nadia": {"cell"},
    "ayesha": {"citizen"},
    "system": {"system"},
    "zara": {"monitor"},
    "bashir": set(),
    "hina": set(),
    "kamran": set(),
    "rashid": set(),
    "sana": set(),
    "asad": set(),
}
EACH_CAPACITY = {"bilal", "dania", "farah", "salma", "ayesha", "system"}
UNMARKED = MARKED | {"bilal": set(), "dania": set(), "farah": set(), "usman": {"head", "superior"}}


def test_the_code_has_the_manuals_table():
    code = {name: (set(move.sources), move.target, set(move.by)) for name, move in MOVES.items()}
    assert code == TABLE


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("capacity", Capacity)
def test_a_capacity_is_offered_the_moves_of_its_rows_and_no_other(status, capacity):
    offered = {move.name for move in permitted_moves(status, {capacity})}
    assert offered == {name for name, (sources, _, by) in TABLE.items() if status in sources and capacity in by}


def test_two_keys_resolve_a_complaint():
    assert all(MOVES[key].status_when_approved == Status.RESOLVED for key in ("accept", "verify"))


def test_what_begins_a_new_round_begins_fresh_clocks_at_the_next_head():
    afresh = {move.name for move in MOVES.values() if move.new_cycle}
    assert afresh == {"object", "appeal", "reinstate"}
    assert all(MOVES[name].contact is MOVES[name].report is Effect.STARTS for name in afresh)


def test_open_and_final_leave_only_resolved_which_waits_for_the_citizen():
    assert set(Status) - OPEN - FINAL == {Status.RESOLVED}


def brought_to(world, status):
    """Return a complaint of Ayesha that the services have brought to this status."""
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    match status:
        case Status.REJECTED:
            world.usman.does("reject", complaint, "09:05")
        case Status.WITHDRAWN:
            world.ayesha.does("withdraw", complaint, "09:05")
        case Status.MERGED:
            later = world.complaint("financial_crime", "09:02", station="gulberg")
            world.salma.does("merge", later, "09:05", into=complaint.etag)
            return later
    for name, who, details in WAY:
        if complaint.status in {status, *FINAL}:
            break
        at = clock("09:10")
        to = world.bilal if name == "mark" else None
        world.people[who].does(name, complaint, at, to=to, **details)
        if name == "ask_citizen" and status != Status.AWAITING_CITIZEN:
            world.ayesha.answers(complaint, at)
    assert complaint.status == status
    return complaint


WAY = [
    ("mark", "salma", {}),
    ("record_contact", "bilal", {}),
    ("ask_citizen", "bilal", {}),
    ("submit_report", "bilal", {"outcome": "relief_granted"}),
    ("accept", "farah", {}),
    ("verify", "salma", {"verdict": "satisfied"}),
    ("close", "ayesha", {}),
]


def is_permitted(complaint, name, person) -> bool:
    """Return whether the service permits the move to this person. A guard that refuses it does not count."""
    try:
        with transaction.atomic():
            by = person.acts_on(complaint) if person.name != "bashir" else Citizen(complainant_id=0)
            make_move(complaint_id=complaint.pk, name=name, by=by, at=clock("09:20"), words="Why.")
            transaction.set_rollback(True)
    except NotPermitted:
        return False
    except Refused:
        return True
    return True


@pytest.mark.slow
@pytest.mark.parametrize("status", Status)
def test_everybody_may_make_just_the_moves_of_their_capacities(world, status):
    complaint = brought_to(world, status)
    cast = UNMARKED if status in {Status.RECEIVED, Status.REJECTED, Status.WITHDRAWN, Status.MERGED} else MARKED
    wrong = []
    for who, capacities in cast.items():
        for name, (sources, _, by) in TABLE.items():
            ought = status in sources and bool(by & capacities)
            if who not in EACH_CAPACITY and status not in sources:
                continue  # Not permitted to anybody in this status; one person of each capacity tries it.
            if is_permitted(complaint, name, world.people[who]) != ought:
                wrong.append((who, name, "ought" if ought else "ought not"))
    assert wrong == []
