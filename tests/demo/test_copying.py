"""Copied complaints: each is complete, and no two are the same."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from complaints.models import Complainant, Complaint, Event
from complaints.rules.statuses import OPEN
from complaints.services.log.log_seals import seal_events
from demo.copying import bulk_writing, complaint_patterns
from demo.copying.copy_gap_values import EtagNumbers
from tests.demo.conftest import END

pytestmark = pytest.mark.slow


def multiply(number: int) -> None:
    random = Random(5)
    found = complaint_patterns.read_patterns(number=1000, at=now())
    mix = bulk_writing.PatternMix(found, open_share=0.5, overdue_share=0.4, random=random)
    assert (
        sum(bulk_writing.write_copies_of_mix(mix, number=number, spread=timedelta(days=700), random=random)) == number
    )


def test_copies_hold_together_as_the_lived_ones_do(demo):
    before = Complaint.objects.unscoped("test").count()
    multiply(400)
    while seal_events(at=now()):
        pass
    call_command("verify_history")  # exits where anything is wrong
    everyone = Complaint.objects.unscoped("test")
    assert everyone.count() == before + 400
    assert Event.objects.filter(at__gt=now()).count() == 0
    assert everyone.filter(status__in=OPEN, due_at__lte=now()).count() > 40
    assert everyone.filter(received_at__lt=END - timedelta(days=400)).count() > 40


def test_no_two_copies_have_one_telephone_or_say_the_same(demo):
    last = Complaint.objects.unscoped("test").order_by("pk").last().pk
    multiply(300)
    copies = Complaint.objects.unscoped("test").filter(pk__gt=last)
    phones = Complainant.objects.filter(complaint__in=copies).exclude(phone_index=b"").values_list("phone_index")
    assert len(phones) == len(set(phones)) > 100
    texts = Counter(copies.values_list("statement__text", flat=True))
    assert max(texts.values()) <= 2


def test_a_number_that_is_there_already_is_passed_over(monkeypatch):
    monkeypatch.setattr("demo.copying.copy_gap_values.secrets.randbelow", lambda _: 0)
    free = EtagNumbers()
    first, second = free.draw(2026), free.draw(2026)
    assert EtagNumbers([first]).draw(2026) == second
