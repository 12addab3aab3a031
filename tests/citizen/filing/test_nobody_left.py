"""A complaint against the Inspector General: the complainant learns before and after who can open it."""

import pytest

from complaints.models import OutsideTransfer
from notifications.models import Message
from tests.citizen.conftest import Visitor, path_of, registered, words
from tests.citizen.filing.test_whom import LAST, at_whom, says_yes
from tests.citizen.test_receipt import text_of
from tests.complaints.test_outside_authority import SAMPLE, authority, nasir  # noqa: F401

NOBODY = "No police office can open your complaint."
NOT_SET = "No authority outside the police has been named"
IGP = {"officer_station": "gulberg", "post": "PPO"}


def files_against_the_igp(visitor: Visitor, **last):
    """File on the web. Return the last page before the button, the complaint, and the path of its receipt."""
    key = at_whom(visitor, "misbehaviour")
    says_yes(visitor, key, **IGP)
    page = words(visitor.get(f"/complain/{key}/reach/"))
    answer = visitor.posts(f"/complain/{key}/reach/", **LAST, **last)
    return page, registered()[-1], path_of(answer)


def test_without_an_authority_the_remedies_stand_before_the_button_and_behind_the_key(world, ayesha):
    before, complaint, path = files_against_the_igp(ayesha)
    receipt = words(ayesha.get(path))
    mine = words(ayesha.get(f"/track/{complaint.etag}/mine/"))
    for page in (before, receipt, mine):
        assert NOBODY in page
        assert NOT_SET in page
        assert "Justice of the Peace" in page
    assert "Thank you for your feedback" not in receipt
    assert "is being assigned to an officer" not in mine


def test_with_an_authority_its_name_stands_there_and_what_became_of_the_file(world, authority, ayesha):  # noqa: F811
    before, complaint, path = files_against_the_igp(ayesha)
    for page in (before, words(ayesha.get(path))):
        assert SAMPLE["name_en"] in page
        assert NOT_SET not in page
    mine = words(ayesha.get(f"/track/{complaint.etag}/mine/"))
    assert SAMPLE["name_en"] in mine
    assert "Without your name: The e-mail with the link is being sent." in mine


def test_in_urdu_the_name_is_urdu(world, authority, bashir):  # noqa: F811
    before, _, _ = files_against_the_igp(bashir)
    assert SAMPLE["name_ur"] in before


@pytest.mark.slow
def test_one_button_sends_the_name_afterwards(world, authority, ayesha):  # noqa: F811
    _, complaint, _ = files_against_the_igp(ayesha)
    path = f"/track/{complaint.etag}/mine/outside/"
    assert path in ayesha.get(f"/track/{complaint.etag}/mine/").content.decode()
    Visitor().posts(path)
    assert OutsideTransfer.objects.count() == 1
    ayesha.posts(path)
    assert sorted(OutsideTransfer.objects.values_list("with_identity", flat=True)) == [False, True]
    assert path not in ayesha.get(f"/track/{complaint.etag}/mine/").content.decode()
    ayesha.posts(path)
    assert OutsideTransfer.objects.count() == 2


def test_neither_ticket_nor_message_nor_the_public_page_says_it(world, authority, ayesha):  # noqa: F811
    _, complaint, receipt = files_against_the_igp(ayesha)
    pages = [Visitor().get(receipt), Visitor().get(f"/track/{complaint.etag}/")]
    texts = [page.content.decode() for page in pages] + [text_of(ayesha.get(f"{receipt[:-1]}.pdf").content)]
    texts += [str(message.context) for message in Message.objects.filter(recipient__startswith="complainant:")]
    for text in texts:
        assert SAMPLE["name_en"] not in text
        assert NOBODY not in text


@pytest.mark.parametrize("post", ["SHO", "RPO"])
def test_where_an_office_is_left_there_is_no_such_notice(world, authority, ayesha, post):  # noqa: F811
    key = at_whom(ayesha, "misbehaviour")
    says_yes(ayesha, key, officer_station="gulberg", post=post)
    assert NOBODY not in words(ayesha.get(f"/complain/{key}/reach/"))
