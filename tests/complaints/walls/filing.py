"""Further steps of the state machine of exclusions: complaints are filed, answered again, recategorised and joined."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts.models import Office, Posting
from accounts.rules.ranks import Rank
from api.complaint_filing import register_from_api
from api.models import ApiClient
from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import create_client
from complaints.models import Complaint
from complaints.rules.actors import Citizen
from complaints.rules.exclusion.stated_posts import StatedPost
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Channel
from complaints.services import linking
from complaints.services.followup import (
    AnswerNotAllowed,
    IncidentPlaceAnswer,
    PersonsConcernedAnswer,
    record_answer,
)
from complaints.services.moves import make_move
from complaints.services.partner_notes import record_partner_status
from complaints.workflow.table import MOVES as TABLE
from ledger.service_exceptions import NotPermitted, Refused
from tests.complaints.walls.moving import Moving, nth, some

PARTNER = {"client": "partner-walls", "partner": "1787", "partner_ur": "1787"}
CATEGORIES = ("misbehaviour", "bribe_demand", "property_crime", "threats")
PLACES = ("gulberg", "garden_town", "")
DAYS = ("", "2026-11-22")
ACCUSED = (
    *({"rank": str(rank)} for rank in Rank),
    *({"post": str(post)} for post in StatedPost),
    *({"keep_from": "yes", "senior_possible": answer} for answer in ("", "no", "yes", "unknown")),
)
"""Descriptions of the officer: each rank, each post, or an unknown rank."""


@dataclass(frozen=True)
class Accusation:
    """Against whom a filed complaint is, without the portal's rule: the officers, and the path of their office."""

    complaint: int
    officers: frozenset[int]
    path: str


def accusation_of(complaint: Complaint, against: dict, *, at: datetime) -> Accusation:
    """Return the officers who hold the stated post on the line of the incident place, and the office that they head.

    An officer of unknown rank is anybody who heads an office up to the circle (not an SP) or up to the district.
    """
    if against.get("post") == "CPO_STAFF":
        staff = Posting.objects.current(at).filter(office__kind="central", is_head=False)
        return Accusation(complaint.pk, frozenset(staff.values_list("officer", flat=True)), NOWHERE)
    line = list(Office.objects.line_of(complaint.place).exclude(kind="central"))
    accused = against.get("post") or HEADED_BY.get(against.get("rank")) or UNKNOWN[against.get("senior_possible", "")]
    if accused == "PPO":
        office = Office.objects.central()
    else:
        kinds = ORDER[ORDER.index(KIND_OF[accused]) :]
        office = next((one for one in reversed(line) if one.kind in kinds), line[0])
    matching = [one for one in line if one.path.startswith(office.path)] if "keep_from" in against else [office]
    current = Posting.objects.current(at)
    officers = set(current.heads().filter(office__in=matching).values_list("officer", flat=True))
    if "rank" in against and office.kind == KIND_OF.get(accused):
        of_rank = current.filter(office__path__startswith=office.path, officer__rank=against["rank"])
        officers.update(of_rank.values_list("officer", flat=True))
    return Accusation(complaint.pk, frozenset(officers), office.path)


NOWHERE = "-"
"""The path of no office: a complaint against staff excludes only them, and nobody below them."""
ORDER = ("station", "circle", "division", "district", "region")
KIND_OF = {"SHO": "station", "SDPO": "circle", "DPO": "district", "RPO": "region"}
HEADED_BY = {
    **dict.fromkeys(("PC", "HC", "ASI", "SI", "IP"), "SHO"), **dict.fromkeys(("DSP", "ASP"), "SDPO"),
    **dict.fromkeys(("SP", "SSP"), "DPO"), **dict.fromkeys(("DIG", "ADDL_IG"), "RPO"), "IG": "PPO",
}  # fmt: skip
UNKNOWN = {"no": "SDPO", "": "DPO", "yes": "DPO", "unknown": "DPO"}


class Filing(Moving):
    """Adds complaints to those that every sequence begins with. `accused`: against whom each of them is."""

    def __init__(self):
        super().__init__()
        self.accused: list[Accusation] = []

    @rule(
        against=st.sampled_from(ACCUSED), category=st.sampled_from(CATEGORIES), station=st.sampled_from(PLACES),
        day=st.sampled_from(DAYS), by_partner=st.booleans(),
    )  # fmt: skip
    def file(self, against, category, station, day, by_partner=False):
        """Register a complaint. From this moment on the accused, and everybody below, must not see it."""
        self.wait(minutes=1)
        answers = {"station": station, "happened_on": day, **against}
        complaint = self._register(category, answers, by_partner=by_partner)
        self.ids.append(complaint.pk)
        self.accused.append(accusation_of(complaint, against, at=self.at))
        self._picture = None

    def _register(self, category: str, answers: dict, *, by_partner: bool) -> Complaint:
        """Register a complaint on the web, or through the API by a partner, who then pushes its status."""
        if not by_partner:
            return self.world.complaint(category, self.at, **answers)
        answers = {"category": category, "district": "lahore", "text": "He asked for money in my shop.", **answers}
        complaint = register_from_api(answers, channel=Channel.PARTNER, recorded_facts=PARTNER, at=self.at)
        self.push_partner_status(which=complaint.pk)
        return complaint

    @rule(which=some)
    def push_partner_status(self, which):
        """A partner writes how far it is with its own handling."""
        pk = which if which in self.ids else self._nth_id(which)
        names = {name: PARTNER[name] for name in ("partner", "partner_ur")}
        times = {"occurred_at": self.at, "at": self.at}
        with suppress(NotPermitted, Refused):  # it neither registered it nor got it by a referral, or it is anonymised
            record_partner_status(
                complaint_id=pk, client_id=PARTNER["client"], names=names, state="received", note="", **times
            )
        self._picture = None

    @rule(which=some, name=st.sampled_from(["refer_partner", "recall_partner"]))
    def refer_to_partner(self, which, name):
        """A monitor refers a matter to the partner by name, or withdraws that."""
        if not ApiClient.objects.filter(client_id=PARTNER["client"]).exists():
            rights = {"kind": ClientKind.PARTNER, "scopes": [Scope.PUSH_STATUS], "client_id": PARTNER["client"]}
            create_client(name_en="1787", name_ur="1787", **rights, at=self.at)
        complaint = self._nth_id(which)
        able = self.picture.able(complaint, TABLE[name].by)
        details = PARTNER if name == "refer_partner" else {}
        self.attempt(
            lambda by: make_move(complaint_id=complaint, name=name, by=by, at=self.at, words="Said.", details=details),
            able,
        )

    @rule(which=some, category=st.sampled_from(CATEGORIES))
    def recategorise(self, which, category):
        complaint = self._nth_id(which)
        able = self.picture.able(complaint, TABLE["recategorise"].by)
        details = {"category": category}
        self.attempt(
            lambda by: make_move(
                complaint_id=complaint, name="recategorise", by=by, at=self.at, words="Said.", details=details
            ),
            able,
        )

    @rule(which=some, other=some, merge=st.booleans())
    def merge_or_link(self, which, other, merge):
        """Join two complaints. A complaint into which another is merged is kept from the accused of both."""
        first, second = self._nth_id(which), self._nth_id(other)
        complaints, join = self.picture.complaints, linking.merge_complaint if merge else linking.link_complaints
        able = self.picture.able(first, TABLE["merge" if merge else "link"].by)

        def joins(by):
            with time_machine.travel(self.at, tick=False):
                join(complaints[first], typed_etag=complaints[second].etag, by=by, at=self.at, words="Said.")
            if merge:
                both = [one for one in self.accused if one.complaint in {first, second}]
                self.accused += [replace(one, complaint=pk) for one in both for pk in (first, second)]

        self.attempt(joins, able)

    @rule(which=some, against=st.sampled_from(ACCUSED), station=st.sampled_from(PLACES))
    def correct(self, which, against, station):
        """The complainant answers again: another rank or post, and another station. Nothing is opened by it."""
        complaint = self.picture.complaints[self._nth_id(which)]
        officer = {part: against[part] for part in ("rank", "post") if part in against}
        corrections = [PersonsConcernedAnswer(officer=officer), IncidentPlaceAnswer(station=station)]
        for answer in corrections if station else corrections[:1]:
            self.attempt(lambda by, answer=answer: self._answers(complaint.pk, answer, by), [
                Citizen(complaint.complainant_id)
            ])  # fmt: skip

    def _answers(self, complaint: int, answer, by) -> None:
        try:
            record_answer(complaint_id=complaint, answer=answer, by=by, at=self.at)
        except AnswerNotAllowed as why:
            raise Refused(Refusal.NOT_ASKED) from why

    def _nth_id(self, number: int) -> int:
        return nth(self.ids, number)
