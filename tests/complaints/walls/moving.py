"""The steps of both state machines: postings, promotions, leaves and acts on complaints, in any order."""

import gc
import json
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from accounts.actors import Actor
from accounts.models import Leave, Office, Officer, Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services import staff_refusals as of_postings
from accounts.services.postings import create_posting, end_posting, transfer_officer
from complaints.models import Complaint, Naming, NarrowingRequest
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.naming_permissions import CORRECTORS, NAMERS
from complaints.services import routing
from complaints.services.automatic_moves import mark_unmarked_complaints
from complaints.services.exclusion import lapse, narrowing, officer_naming
from complaints.services.exclusion.exclusion_enforcement import enforce_all_exclusions
from complaints.services.moves import make_move
from complaints.workflow.table import MOVES as TABLE
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from sla.services.sweeping import sweep
from tests.complaints.walls.picture import Picture
from tests.factories import OfficerFactory, PostingFactory
from tests.world import World, clock

OFFICES = ("punjab", "region_lahore", "lahore", "model_town", "gulberg_circle", "gulberg", "garden_town", "multan")
RANKS = (Rank.SI, Rank.IP, Rank.DSP, Rank.SP, Rank.DIG)
DETAILS = {"submit_report": {"outcome": "relief_granted"}, "verify": {"verdict": "not"}}
MOVES = (
    *("begin", "try_contact", "record_contact", "leave_unconfirmed", "submit_report", "accept", "verify"),
    *("return_report", "object", "re_mark", "mark", "forward", "note"),
)
TO_SOMEBODY = {"mark", "re_mark"}
some = st.integers(0, 10_000)


class Moving(RuleBasedStateMachine):
    """A state machine whose sequences run in a savepoint that is rolled back. `ids`: the complaints, created once."""

    world: World
    ids: list[int]
    steps = sequences = 0

    def __init__(self):
        super().__init__()
        self.ids = list(self.ids)  # Complaints that a sequence files are its own.
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.at: datetime = clock("11:00")
        self._picture: Picture | None = None
        self._before: Picture | None = None
        type(self).sequences += 1

    def teardown(self):
        try:
            self.at_the_end()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def at_the_end(self) -> None:
        """Run the slower checks, once for each sequence."""

    @property
    def picture(self) -> Picture:
        """Return the present state; read it again after each change."""
        if self._picture is None:
            self._picture = self._before = Picture(self.ids, self.at, self._before)
        return self._picture

    def attempt(self, act, actors=(None,)) -> None:
        """Run each step in a savepoint, so that a refused one has no effect."""
        for by in actors:
            try:
                with transaction.atomic():
                    act(by)
            except (NotPermitted, Refused, Overtaken, of_postings.StaffChangeRefused):
                continue
            finally:
                self._picture = None

    def wait(self, **passed) -> None:
        """Let time pass, and send the messages in the outbox."""
        Message.objects.waiting().update(sent_at=self.at)
        self.at += timedelta(**passed)
        self._picture = None

    # --- steps ----------------------------------------------------------------------------------------------------

    @rule(which=some, whom=some)
    def name(self, which, whom):
        complaint = nth(self.ids, which)
        officer = nth(Officer.objects.order_by("pk").values_list("pk", flat=True), whom)
        self.attempt(
            lambda by: officer_naming.name_officer(
                complaint_id=complaint, officer_id=officer, why="So it is said.", by=by, at=self.at
            ),
            self.picture.able(complaint, NAMERS),
        )

    @rule(which=some, approves=st.booleans())
    def take_back(self, which, approves):
        """Ask to withdraw a name. Perhaps two operators of the CPO approve it, and a day passes."""
        if standing := list(Naming.objects.standing().order_by("pk").values_list("pk", "complaint")):
            pk, complaint = nth(standing, which)
            able = self.picture.able(complaint, CORRECTORS)
            self.attempt(
                lambda by: officer_naming.withdraw_naming(naming_id=pk, why="A namesake.", by=by, at=self.at), able
            )
            request = NarrowingRequest.objects.awaiting_approval().filter(complaint=complaint).first()
            if request and approves:
                central = {"office": Office.objects.central(), "role": Role.COMPLAINT_OPERATOR}
                second = Actor.of(PostingFactory(officer=OfficerFactory(), **central))
                self.attempt(
                    lambda by: narrowing.approve_narrowing(request_id=request.pk, by=by, at=self.at),
                    [*self.picture.able(complaint, {Capacity.CELL}), second],
                )
                self.wait(hours=25)
                narrowing.end_narrowed_exclusions(at=self.at)

    @rule()
    def let_names_lapse(self):
        self.wait(hours=73)
        lapse.end_lapsed_names(at=self.at)

    @rule(which=some, office=st.sampled_from(OFFICES), is_head=st.booleans(), minutes=st.integers(1, 90))
    def transfer(self, which, office, is_head, minutes):
        self.wait(minutes=minutes)
        posting, to = nth(self.picture.postings, which), Office.objects.get(code=office)
        is_head = is_head and posting.officer.rank is not None
        was = Role.INQUIRY_OFFICER if posting.role == Role.SUPERVISOR else Role(posting.role)
        role = Role.SUPERVISOR if is_head else was
        self.attempt(
            lambda _: transfer_officer(posting=posting, to=to, by=None, at=self.at, role=role, is_head=is_head)
        )

    @rule(which=some, office=st.sampled_from(OFFICES), minutes=st.integers(1, 90))
    def take_acting_charge(self, which, office, minutes):
        """Take acting charge of an office whose head leaves."""
        self.wait(minutes=minutes)
        officer = nth(Officer.objects.exclude(rank=None).order_by("pk"), which)
        to = Office.objects.get(code=office)

        def charge(_):
            for head in Posting.objects.heads().current(self.at).filter(office=to):
                end_posting(posting=head, by=None, at=self.at)
            create_posting(
                officer=officer, office=to, role=Role.SUPERVISOR, by=None, at=self.at, is_head=True, acting=True
            )

        self.attempt(charge)

    @rule(which=some, rank=st.sampled_from(RANKS))
    def promote(self, which, rank):
        officer = nth(Officer.objects.exclude(rank=None).order_by("pk").values_list("pk", flat=True), which)
        Officer.objects.filter(pk=officer).update(rank=rank)
        self._picture = None

    @rule(which=some, cover=some)
    def go_on_leave(self, which, cover):
        away, other = nth(self.picture.postings, which), nth(self.picture.postings, cover)
        if away.pk != other.pk and not Leave.objects.current(self.at).filter(posting=away).exists():
            self.wait(minutes=1)
            span = {"starts_at": self.at, "ends_at": self.at + timedelta(days=3), "set_at": self.at}
            Leave.objects.create(posting=away, cover=other, **span)
            enforce_all_exclusions(at=self.at)  # The periodic job, every minute.

    @rule(which=some, move=st.sampled_from(MOVES), to=some, minutes=st.integers(1, 600))
    def move(self, which, move, to, minutes):
        """Let a person who may make the move make it; a marking goes to one of the postings that the form offers."""
        self.wait(minutes=minutes)
        complaint = self.picture.complaints[nth(self.ids, which)]
        able = self.picture.able(complaint.pk, TABLE[move].by, most=2)
        self.attempt(lambda by: self._make(complaint, move, to, by), able)

    def _make(self, complaint: Complaint, move: str, to: int, by) -> None:
        goes_to = None
        if move in TO_SOMEBODY:
            offered = routing.marking_candidates(complaint, by=by, at=self.at, is_remarking=move == "re_mark")
            goes_to = nth(offered, to).pk if offered else None
        if move == "forward":
            goes_to = Office.objects.get(code=nth(OFFICES, to)).pk
        make_move(
            complaint_id=complaint.pk, name=move, by=by, at=self.at, words="Said.", destination_id=goes_to,
            details=DETAILS.get(move, {}),
        )  # fmt: skip

    @rule(hours=st.integers(1, 24 * 12))
    def let_time_pass(self, hours):
        self.wait(hours=hours)
        mark_unmarked_complaints(at=self.at)
        sweep(at=self.at)
        enforce_all_exclusions(at=self.at)


def run(machine: type[Moving], world: World, ids: list[int], *, examples: int) -> None:
    """Run this many sequences of at most twelve steps, and print their number (`pytest -s`)."""
    in_this_world = type(machine.__name__, (machine,), {"world": world, "ids": ids})
    wanted = settings(
        max_examples=examples, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    gc.freeze()  # Existing objects stay alive, so the garbage collector can skip them.
    run_state_machine_as_test(in_this_world, settings=wanted)
    print(f"{machine.__name__}: {in_this_world.sequences} sequences, {in_this_world.steps} steps")


def all_words(message: Message) -> str:
    """Return the context of a message, and its text by SMS and by letter in both languages."""
    said = [json.dumps(message.context, ensure_ascii=False)]
    for language in ("en", "ur"):
        words = render_message(message.template, message.context, address=Address(language=language))
        said += [words.subject, words.text, words.letter, words.html]
    return "\n".join(said)


def nth(rows, number: int):
    """Return one of the items for any drawn number."""
    rows = list(rows)
    return rows[number % len(rows)]
