"""Every column that can hold personal text or numbers has a rule, and columns that must be emptied are emptied."""

import pytest
from django.apps import apps
from django.conf import settings as portal_settings
from django.db import models

from api.models import PartnerComplaint
from complaints.models import (
    Complainant,
    Decoy,
    Exclusion,
    Hearing,
    MissingChild,
    Naming,
    OutsideTransfer,
    Pressure,
    Statement,
    StationOrder,
)
from complaints.models.outside_authority import OutsideAuthority
from complaints.services.retention import anonymise_due
from ledger.encrypted_fields import SealedTextField
from tests.api.conftest import partner_named
from tests.evidence import samples
from tests.retention.columns import BOUNDED, ELSEWHERE, EMPTIED, NEVER
from tests.retention.lives import LATER, lived, settle
from tests.world import clock

HOLDS_NO_WORDS = (
    *(models.BooleanField, models.DateField, models.DurationField, models.TimeField, models.UUIDField),
    *(models.DecimalField, models.FloatField, models.IntegerField, models.ForeignKey),
)
MODELS = {model._meta.label: model for model in apps.get_models()}
EARLY = clock("09:00")
NOTHING = ("", b"", None, {}, [], "–", "Asia/Karachi")


def columns() -> set[str]:
    """Return `installable_app.Model.field` of every column with free text, that is, without a list of choices."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if not isinstance(field, HOLDS_NO_WORDS) and not field.choices
    }


def test_every_column_says_what_becomes_of_it():
    fates = [EMPTIED, BOUNDED, ELSEWHERE, NEVER]
    said = [name for fate in fates for name in fate]
    whole = {name.rpartition(".")[0] for name in columns()}
    covered = {name for name in columns() if name in said or name.rpartition(".")[0] in said}
    assert columns() - covered == set(), "say in tests/retention/columns.py what becomes of these, and see to it"
    assert [name for name in said if name not in columns() | whole] == [], "there are no such columns"
    assert len(said) == len(set(said)), "said twice"
    assert all(why for fate in fates for why in fate.values())


def sealed(row, **values) -> dict:
    """Return the values, encrypted for this row where its column is."""
    columns = {name: row._meta.get_field(name) for name in values}
    return {
        name: columns[name].seal(value, row.pk) if isinstance(columns[name], SealedTextField) else value
        for name, value in values.items()
    }


@pytest.fixture
def hers(world, settings, tmp_path):
    """Ayesha's ended complaint, with a value in every column that must be emptied."""
    where = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": where}
    settle("financial_crime")
    complaint = lived(world, photo=samples.photo())
    told = {"no_document_reason": "It burnt.", "secret_hash": "1", "duress_hash": "2", "time_zone": "Europe/London"}
    told |= {"duress_story": "The queue at the licence office"}
    for person in Complainant.objects.all():
        Complainant.objects.filter(pk=person.pk).update(**sealed(person, behalf_name="Zubeda", **told))
    Statement.objects.update(happened_about="at dusk", concerned={"name": "Qadirabadi"})
    for decoy in Decoy.objects.all():
        Decoy.objects.filter(pk=decoy.pk).update(**sealed(decoy, word_hash="3"))
    MissingChild.objects.create(complaint=complaint, name="Ayla", wearing="A green frock")
    salma, whose = world.salma.posting, {"complaint": complaint, "officer": world.usman.officer}
    mistaken = {"taken_back_at": EARLY, "taken_back_by": salma, "taken_back_why": "It was Qadir of the gate."}
    naming = Naming.objects.create(**whose, source="cell", named_at=EARLY, by=salma, why="Hers", **mistaken)
    Exclusion.objects.create(
        **whose, ground="name", naming=naming, since=EARLY, ended_at=EARLY, ended_why="Qadir it was."
    )
    given = {
        "written_at": EARLY,
        "written_by": salma,
        "given_at": EARLY,
        "due_at": clock("12:00"),
        "answered_at": EARLY,
    }
    Hearing.objects.create(naming=naming, cycle=0, gist="Of the box", answer="Not I", **given)
    settled = {"settled_at": EARLY, "settled_by": salma, "done": "I rang Zubeda."}
    Pressure.objects.create(complaint=complaint, reported_at=EARLY, due_at=EARLY, **settled)
    _sent_outside_and_ordered(world, complaint)
    references = {"reference": "PM-1", "consent_reference": "REC-77"}
    PartnerComplaint.objects.create(
        client=partner_named().client, complaint=complaint, registered_at=EARLY, **references
    )
    return complaint


def _sent_outside_and_ordered(world, complaint) -> None:
    """Add a file for an authority outside the police, and an order to an excluded station."""
    named = {"name_en": "Ombudsman (SAMPLE)", "name_ur": "محتسب", "address": "Lahore", "email": "o@example.org"}
    authority = OutsideAuthority.objects.create(**named, public_key="-", source="-", since=EARLY)
    OutsideTransfer.objects.create(
        complaint=complaint, authority=authority, with_identity=True, content=b"sealed", created_at=EARLY
    )
    StationOrder.objects.create(
        complaint=complaint, station=world.office("gulberg"), offence="379 PPC", place="Her shop", consent="asked",
        happened_on=EARLY.date(), asked_by=world.farah.posting, asked_at=EARLY,
    )  # fmt: skip


def test_what_is_to_be_emptied_holds_something_before_and_nothing_after(hers):
    assert [name for name in EMPTIED if not held(name)] == []
    assert anonymise_due(at=clock(LATER)) == 1
    assert [name for name in EMPTIED if held(name)] == []


def held(name: str) -> list:
    """Return the values of a column, or the rows of a model."""
    if name in MODELS:
        return list(MODELS[name]._default_manager.all())
    label, _, field = name.rpartition(".")
    found = MODELS[label]._default_manager.values_list(field, flat=True)
    values = [bytes(value) if isinstance(value, memoryview) else value for value in found]
    return [value for value in values if value not in NOTHING]
