"""Protected identities and hearings, under any sequence of changes of officers and complaints.

Only the complaint cell can read the name, CNIC, phone, e-mail and address of a protected complainant, and a monitor of
the Central Police Office on the single page for which a reason was entered. After each step no message and no summary
of a hearing contains them. Wherever anybody else looks, between the steps and at the end of each sequence, no page,
list, search, export or PDF contains them. Where they may be read, they are shown.
"""

import os
from itertools import count

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import READING_ROLES, Role
from complaints.models import Event, Hearing, Naming
from complaints.queries.hearing_lookup import hearings_awaiting_consent
from complaints.rules.actors import Citizen
from complaints.rules.capacities import Capacity
from complaints.rules.refusals import Refusal
from complaints.services import officer_hearings
from complaints.services.followup import AnswerNotAllowed, ProtectionAnswer, record_answer
from ledger.service_exceptions import Refused
from notifications.models import Message
from tests.complaints.walls.doors import LISTS, Reader, of_file
from tests.complaints.walls.moving import Moving, all_words, run, some
from tests.complaints.walls.secrets import NIGAR, TAHIRA, WAQAR
from tests.depth import DEEP
from tests.documents.reading import words as on_paper

pytestmark = pytest.mark.slow

SEQUENCES = int(os.environ.get("IDENTITY_SEQUENCES", 2000)) if DEEP else 6
LOOK_AT = 2 if DEEP else 4
WHOSE = (TAHIRA, TAHIRA, NIGAR, WAQAR)
"""By complaint. The first two are of one person, and only the first of them is protected from the beginning."""
GISTS = 4  # How many spellings are tried at a time.
GIST = "It is said that you asked for money."
WHY = "She is to be rung about a threat."


class Identity(Moving):
    turn = count()  # Shared by all sequences, so that every address is tried.

    def __init__(self):
        super().__init__()
        self.read: set[int] = set()  # Messages, whose text never changes.

    @initialize(whom=some)
    def the_one_about_torture_names_somebody(self, whom):
        self.name(which=2, whom=whom)

    # --- steps ----------------------------------------------------------------------------------------------------

    @rule(which=some, spelling=some)
    def lay_a_gist_before_the_officer(self, which, spelling):
        """The holder writes a summary for the officer. A summary that identifies the complainant is never accepted."""
        if not (standing := list(Naming.objects.standing().order_by("pk").values_list("pk", "complaint"))):
            return
        naming, complaint = standing[which % len(standing)]
        able = self.picture.able(complaint, frozenset({Capacity.HOLDER}))
        spellings = WHOSE[self.ids.index(complaint)].spellings
        told = [spellings[(spelling + number) % len(spellings)] for number in range(GISTS)]
        for gist in (*(f"{GIST} Ask {one}." for one in told), GIST):
            self.attempt(lambda by, gist=gist: self._lay(naming, gist, by), able)

    def _lay(self, naming: int, gist: str, by) -> None:
        officer_hearings.write_hearing_summary(naming_id=naming, gist=gist, by=by, at=self.at)
        assert gist == GIST

    @rule(which=some)
    def agree_to_it(self, which):
        if waiting := list(hearings_awaiting_consent().order_by("pk").values_list("pk", "naming__complaint")):
            pk, complaint = waiting[which % len(waiting)]
            able = self.picture.able(complaint, frozenset({Capacity.MONITOR, Capacity.CELL}))
            self.attempt(
                lambda by: officer_hearings.approve_hearing(hearing_id=pk, words="Warned at noon.", by=by, at=self.at),
                able,
            )

    @rule(which=some)
    def answer_it(self, which):
        if given := list(Hearing.objects.filter(given_at__isnull=False).order_by("pk").select_related("naming")):
            one = given[which % len(given)]
            officer = one.naming.officer_id
            self.attempt(
                lambda _: officer_hearings.answer_hearing(
                    hearing_id=one.pk, words="No.", officer_id=officer, at=self.at
                )
            )

    @rule(which=some, protected=st.booleans())
    def ask_for_protection_or_lift_it(self, which, protected):
        """The complainant asks for protection; only the complaint cell can lift it."""
        complaint = self.picture.complaints[self.ids[which % len(self.ids)]]
        cell = self.picture.able(complaint.pk, frozenset({Capacity.CELL}))

        def say(by):
            try:
                record_answer(
                    complaint_id=complaint.pk, answer=ProtectionAnswer(protected=protected), by=by, at=self.at
                )
            except AnswerNotAllowed as why:
                raise Refused(Refusal.NOT_ASKED) from why

        self.attempt(say, [Citizen(complaint.complainant_id)] if protected else cell)

    @rule(who=some, which=some, door=some)
    def look(self, who, which, door):
        """A random reader opens a random page."""
        self._looks(self._reader(who), which, door)

    @rule(who=some, which=some)
    def reveal(self, who, which):
        """Only this response shows the identity, and only to a monitor of the Central Police Office."""
        reader, complaint = self._reader(who), self.picture.complaints[self.ids[which % len(self.ids)]]
        with time_machine.travel(self.at, tick=False):
            answer = reader.knocks(f"/desk/complaints/{complaint.etag}/identity/", words=WHY)
        monitor = reader.actor.role is Role.MONITOR and reader.actor.office_kind is OfficeKind.CENTRAL
        is_theirs = monitor and complaint.identity_is_protected and complaint.pk in self.picture.seen[reader.posting.pk]
        told = WHOSE[self.ids.index(complaint.pk)].stand_in(answer.content.decode())
        assert (answer.status_code == 200 and bool(told)) is is_theirs
        assert is_theirs or not told

    # --- invariants -----------------------------------------------------------------------------------------------

    @invariant()
    def nothing_that_reaches_an_officer_tells_who_it_is(self):
        type(self).steps += 1
        for message in Message.objects.waiting().exclude(recipient__startswith="complainant:"):
            if message.pk not in self.read:
                self.read.add(message.pk)
                self._tells_of_nobody(all_words(message))
        for gist, answer in Hearing.objects.values_list("gist", "answer"):
            self._tells_of_nobody(gist + answer)

    def at_the_end(self) -> None:
        for body in Event.objects.filter(complaint__in=self.ids).values_list("body", flat=True):
            self._tells_of_nobody(body)
        for _ in range(LOOK_AT):
            turn = next(self.turn)
            self._looks(self._reader(turn * 5), turn, turn * 3)
            self._searches(self._reader(turn * 7), turn)
            self._opens(self._reader(turn * 11), turn)

    def _looks(self, reader: Reader, which: int, door: int) -> None:
        """Open a page of a complaint or a list: it shows no protected person, except to the complaint cell."""
        complaint = self.picture.complaints[self.ids[which % len(self.ids)]]
        paths = [*of_file(complaint.etag), *LISTS, *self._of_hearings(reader, complaint.pk)]
        path = paths[door % len(paths)]
        with time_machine.travel(self.at, tick=False):
            answer = reader.knocks(path)
        body = b"".join(answer)
        text = on_paper(body) if body.startswith(b"%PDF") else body.decode()
        if reader.actor.role is Role.COMPLAINT_OPERATOR:
            self._tells_only_of(self.picture.seen[reader.posting.pk], text)
        else:
            seen = self.picture.seen[reader.posting.pk]
            self._tells_only_of({pk for pk in seen if not self.picture.complaints[pk].identity_is_protected}, text)

    @staticmethod
    def _of_hearings(reader: Reader, complaint_id: int) -> list[str]:
        mine = Hearing.objects.filter(naming__officer=reader.posting.officer_id).values_list("pk", flat=True)
        etags = Naming.objects.filter(complaint=complaint_id).values_list("complaint__etag", "pk")
        officers = [f"/desk/complaints/{etag}/officers/{pk}/" for etag, pk in etags]
        return [*(f"/desk/answers/{pk}/" for pk in mine), *officers]

    def _opens(self, reader: Reader, which: int) -> None:
        """Open the complaint, its PDF and the export: only readers with the right see the identity."""
        complaint = self.picture.complaints[self.ids[which % len(self.ids)]]
        secrets, seen = WHOSE[self.ids.index(complaint.pk)], complaint.pk in self.picture.seen[reader.posting.pk]
        knows = reader.actor.role is Role.COMPLAINT_OPERATOR or not complaint.identity_is_protected
        with time_machine.travel(self.at, tick=False):
            file = reader.knocks(f"/desk/complaints/{complaint.etag}/")
            paper = reader.knocks(f"/desk/complaints/{complaint.etag}/record.pdf")
            taken = reader.reads("/desk/office/rows.csv?status=all", all="1")
        assert bool(secrets.stand_in(file.content.decode())) is (seen and knows)
        if seen:
            assert bool(secrets.stand_in(on_paper(paper.content))) is knows
        self._tells_of_nobody(taken)

    def _searches(self, reader: Reader, which: int) -> None:
        """Search by number. Only permitted readers find the complaint; others find another one of the same person."""
        if reader.actor.role not in READING_ROLES:
            return
        secrets = WHOSE[which % len(WHOSE)]
        complaints = [c for pk, c in self.picture.complaints.items() if WHOSE[self.ids.index(pk)] is secrets]
        knows = reader.actor.role is Role.COMPLAINT_OPERATOR
        with time_machine.travel(self.at, tick=False):
            by_phone, by_document = (
                reader.reads("/desk/search/", q=number) for number in (secrets.phone, secrets.document_number)
            )
            by_name = reader.reads(f"/desk/search/?q={secrets.name.split()[1]}")
            beside = [(c, reader.reads(f"/desk/complaints/{c.etag}/others/")) for c in complaints]
        for complaint in complaints:
            seen = complaint.pk in self.picture.seen[reader.posting.pk]
            found = seen and (knows or not complaint.identity_is_protected)
            for rows in (by_phone, by_document):
                assert (f"/{complaint.etag}/" in rows) is found
            assert f"/{complaint.etag}/" not in by_name
            for other, page in beside:  # A link between two complaints of one person identifies both.
                joined = found and (knows or not other.identity_is_protected)
                assert joined or other is complaint or complaint.etag not in page

    # --- helps ----------------------------------------------------------------------------------------------------

    def _reader(self, who: int) -> Reader:
        posting = self.picture.postings[who % len(self.picture.postings)]
        return Reader(posting, self.picture.actors[posting.pk])

    def _tells_of_nobody(self, text: str) -> None:
        self._tells_only_of((), text)

    def _tells_only_of(self, open_ones, text: str) -> None:
        known = {WHOSE[self.ids.index(pk)] for pk in open_ones}
        told = [trace for secrets in {*WHOSE} - known for trace in secrets.stand_in(text)]
        assert not told


def test_no_sequence_tells_who_brings_a_protected_complaint(world):
    asked = world.in_inquiry(**TAHIRA.answers, protected=True)
    plain = world.complaint("threats", **TAHIRA.answers)
    torture = world.complaint("custodial_torture", station="gulberg", **NIGAR.answers)
    world.nadia.marks(torture, to=world.dania, at="09:10")
    world.dania.records_contact(torture, "09:30")
    world.ayesha.says("in_person", torture, "10:00")
    bribe = world.complaint("bribe_demand", station="garden_town", **WAQAR.answers)
    world.nadia.marks(bribe, to=world.farah, at="09:10")
    run(Identity, world, [one.pk for one in (asked, plain, torture, bribe)], examples=SEQUENCES)
