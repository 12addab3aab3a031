"""The exclusions under any sequence of filings, answers, namings, transfers, promotions, leaves, moves and merges.

A complaint is hidden from an officer whom it names or whose post its complainant stated, from everybody with a posting
at or below an office that this officer heads, and from everybody at or below the office that it is against, from the
second in which it is filed. After each step, a hidden complaint is in none of their
querysets, gives them no capacity, is not held by them, and is in no message to them, neither in its context nor in its
text. At the end of each sequence some of them try every address, list, search, export and count.
"""

import csv
import io
import os
import re
from collections import defaultdict
from itertools import count, islice

import pytest
import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind, paths_from_root
from accounts.rules.roles import READING_ROLES
from complaints.models import Complaint, Exclusion
from complaints.queries.women_officers import women_officers_near
from complaints.rules.etag import draw_random_etag
from complaints.services import routing
from complaints.services.exclusion.message_recall import remove_hidden_complaints
from desk.queries.saved_views import count_complaints_in_views
from monitoring.board_access import may_see_board
from monitoring.queries import public_counts
from monitoring.queries.board import load_board
from notifications.models import Message
from notifications.rules.recipient_references import parse_reference
from tests.complaints.walls.doors import LISTS, Reader, of_api, of_file
from tests.complaints.walls.filing import ACCUSED, CATEGORIES, DAYS, PLACES, Filing
from tests.complaints.walls.moving import all_words, run, some
from tests.complaints.walls.sight import Sight
from tests.depth import DEEP
from tests.world import DAY

pytestmark = pytest.mark.slow

SEQUENCES = int(os.environ.get("FIREWALL_SEQUENCES", 2000)) if DEEP else 6
TRY, FILE, LOOK_AT = (1, 4, 4) if DEEP else (2, 13, 8)
"""At the end of a sequence, how many people try to see what is hidden from them, and how many pages of a complaint and
how many lists each of them tries. The pages and lists take turns."""


FORM_TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')
UNKNOWN_ETAG = draw_random_etag(2026, lambda below: 0)


class Firewall(Filing):
    turn, sight = count(), Sight()  # Shared by all sequences, so that every address is tried.

    def __init__(self):
        super().__init__()
        self.said: dict[int, tuple[dict, str]] = {}

    @initialize(whom=some)
    def two_of_three_complaints_name_somebody(self, whom):
        for which in (0, 1):
            self.name(which=which, whom=whom + which)

    @initialize(
        against=st.sampled_from(ACCUSED), category=st.sampled_from(CATEGORIES), station=st.sampled_from(PLACES),
        day=st.sampled_from(DAYS),
    )  # fmt: skip
    def somebody_complains_before_any_officer_acts(self, against, category, station, day):
        self.file(against=against, category=category, station=station, day=day)

    # --- after each step ------------------------------------------------------------------------------------------

    @invariant()
    def nobody_who_is_named_or_below_sees_holds_or_hears_of_it(self):
        type(self).steps += 1
        for pk, actor in self.picture.actors.items():
            assert self.sight.ids(actor, self.at) == self.picture.seen[pk]
        self._the_accused_and_those_below_see_nothing()
        self._nobody_acts_on_what_is_hidden()
        self._no_seat_shows_what_is_hidden_from_either()
        self._no_message_waits_for_them()

    def _the_accused_and_those_below_see_nothing(self) -> None:
        """Check the exclusions against what the complainants answered, whatever has happened to officers since."""
        picture = self.picture
        paths, headed = defaultdict(list), defaultdict(list)
        for posting in picture.postings:
            paths[posting.officer_id].append(posting.office.path)
            if posting.is_head:
                headed[posting.officer_id].append(posting.office.path)
        for one in self.accused:
            closed = [one.path, *(path for officer in one.officers for path in headed[officer])]
            for pk, actor in picture.actors.items():
                is_below = any(own.startswith(path) for own in paths[actor.officer_id] for path in closed)
                if is_below or actor.officer_id in one.officers:
                    assert one.complaint in picture.hidden[pk], (one, actor)

    def _nobody_acts_on_what_is_hidden(self) -> None:
        picture = self.picture
        for pk, actor in picture.actors.items():
            for complaint in picture.hidden[pk]:
                assert not picture.capacities(actor, complaint)
                row = picture.complaints[complaint]
                assert row.holder_id != pk or not row.is_open

    def _no_seat_shows_what_is_hidden_from_either(self) -> None:
        for seat in self.picture.seats:
            actor, seen = Actor.of(seat), self.picture.seen_in(seat)
            assert {one.pk for one in Complaint.objects.visible_to(actor, at=self.at)} == seen
            for pk in self.picture.hidden[seat.own_posting.pk] | self.picture.hidden[seat.head_posting.pk]:
                assert not self.picture.capacities(actor, pk)

    def _no_message_waits_for_them(self) -> None:
        for waiting in Message.objects.waiting().exclude(recipient__startswith="complainant:"):
            if (message := self._as_sent_now(waiting)) is None:
                continue
            hidden = self._hidden_from_the_reader(*parse_reference(message.recipient))
            if message.pk not in self.said or self.said[message.pk][0] != message.context:
                self.said[message.pk] = message.context, all_words(message)
            _, words = self.said[message.pk]
            assert not any(number in words for pk in hidden for number in self._numbers(pk))
            # Up to three are complaints, beyond that clocks and steps of escalation (sla/services/officer_notices.py).
            assert min(message.context.get("count", 0), 3) <= len(self.picture.complaints.keys() - hidden)

    def _as_sent_now(self, message: Message) -> Message | None:
        """Return the message, during a leave as the check at sending changes it. None if that gives it up."""
        kind, number = parse_reference(message.recipient)
        if kind != "posting" or number not in dict(self.picture.leaves):
            return message
        with transaction.atomic():
            is_left = remove_hidden_complaints(message, at=self.at)
            transaction.set_rollback(True)
        return message if is_left else None

    def _hidden_from_the_reader(self, kind: str, number: int) -> frozenset[int]:
        """Return what messages to a posting, an office or an officer must not contain."""
        picture = self.picture
        if kind == "officer":
            theirs = (picture.hidden[p.pk] for p in picture.postings if p.officer_id == number)
            return frozenset(pk for pk, named, _ in picture.walls if named == number).union(*theirs)
        if kind == "office":
            return picture.hidden.get(self._head_over(number), frozenset())
        reader = picture.readers.get(number)
        return picture.hidden[reader.pk] if reader else frozenset()

    def _head_over(self, office: int) -> int | None:
        heads = {posting.office.path: posting.pk for posting in self.picture.postings if posting.is_head}
        path = next((p.office.path for p in self.picture.postings if p.office_id == office), "punjab/")
        return next((heads[step] for step in reversed(paths_from_root(path)) if step in heads), None)

    def _numbers(self, pk: int) -> tuple[str, str, str]:
        complaint = self.picture.complaints[pk]
        return complaint.etag, complaint.spaced_etag, complaint.spaced_etag.replace(" ", "\u00a0")

    # --- at the end of a sequence ---------------------------------------------------------------------------------

    def at_the_end(self) -> None:
        self._districts_count_no_name()
        kept = [(posting, pk) for posting in self.picture.postings for pk in sorted(self.picture.hidden[posting.pk])]
        with time_machine.travel(self.at, tick=False):
            for number in range(min(TRY, len(kept))):
                posting, pk = kept[(next(self.turn) * 7 + number) % len(kept)]
                self._tries(Reader(posting, self.picture.actors[posting.pk]), pk)

    def _tries(self, reader: Reader, pk: int) -> None:
        """Check that every page answers 404, and that no list, export, search or board counts the complaint."""
        assert set(Complaint.objects.visible_to(reader.actor, at=self.at)) == self._seen_by(reader.posting)
        self._is_shut(reader, self.picture.complaints[pk].etag)
        hidden = [number for kept in self.picture.hidden[reader.posting.pk] for number in self._numbers(kept)]
        for _ in range(LOOK_AT):
            shown = reader.reads(LISTS[next(self.turn) % len(LISTS)])
            assert not any(etag in shown for etag in hidden)
        for seen in islice(sorted(self.picture.seen[reader.posting.pk]), LOOK_AT):
            etag = self.picture.complaints[seen].etag
            shown = reader.reads(f"/desk/complaints/{etag}/") + reader.reads(f"/desk/complaints/{etag}/others/")
            assert not any(number in shown for number in hidden)  # Linked and merged complaints, for example.
        self._api_tells_nothing(reader, self.picture.complaints[pk].etag, hidden)
        self._is_offered_for_nothing_hidden(reader.posting)
        if reader.actor.role in READING_ROLES:
            self._finds_only_what_it_sees(reader, pk)
        self._counts_only_what_it_sees(reader)

    def _api_tells_nothing(self, reader: Reader, etag: str, hidden: list[str]) -> None:
        """Check that an address of the API answers with public data alone, and about this complaint like about none."""
        path = (paths := of_api(etag))[next(self.turn) % len(paths)]
        answer, of_unknown = reader.knocks(path), reader.knocks(path.replace(etag, UNKNOWN_ETAG))
        assert answer.content == of_unknown.content
        needs_client = "/citizen/" in path or "/partner/" in path
        assert answer.status_code in ({401, 405} if needs_client else {200, 302, 404, 405}), path
        assert not any(number in answer.content.decode() for number in hidden)

    def _is_offered_for_nothing_hidden(self, posting: Posting) -> None:
        """Check that no form offers this posting for a complaint that is hidden from it."""
        central = next(actor for actor in self.picture.actors.values() if actor.office_kind is OfficeKind.CENTRAL)
        for pk in self.picture.hidden[posting.pk]:
            complaint = self.picture.complaints[pk]
            offered = routing.marking_candidates(complaint, by=central, at=self.at, is_remarking=True)
            assert posting.pk not in {one.pk for one in offered}
            assert posting.pk not in {one.pk for one in women_officers_near(complaint, at=self.at)}

    def _is_shut(self, reader: Reader, etag: str) -> None:
        """Check that the pages answer 404. Pages of moves may redirect to the complaint's page, which answers 404."""
        shut = {403, 404} if reader.actor.role not in READING_ROLES else {404}
        paths, first = of_file(etag), next(self.turn)
        for number in range(FILE):
            path = paths[(first * FILE + number) % len(paths)]
            led = {302} if path.endswith(("/note/", "/identity/")) else set()
            answer, of_unknown = reader.knocks(path), reader.knocks(path.replace(etag, UNKNOWN_ETAG))
            assert answer.status_code in shut | led
            shown, of_nothing = (FORM_TOKEN.sub("", one.content.decode()) for one in (answer, of_unknown))
            assert shown.replace(etag, UNKNOWN_ETAG) == of_nothing
            assert (answer.status_code, answer.headers) == (of_unknown.status_code, of_unknown.headers) or led
        assert reader.knocks(paths[first % len(paths)], words="Let me in.", act="name").status_code in shut | {405}

    def _finds_only_what_it_sees(self, reader: Reader, pk: int) -> None:
        seen = {complaint.etag for complaint in self._seen_by(reader.posting)}
        taken = reader.reads("/desk/office/rows.csv?status=all", all="1")
        rows = list(csv.reader(io.StringIO(taken.removeprefix("\ufeff"))))[1:]
        assert {row[0].replace(" ", "") for row in rows} == seen
        mine = reader.reads("/desk/rows.csv", all="1")
        found = reader.reads("/desk/search/?q=shop")
        for one in self.ids:
            etag, spaced, _ = self._numbers(one)
            assert (f"/{etag}/" in found) is (etag in seen)
            assert etag in seen or spaced not in mine
        etag, spaced, _ = self._numbers(pk)
        for typed in (etag, spaced):
            shown = reader.reads(f"/desk/search/?q={typed}")  # The two facts that the E-tag shows to everybody.
            assert f"/{etag}/" not in shown

    def _seen_by(self, posting: Posting) -> set[Complaint]:
        return {self.picture.complaints[pk] for pk in self.picture.seen[posting.pk]}

    def _counts_only_what_it_sees(self, reader: Reader) -> None:
        actor = reader.actor
        seen = self._seen_by(reader.posting)
        is_open = sum(complaint.is_open for complaint in seen)
        counted = count_complaints_in_views([{"status": "all"}, {"status": "open"}], actor=actor, at=self.at)
        assert [size.number for size in counted] == [len(seen), is_open]
        if may_see_board(actor):
            figures = load_board(actor, at=self.at)
            assert sum(figure.number for figure in figures.statuses.values()) == len(seen)
            assert figures.open.number == is_open
            assert figures.level is None or sum(row.open for row in (*figures.rows, *figures.above)) == is_open

    def _districts_count_no_name(self) -> None:
        """Check that public figures of a district are the same with and without complaints that have an exclusion."""
        excluded = set(Exclusion.objects.values_list("complaint", flat=True))
        told = [c for c in self.picture.complaints.values() if not (c.about_police or c.confidential)]
        counted = [c for c in told if c.pk not in excluded]
        rows = {row.district: row for row in public_counts.count_window(DAY.date(), self.at.date(), at=self.at)}
        assert (rows["lahore"].received if "lahore" in rows else 0) == len(counted)
        assert rows[""].received == len(self.ids)


def test_no_sequence_shows_a_complaint_to_whom_it_names_or_to_those_below(world):
    marked = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(marked, to=world.latif, at="09:10")
    conduct = world.complaint("bribe_demand", by="bashir", station="gulberg")
    world.salma.marks(conduct, to=world.dania, at="09:10")
    ids = [world.complaint("threats").pk, marked.pk, conduct.pk]
    run(Firewall, world, ids, examples=SEQUENCES)
