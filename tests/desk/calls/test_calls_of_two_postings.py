"""An operator with two postings: a call is saved under the posting under which it was opened."""

import re
from html import unescape

import pytest

from accounts.rules.roles import Role
from complaints.models import Call
from tests.desk.calls.test_call_list import claimed
from tests.desk.conftest import address
from tests.factories import PostingFactory

AT = "+1d 10:00"


@pytest.mark.slow
def test_a_call_is_saved_although_another_window_has_changed_the_posting(world, seat):
    multan = PostingFactory(officer=world.salma.officer, office=world.office("multan"), role=Role.COMPLAINT_OPERATOR)
    claimed(world)
    salma = seat(world.salma)
    salma.sends("/desk/posting/", AT, posting=world.salma.posting.pk)
    row = re.search(r'href="([^"]+/call/contact/[^"]*)"', salma.get("/desk/calls/", AT).content.decode())[1]
    html = salma.get(row, AT).content.decode()
    form = html.split("call-result")[1]
    action, seen = (re.search(pattern, form)[1] for pattern in (r'action="([^"]+)"', r'name="seen" value="(\d+)"'))
    salma.sends("/desk/posting/", AT, posting=multan.pk)
    answer = salma.sends(unescape(action), AT, seen=seen, result="not_reached", words="Her brother answered.")
    assert (answer.status_code, Call.objects.get().posting) == (302, world.salma.posting)


@pytest.mark.slow
def test_the_way_from_one_call_to_the_next_keeps_the_posting_too(world, seat):
    multan = PostingFactory(officer=world.salma.officer, office=world.office("multan"), role=Role.COMPLAINT_OPERATOR)
    first, second = claimed(world), claimed(world)
    salma, under = seat(world.salma), f"?as={world.salma.posting.pk}"
    html = salma.get(f"{address(first)}call/contact/{under}", AT).content.decode()
    skip = unescape(re.search(r'data-key="next" href="([^"]+)"', html)[1])
    salma.sends("/desk/posting/", AT, posting=multan.pk)
    assert salma.get(skip, AT).headers["Location"] == f"{address(second)}call/contact/{under}"


def test_with_one_posting_no_address_names_it(world, seat):
    complaint = claimed(world)
    html = seat(world.salma).get(f"{address(complaint)}call/contact/", AT).content.decode()
    assert f'action="{address(complaint)}call/contact/"' in html
    assert "?as=" not in html.split("call-result")[1]
