"""Random histories, read after every step by everybody: no sentence ever changes, and each agrees with its event.

The readers: the desk's timeline and the printed record, the complainant's page, the petition, and frozen dossiers, in
English or Urdu. In between, officers are promoted and transferred, and offices, officers, categories and the posts of
heads are renamed. The expected values are recorded at each step from the rows at that moment, not from the events.
"""

import json
import os
import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import documents
from accounts.models import Office, Officer, Posting
from accounts.rules.office_rows import OfficeListRow
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.office_import import import_offices
from accounts.services.officers import change_officer_record, promote_officer
from accounts.services.postings import end_posting
from citizen.complaint_page import citizen_timeline, petition_view
from citizen.queries import own_complaint
from citizen.queries.petition_record import load_petition_record
from complaints.models import Category, Complaint, Event
from complaints.rules.statuses import Status
from complaints.services import linking
from complaints.services.administration.category_texts_and_policies import save_category_texts
from complaints.services.automatic_moves import (
    close_unanswered_resolutions,
    end_expired_pauses,
    mark_unmarked_complaints,
)
from complaints.workflow.table import KINDS
from desk.complaint import record_pdf, timeline
from desk.formatting import post_of
from desk.queries import complaint_details
from ledger.service_exceptions import NotPermitted, Refused
from reviews.desk import dossier_pdf
from reviews.models import Flag
from reviews.queries.review_details import parse_dossier_of_flag
from tests.complaints.test_random_histories import takes_a_step
from tests.depth import DEEP
from tests.documents.reading import words
from tests.factories import PostingFactory
from tests.monitoring.reviews.lives import flag_all
from tests.world import Person, clock

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("HISTORIES", settings.default.max_examples)) if DEEP else 8
CELLS = ("multan", "lahore", "faisalabad", "rawalpindi", "gujranwala")
CATEGORIES = ("property_crime", "threats", "financial_crime", "bribe_demand", "land_grab")
SAY_TO_WHOM = {
    *("mark", "auto_mark", "forward", "re_mark", "keep_away", "pass_by", "object", "appeal", "reinstate"),
    *("return_report", "posting_ended", "handed_over"),
}
CODES = (*CELLS, "gulberg_circle", "gulberg", "model_town", "garden_town", "punjab")
NAMED = ("bilal", "dania", "salma", "nadia", "farah", "kamran", "sana", "usman")
NOT_SHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A history takes seconds: to shrink one takes longer than to read which sentence is wrong."""

steps = st.lists(st.tuples(st.integers(0, 999), st.integers(1, 60 * 30)), min_size=5, max_size=14)


@dataclass
class NamesThen:
    """All names at one moment: people by officer, offices and categories by code."""

    people: dict[int, str]
    offices: dict[str, str]
    categories: dict[str, str]

    @classmethod
    def now(cls) -> "NamesThen":
        models = ((Officer, "pk"), (Office, "code"), (Category, "code"))
        return cls(*({getattr(one, key): one.name for one in model.objects.all()} for model, key in models))


@dataclass
class Life:
    """One complaint in the making, and what was read of it before.

    By event number, `rows`: the complaint right after it, `titles`: rank and name of the actor, and `then`: all names
    at that time.
    """

    world: object
    complaint: Complaint
    other: Complaint
    rows: dict[int, dict] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    then: dict[int, "NamesThen"] = field(default_factory=dict)
    renamed: int = 0
    read: dict[str, list] = field(default_factory=dict)

    def stands(self) -> dict:
        row = Complaint.objects.unscoped("test").select_related(
            "office", "category", "holder__officer", "holder__office"
        )
        row = row.get(pk=self.complaint.pk)
        holder = row.holder
        return {
            "office": row.office.name,
            "holder": f"{holder.officer.title} ({post_of(holder)})" if holder else "",
            "category": row.category.name,
        }

    def steps(self, act) -> None:
        """Do something. If it makes one event, keep the row after it as the row of that event."""
        before = self.complaint.head.__class__.objects.get(pk=self.complaint.pk).seq
        try:
            with transaction.atomic():
                act()
        except (NotPermitted, Refused):
            pass
        self.complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
        made = list(self.complaint.events.filter(seq__gt=before).select_related("posting__officer"))
        self.titles |= {one.seq: one.posting.officer.title for one in made if one.posting_id}
        if len(made) == 1:
            self.rows[before + 1] = self.stands()

    def promotes(self, at) -> None:
        """Promote somebody who can rise by one rank."""
        for who, rank in (("bilal", Rank.DSP), ("dania", Rank.SP), ("farah", Rank.SSP)):
            officer = Officer.objects.get(pk=self.world.people[who].officer.pk)
            if officer.rank != rank:
                promote_officer(officer=officer, rank=rank, by=None, at=at)
                return

    def renames(self, choice: int, at) -> None:
        """Rename an office and its head's post, an officer, or a category that the complaint may have."""
        match choice % 3:
            case 0:
                self.renames_offices([CODES[choice % len(CODES)]], at)
            case 1:
                self.renames_officer(NAMED[choice % len(NAMED)], at)
            case 2:
                self.renames_category(CATEGORIES[choice % len(CATEGORIES)], at)

    def renames_all(self, at) -> None:
        self.renames_offices(CODES, at)
        for name in NAMED:
            self.renames_officer(name, at)
        for code in CATEGORIES:
            self.renames_category(code, at)

    def renames_offices(self, codes, at) -> None:
        rows = []
        for office in Office.objects.select_related("parent", "routes_to").filter(code__in=codes):
            values = {name: getattr(office, name) for name in ("kind", "certainty", "source")} | self.new_names()
            values |= {name: getattr(getattr(office, name), "code", "") for name in ("parent", "routes_to")}
            values["head_title"] = "RPO" if office.head_title == "INCHARGE" else "INCHARGE"
            rows.append(OfficeListRow(len(rows), office.code, **values))
        assert not import_offices(rows=rows, by=None, at=at).errors

    def renames_officer(self, name: str, at) -> None:
        change_officer_record(officer=self.world.people[name].officer, by=None, at=at, **self.new_names())

    def renames_category(self, code: str, at) -> None:
        category, names = Category.objects.get(code=code), self.new_names()
        category.name_en, category.name_ur = names["name_en"], names["name_ur"]
        save_category_texts(category, by=None, at=at)

    def new_names(self) -> dict[str, str]:
        self.renamed += 1
        return {"name_en": f"Newname{self.renamed:03}", "name_ur": f"نیانام{self.renamed:03}"}

    def forwards(self, choice: int, at) -> None:
        office = self.world.office(CELLS[choice % len(CELLS)])
        for operator in (self.world.salma, self.world.sana, self.world.nadia):
            self.steps(lambda who=operator: who.does("forward", self.complaint, at, to_id=office.pk))

    def recategorises(self, choice: int, at) -> None:
        code = CATEGORIES[choice % len(CATEGORIES)]
        self.steps(lambda: self.world.nadia.does("recategorise", self.complaint, at, category=code))

    def links(self, at) -> None:
        joined = {"typed_etag": self.other.etag, "by": self.world.nadia.actor, "words": "One gang."}
        self.steps(lambda: linking.link_complaints(self.complaint, at=at, **joined))

    def transfers(self, at) -> None:
        """Transfer Bilal to another office; his complaints pass on."""
        bilal = self.world.bilal
        self.steps(lambda: end_posting(posting=bilal.posting, by=None, at=at))
        office = self.world.office("garden_town" if bilal.posting.office.code != "garden_town" else "gulberg_circle")
        posting = PostingFactory(officer=bilal.officer, office=office, role=Role.INQUIRY_OFFICER, starts_at=at)
        self.world.people["bilal"] = Person("bilal", Posting.objects.with_people().get(pk=posting.pk))


def lives(life: Life, history) -> None:
    at = clock("09:00")
    for number, (choice, minutes) in enumerate(history):
        if number == 2:
            life.renames_all(at + timedelta(minutes=1))
        at += timedelta(minutes=minutes + 1)
        match choice % 7:
            case 0 | 1 if life.complaint.status == Status.RECEIVED and number < 4:
                life.forwards(choice, at)
            case 2:
                life.recategorises(choice, at)
            case 4 | 5 if choice % 2:
                life.renames(choice // 7, at)
            case 3 if choice % 2:
                life.links(at)
            case 3 if choice % 4:
                life.transfers(at)
            case 3:
                life.promotes(at)
            case _:
                life.steps(lambda at=at, choice=choice: takes_a_step(life.world, life.complaint, choice, at))
        if number % 3 == 2:
            for job in (mark_unmarked_complaints, end_expired_pauses, close_unanswered_resolutions):
                job(at=at)
            flag_all(at)
            life.complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
        reads_all(life, at)
    life.transfers(at + timedelta(minutes=1))
    for minutes in (2, 3, 4):
        life.promotes(at + timedelta(minutes=minutes))
    life.renames_all(at + timedelta(minutes=5))
    reads_all(life, at + timedelta(minutes=6))


def reads_all(life: Life, at) -> None:
    """Let everybody read. What they had read before must be unchanged, word for word."""
    new = [seq for seq in life.complaint.events.values_list("seq", flat=True) if seq not in life.then]
    life.then |= dict.fromkeys(new, NamesThen.now())
    now = {"desk": desk(life), "citizen": citizen(life, at), "petition": on_petition(life), **dossiers(life)}
    for reader, said in now.items():
        had = life.read.get(reader, [])
        changed = [(before, after) for before, after in zip(had, said, strict=False) if before != after]
        assert not changed, f"{reader} read {changed[0][0]} and now reads {changed[0][1]}"
        assert len(said) >= len(had), reader
    assert on_record(life, at) == now["desk"]
    life.read = now
    says_what_the_events_state(life, now["desk"])
    names_the_office_of_the_moment(life)


def history_for(life: Life):
    found = complaint_details.load_complaint(life.world.zara.actor, life.complaint.etag)
    return complaint_details.visible_history(found, life.world.zara.actor)


def desk(life: Life) -> list:
    history = history_for(life)
    entries = timeline.timeline_entries(history, complaint_details.load_history_names(history))
    return [(entry["when"], entry["sentence"], entry["words"]) for entry in entries]


def on_record(life: Life, at) -> list:
    """Return what the record's page prints for the same officer, before it becomes a PDF."""
    zara, request = life.world.zara, RequestFactory().get("/")
    request.actor, request.posting = zara.actor, zara.posting
    found = complaint_details.load_complaint(zara.actor, life.complaint.etag)
    timeline_of_record = record_pdf._record_facts(request, found, at=at).timeline
    return [(one.when, one.what, one.words) for one in timeline_of_record]


def citizen(life: Life, at) -> list:
    return [
        entry["sentence"]
        for entry in citizen_timeline.citizen_timeline_entries(
            own_complaint.load_own_complaint(life.complaint.pk), now=at
        )
    ]


def on_petition(life: Life) -> list:
    """Leave out the column for the source: her answer may come later and changes it."""
    return [
        (one.when, one.what, one.office)
        for one in petition_view.petition_facts(own_complaint.load_own_complaint(life.complaint.pk)).timeline
    ]


def flags(life: Life):
    related = "dossier", "breach__complaint__category", "review__officer"
    return Flag.objects.filter(breach__complaint=life.complaint, dossier__isnull=False).select_related(*related)


def dossiers(life: Life) -> dict[str, list]:
    found = {f"dossier {one.pk}": dossier_pdf.dossier_pdf_facts(parse_dossier_of_flag(one)) for one in flags(life)}
    return {name: [one.officer, one.facts[1], *one.custody, *one.events] for name, one in found.items()}


def says_what_the_events_state(life: Life, said: list) -> None:
    """The sentence names the actor, the recipient, nobody else, and both categories."""
    history = history_for(life)
    postings = Posting.objects.with_people().in_bulk()
    names = {name for then in life.then.values() for name in then.people.values()}
    code = history[0].facts["category"]
    for one, (_, sentence, _) in zip(history, said, strict=True):
        row = life.rows.get(one.seq)
        may_stand = {one.posting_id, one.holder_id, one.notified_id, one.speaker_id} - {None}
        named = {name for name in names if re.search(rf"\b{name}\b", sentence)}
        then = life.then[one.seq]
        assert named <= {then.people[postings[pk].officer_id] for pk in may_stand}, sentence
        if one.posting_id and one.seq in life.titles:
            assert life.titles[one.seq] in sentence, f"{life.titles[one.seq]} is not in: {sentence}"
        if one.kind == "recategorise":
            before, after = then.categories[code], then.categories[one.facts["category"]]
            for name in (before, after):  # Urdu opens quotations with the mark that closes them in English
                quoted = f"“{name}”" in sentence or f"”{name}“" in sentence
                assert quoted, f"“{name}” is not in: {sentence}"
        code = one.facts.get("category", code)
        if row is None:
            continue
        assert row["category"] == then.categories[code]
        if one.is_passed_on or (one.kind in SAY_TO_WHOM and one.kind != "return_report"):
            is_kept = one.kind == "return_report" and one.holder_id == one.posting_id
            to = row["holder"] or row["office"]
            assert to in sentence or is_kept, f"{to} is not in: {sentence}"
        if one.kind == "link":
            assert life.other.spaced_etag in sentence


def names_the_office_of_the_moment(life: Life) -> None:
    """Check the complainant's page and the petition for each event after which somebody else has the complaint."""
    opened = own_complaint.load_own_complaint(life.complaint.pk)
    told = [event for event in opened.events if KINDS[event.kind].sentences.citizen is not None]
    facts = [
        fact.event
        for fact in load_petition_record(opened).facts
        if KINDS[fact.event.kind].sentences.petition is not None
    ]
    said = [*zip(told, life.read["citizen"], strict=True)]
    said += [(event, one[1]) for event, one in zip(facts, life.read["petition"], strict=True)]
    for event, sentence in said:
        if event.seq in life.rows and own_complaint.changes_holder(event):
            office = life.rows[event.seq]["office"]
            assert office in sentence, f"{office} is not in: {sentence}"


def dossiers_say_what_the_events_state(life: Life) -> None:
    for flag in flags(life):
        evidence = parse_dossier_of_flag(flag)
        events = {event.seq: event for event in Event.objects.filter(complaint=life.complaint)}
        for told, line in zip(evidence.body["events"], dossier_pdf.dossier_pdf_facts(evidence).events, strict=True):
            event = events[told["seq"]]
            state = json.loads(event.body)["facts"].get("state", {})
            assert line.what.startswith(str(KINDS[event.kind].sentences.review))
            assert (told["posting"], told["mac"]) == (event.posting_id, bytes(event.mac).hex())
            then = life.then[event.seq]
            if event.posting_id:
                assert then.people[event.posting.officer_id] in line.what
            if "to" in told:
                assert then.offices[told["to"]["office"]] in line.what
                assert told["to"]["posting"] == state["holder"]
                assert told["to"]["office"] == life.world.office(told["to"]["office"]).code
                assert life.world.office(told["to"]["office"]).pk == state["office"]


def the_paper_says_the_same(life: Life) -> None:
    """Check that the record as PDF has the texts of the desk's page."""
    entries = [documents.RecordEntry(when, sentence, "", "") for when, sentence, _ in life.read["desk"]]
    facts = {"category": "", "status": "", "printed": "", "facts": (), "words": "", "person": (), "hidden": ""}
    made = documents.make_record(
        documents.RecordFacts(etag=life.complaint.spaced_etag, exhibits=(), timeline=tuple(entries), **facts), "en"
    )
    printed = words(made)
    for _, sentence, _ in life.read["desk"]:
        plain = sentence.replace("\u2068", "").replace("\u2069", "")
        assert " ".join(plain.split()) in printed, plain


def test_no_sentence_changes_and_each_says_what_its_event_states(world):
    cast = dict(world.people)

    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow], deadline=None, phases=NOT_SHRUNK)
    @given(st.sampled_from(["en", "ur"]), steps)
    def in_any_history(language, history):
        world.people.update(cast)
        with transaction.atomic(), translation.override(language):
            other = world.complaint("financial_crime", "08:00", by="bashir")
            complaint = world.complaint("financial_crime", "09:00", station="gulberg")
            life = Life(world, complaint, other)
            lives(life, history)
            dossiers_say_what_the_events_state(life)
            if language == "en":  # a PDF returns the presentation forms of Urdu letters
                the_paper_says_the_same(life)
            transaction.set_rollback(True)

    in_any_history()
