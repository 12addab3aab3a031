"""The firewall under any sequence of naming, taking back, transfer, promotion, acting charge, leave, marking and time.

After each step, for everybody who holds a post: what names them, or who heads an office at or above theirs, or is
against the station where they sit by any of their posts, is in no queryset and no figure, gives them no capacity, lies
with nobody of those, and waits for them in no message. At the end of each sequence they try every address.
"""

import os
from datetime import UTC, datetime, timedelta
from itertools import islice

import time_machine
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.actors import Actor
from accounts.models import Leave, Office, Officer, Posting
from accounts.queries.heads import responsible_head
from accounts.queries.postings import with_covers
from accounts.rules.offices import Kind
from accounts.rules.ranks import Rank
from accounts.rules.roles import READING_ROLES, Role
from accounts.services import refusals as of_postings
from accounts.services.postings import end_posting, post, transfer
from complaints.models import Complaint, Naming
from complaints.queries.queue import my_queue, office_queue
from complaints.rules.moves import MOVES as TABLE
from complaints.rules.naming import CORRECTORS, NAMERS
from complaints.services import addressees, facts, naming
from complaints.services.by_the_clock import mark_the_unmarked
from complaints.services.firewall import keep_all_clear
from complaints.services.moves import make_move
from complaints.services.refusals import NotPermitted, Overtaken, Refused
from monitoring.queries.board import board
from monitoring.services.sweeping import sweep
from notifications.models import Message
from tests.world import clock

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
EXAMPLES = int(os.environ.get("FIREWALL_SEQUENCES", settings.default.max_examples)) if DEEP else 6
OFFICES = ("punjab", "region_lahore", "lahore", "model_town", "gulberg_circle", "gulberg", "garden_town", "multan")
DETAILS = {"submit_report": {"outcome": "relief_granted"}, "verify": {"verdict": "not"}}
MOVES = (
    "begin",
    "try_contact",
    "submit_report",
    "accept",
    "verify",
    "return_report",
    "object",
    "re_mark",
    "mark",
    "forward",
)
MOVES_BY = {name: TABLE[name].by for name in MOVES}
TRIED = 4
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
ADDRESSES = ("", "officers/", "key/", "others/", "join/", "here/", "begin/")
some = st.integers(0, 10_000)


class Firewall(RuleBasedStateMachine):
    """`people`: everybody of the cast. A sequence runs in a savepoint that is rolled back at its end."""

    world, is_over = None, False

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.at = clock("11:00")

    @initialize(whom=some)
    def three_complaints_of_which_two_name_somebody(self, whom):
        world = self.world
        marked = world.complaint("financial_crime", station="gulberg")
        world.salma.marks(marked, to=world.latif, at="09:10")
        conduct = world.complaint("bribe_demand", by="bashir", station="gulberg")
        world.salma.marks(conduct, to=world.dania, at="09:10")
        self.ids = [world.complaint("threats").pk, marked.pk, conduct.pk]
        for which in (0, 1):
            self.name(which=which, whom=whom + which)

    def teardown(self):
        try:
            if hasattr(self, "ids"):
                self.is_over = True
                self.nobody_who_is_named_or_below_sees_holds_or_hears_of_it()
                self.every_address_is_shut()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # --- what happens ------------------------------------------------------------------------------------------

    @rule(which=some, whom=some)
    def name(self, which, whom):
        officer = self._one(Officer.objects.order_by("pk"), whom)
        able = self._able(complaint := self._complaint(which), NAMERS)
        self._try(
            lambda by: naming.name_officer(
                complaint_id=complaint.pk, officer_id=officer.pk, why="So it is said.", by=by, at=self.at
            ),
            able,
        )

    def _later(self, **passed):
        """Time passes; what waited in the outbox has gone out."""
        Message.objects.waiting().update(sent_at=self.at)
        self.at += timedelta(**passed)

    @rule(which=some)
    def take_back(self, which):
        if standing := list(Naming.objects.standing().order_by("pk")):
            named = standing[which % len(standing)]
            complaint = Complaint.objects.for_service().select_related("office", "place").get(pk=named.complaint_id)
            able = self._able(complaint, CORRECTORS)
            self._try(lambda by: naming.take_back(naming_id=named.pk, why="A namesake.", by=by, at=self.at), able)

    @rule(which=some, office=st.sampled_from(OFFICES), is_head=st.booleans(), minutes=st.integers(1, 90))
    def transfer(self, which, office, is_head, minutes):
        self._later(minutes=minutes)
        posting, to = self._one(self._postings(), which), Office.objects.get(code=office)
        is_head = is_head and posting.officer.rank is not None
        role = (
            Role.SUPERVISOR
            if is_head
            else Role(posting.role)
            if posting.role != Role.SUPERVISOR
            else Role.INQUIRY_OFFICER
        )
        self._try(lambda _: transfer(posting=posting, to=to, by=None, at=self.at, role=role, is_head=is_head), [None])

    @rule(which=some, office=st.sampled_from(OFFICES), minutes=st.integers(1, 90))
    def take_acting_charge(self, which, office, minutes):
        """Of an office whose head goes elsewhere."""
        self._later(minutes=minutes)
        officer, to = (
            self._one(Officer.objects.exclude(rank=None).order_by("pk"), which),
            Office.objects.get(code=office),
        )

        def charge(_):
            for head in Posting.objects.heads().current(self.at).filter(office=to):
                end_posting(posting=head, by=None, at=self.at)
            post(officer=officer, office=to, role=Role.SUPERVISOR, by=None, at=self.at, is_head=True, acting=True)

        self._try(charge, [None])

    @rule(which=some, rank=st.sampled_from([Rank.SI, Rank.IP, Rank.DSP, Rank.SP, Rank.DIG]))
    def promote(self, which, rank):
        officer = self._one(Officer.objects.exclude(rank=None).order_by("pk"), which)
        officer.rank = rank
        officer.save(update_fields=["rank"])

    @rule(which=some, cover=some)
    def go_on_leave(self, which, cover):
        away, other = self._one(self._postings(), which), self._one(self._postings(), cover)
        if away.pk != other.pk and not Leave.objects.current(self.at).filter(posting=away).exists():
            self._later(minutes=1)
            Leave.objects.create(
                posting=away, cover=other, starts_at=self.at, ends_at=self.at + timedelta(days=3), set_at=self.at
            )
            keep_all_clear(at=self.at)  # the clock's, every minute

    @rule(which=some, move=st.sampled_from(MOVES), to=some, minutes=st.integers(1, 600))
    def move(self, which, move, to, minutes):
        """Whoever may make it makes it; what is marked goes to one of those whom the form offers."""
        self._later(minutes=minutes)
        complaint = self._complaint(which)
        for by in self._able(complaint, MOVES_BY[move], most=2):
            self._try(lambda by: self._make(complaint, move, to, by), [by])

    def _make(self, complaint, move, to, by):
        goes_to = None
        if move in {"mark", "re_mark"}:
            offered = addressees.candidates(complaint, by=by, at=self.at)
            goes_to = offered[to % len(offered)].pk if offered else None
        if move == "forward":
            goes_to = Office.objects.get(code=OFFICES[to % len(OFFICES)]).pk
        make_move(
            complaint_id=complaint.pk, name=move, by=by, at=self.at, words="Said.", to=goes_to,
            details=DETAILS.get(move, {}),
        )  # fmt: skip

    @rule(hours=st.integers(1, 24 * 12))
    def let_time_pass(self, hours):
        self._later(hours=hours)
        mark_the_unmarked(at=self.at)
        sweep(at=self.at)
        keep_all_clear(at=self.at)

    # --- what must hold ----------------------------------------------------------------------------------------

    @invariant()
    def nobody_who_is_named_or_below_sees_holds_or_hears_of_it(self):
        if not hasattr(self, "ids"):
            return
        complaints, walls = self._complaints(), self._walls()
        for posting in self._postings():
            hidden = self._hidden_from(posting, walls)
            if not hidden and not self.is_over:
                continue  # whom nothing is kept from is asked at the end
            actor = Actor.of(posting)
            expected = {c.pk for c in complaints if c.pk not in hidden and self._is_in_scope(c, actor)}
            assert set(Complaint.objects.visible_to(actor, at=self.at).values_list("pk", flat=True)) == expected
            for complaint in complaints:
                if complaint.pk in hidden:
                    assert not facts.capacities_of(actor, complaint, at=self.at)
                    assert complaint.holder_id != posting.pk or not complaint.is_open
        self._no_message_waits_for_them(complaints, walls)

    def _no_message_waits_for_them(self, complaints, walls):
        spoken_of = {c.pk: (c.etag, c.spaced_etag) for c in complaints}
        for message in Message.objects.waiting().exclude(recipient__startswith="complainant:"):
            reader = self._reader(*message.recipient.split(":"))
            told = {message.context.get("etag"), *message.context.get("etags", ())}
            assert reader is None or not any(told & {*spoken_of[pk]} for pk in self._hidden_from(reader, walls))

    def _reader(self, kind, number) -> Posting | None:
        """Who reads what is sent to a posting or an office: on leave, the cover."""
        if kind == "office":
            return responsible_head(Office.objects.get(pk=number), at=self.at)
        leave = Leave.objects.current(self.at).filter(posting=number).with_people().first()
        posting = Posting.objects.current(self.at).with_people().filter(pk=number).first()
        return leave.cover if leave and posting and leave.cover.is_current(self.at) else posting

    def every_address_is_shut(self):
        """In their own words: 404 everywhere, and no list, file of rows or board that counts it."""
        complaints, walls = {c.pk: c for c in self._complaints()}, self._walls()
        kept = [(posting, pk) for posting in self._postings() for pk in sorted(self._hidden_from(posting, walls))]
        with time_machine.travel(self.at, tick=False):
            for posting, pk in kept[:: max(1, len(kept) // TRIED)]:
                actor, complaint = Actor.of(posting), complaints[pk]
                self._is_shut(posting, actor, complaint)
                for rows in (my_queue(actor, at=self.at), office_queue(actor, at=self.at, status="all")):
                    assert complaint.etag not in {row["etag"] for row in rows}
                seen = Complaint.objects.visible_to(actor, at=self.at)
                assert sum(figure.number for figure in board(actor, at=self.at).statuses.values()) == seen.count()

    def _is_shut(self, posting, actor, complaint):
        for rest in ADDRESSES:
            path = f"/desk/complaints/{complaint.etag}/{rest}"
            view, args, kwargs = resolve(path)
            request = RequestFactory().get(path)
            request.user, request.posting, request.actor, request.postings = posting.officer, posting, actor, [posting]
            try:
                status = view(request, *args, **kwargs).status_code
            except Http404:
                status = 404
            # A move's address leads whoever looks at it to the file, and the file is not there.
            assert status == 404 or (rest == "begin/" and status == 302) or actor.role not in READING_ROLES

    # --- said once more, without any of the portal's own rules ---------------------------------------------------

    def _walls(self) -> list[tuple[int, int, list[str]]]:
        """Of each name that stands: the complaint, the officer, and the paths of the offices that they head now.

        And whoever is posted now at the station that a conduct complaint is against, whatever else they hold.
        """
        columns = "officer", "office__path", "starts_at", "ends_at"
        heads = list(Posting.objects.filter(is_head=True).values_list(*columns))
        against = [c for c in self._complaints() if c.about_police and c.place.kind == Kind.STATION]
        staff = [(c.pk, p.officer_id, []) for c in against for p in self._postings() if p.office_id == c.place_id]
        return staff + [
            (
                complaint,
                named,
                [p for who, p, start, end in heads if who == named and start <= self.at < (end or FOREVER)],
            )
            for complaint, named in Naming.objects.filter(taken_back_at=None).values_list("complaint", "officer")
        ]

    def _hidden_from(self, posting, walls) -> set[int]:
        return {
            complaint
            for complaint, named, headed in walls
            if named == posting.officer_id or any(posting.office.path.startswith(path) for path in headed)
        }

    def _is_in_scope(self, complaint, actor) -> bool:
        if actor.role not in READING_ROLES:
            return False
        within = complaint.office.path.startswith(actor.office_path) or complaint.holder_id in actor.covers
        return within and not (actor.role is Role.CLERK and complaint.confidential)

    # --- who there is --------------------------------------------------------------------------------------------

    def _try(self, act, actors):
        """Each in a savepoint: what is refused has not happened."""
        for by in actors:
            try:
                with transaction.atomic():
                    act(by)
            except (NotPermitted, Refused, Overtaken, of_postings.Refused):
                continue

    def _able(self, complaint, capacities, *, most=1) -> list[Actor]:
        """The first of those who may act so, the CPO's first."""
        actors = (Actor.of(posting) for posting in sorted(self._postings(), key=lambda p: p.office.path))
        able = (actor for actor in actors if facts.capacities_of(actor, complaint, at=self.at) & capacities)
        return list(islice(able, most))

    def _postings(self):
        return list(with_covers(Posting.objects.current(self.at).with_people(), at=self.at).order_by("pk"))

    def _complaints(self):
        related = "office", "place__parent", "policy", "category"
        return list(Complaint.objects.for_service().select_related(*related).filter(pk__in=self.ids).order_by("pk"))

    def _complaint(self, which):
        return self._one(self._complaints(), which)

    @staticmethod
    def _one(rows, which):
        rows = list(rows)
        return rows[which % len(rows)]


def test_no_sequence_shows_a_complaint_to_whom_it_names_or_to_those_below(world):
    class InThisWorld(Firewall):
        pass

    InThisWorld.world = world
    run_state_machine_as_test(
        InThisWorld,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
