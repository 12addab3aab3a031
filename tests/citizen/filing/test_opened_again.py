"""Every complaint that was filed on the pages opens again for its owner, however they can be reached."""

import itertools

import pytest

from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS
from tests.citizen.conftest import Visitor, code_sent, path_of, registered, words
from tests.citizen.filing.conftest import WORD

CATEGORIES = (
    "property_crime", "missing_child", "illegal_detention", "bribe_demand", "gender_harassment", "custodial_torture",
    "suggestion", "other",
)  # fmt: skip
CONTACTS = {
    "phone": {"reach": "phone"},
    "e-mail": {"reach": "email", "phone": "", "email": "ayesha@example.com"},
    "secret word": {"reach": "secret", "phone": "", "secret": WORD},
    "secret word and phone": {"reach": "secret", "secret": WORD},
    "anonymous": {"reach": "anonymous", "phone": "", "secret": WORD},
}
KEPT_OUT = {"nobody": {}, "an SHO": {"officer_station": "gulberg", "post": "SHO"}}
WAYS = [
    (category, contact, kept_out)
    for category, contact, kept_out in itertools.product(CATEGORIES, CONTACTS, KEPT_OUT)
    if contact != "anonymous" or category in MAY_BE_ANONYMOUS
]


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize(("category", "contact", "kept_out"), WAYS)
def test_what_was_filed_on_the_pages_opens_in_another_browser(world, category, contact, kept_out):
    told = CONTACTS[contact] | KEPT_OUT[kept_out] | {"category": category}
    filed = Visitor().files(**told)
    assert filed.status_code == 302
    (complaint,) = registered()
    assert complaint.category.code == category
    if "secret" in told:
        opens_by_key(complaint, WORD)
        return
    elsewhere, page = Visitor(), f"/track/{complaint.etag}/"
    elsewhere.posts(f"{page}code/ask/", "09:05", reached_at=told.get("email", "0300 1112233"))
    assert path_of(elsewhere.posts(f"{page}code/", "09:06", code=code_sent())) == f"{page}mine/"
    assert complaint.spaced_etag in words(elsewhere.get(f"{page}mine/", "09:07"))


def opens_by_key(complaint, word: str) -> None:
    """Open the complaint by its secret word in a browser that never saw it."""
    elsewhere = Visitor()
    answer = elsewhere.posts(f"/track/{complaint.etag}/key/", "09:05", key=word)
    assert path_of(answer) == f"/track/{complaint.etag}/mine/"
    assert complaint.spaced_etag in words(elsewhere.get(f"/track/{complaint.etag}/mine/", "09:06"))
