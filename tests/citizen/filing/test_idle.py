"""A citizen leaves a page unattended for longer than a session lasts."""

import uuid

from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint, Draft
from tests.citizen.conftest import TOLD, Visitor, words
from tests.citizen.filing.conftest import CONFIDENTIAL


def begun(visitor: Visitor, category: str = TOLD["category"]) -> str:
    """Fill in the first two pages at nine."""
    key = draft_address(uuid.uuid4())
    assert visitor.posts("/complain/", "09:00", key=key, category=category).status_code == 302
    assert visitor.posts(f"/complain/{key}/where/", "09:00", district="lahore").status_code == 302
    return key


def test_ayesha_goes_on_in_the_afternoon_without_her_session(world, ayesha):
    key = begun(ayesha)
    ayesha.client.cookies.clear()
    assert ayesha.posts(f"/complain/{key}/what/", "15:00", text=TOLD["text"]).status_code == 302
    assert TOLD["text"] in words(ayesha.get(f"/complain/{key}/what/", "15:01"))
    ayesha.posts(f"/complain/{key}/whom/", "15:02", keep_from="no")
    last = {name: TOLD[name] for name in ("reach", "phone", "language", "checked")}
    assert ayesha.posts(f"/complain/{key}/reach/", "15:02", **last).status_code == 302
    assert Complaint.objects.unscoped("test").get().statement.text == TOLD["text"]


def test_bashir_is_told_that_a_confidential_one_is_over_and_gets_his_words_back(world, bashir):
    """In Urdu. Such a draft opens for half an hour without activity, and only in the browser that began it."""
    key = begun(bashir, CONFIDENTIAL)
    answer = bashir.posts(f"/complain/{key}/what/", "09:45", text=TOLD["text"])
    assert answer.status_code == 410
    assert TOLD["text"] in words(answer)
    assert "اس صفحے کی مدت ختم ہو چکی ہے" in words(answer)
    assert Draft.objects.get().complaint is None
