"""The check page: every answer stands there before the complaint is registered, each with its way back."""

import re
from html import unescape

import pytest

from complaints import evidence
from complaints.queries.uploaded_files import FileOwner
from tests.citizen.conftest import TOLD, path_of, registered, words
from tests.citizen.filing.conftest import CONFIDENTIAL, WORD, at_the_last_page, begins, draft_of, tells
from tests.evidence import samples
from tests.world import clock

REACH = {"reach": "phone", "phone": "0300 1112233", "language": "en"}
SECRET = {"reach": "secret", "secret": WORD, "language": "en"}


def hidden_fields(answer) -> dict[str, str]:
    """Return the fields that the check page sends again."""
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode())
    return {name: unescape(value) for name, value in inputs if name != "csrfmiddlewaretoken"}


def at_the_check_page(visitor, **contact):
    key = at_the_last_page(visitor)
    return key, visitor.posts(f"/complain/{key}/reach/", **(REACH | contact))


def test_every_answer_stands_there_with_its_way_back_and_nothing_is_registered_yet(world, ayesha):
    key, answer = at_the_check_page(ayesha, under_18="on", behalf="relative", behalf_consent="given", country="GB")
    page, said = answer.content.decode(), words(answer)
    assert "Check your answers" in said
    for step in ("kind", "where", "what", "whom", "reach"):
        assert f'name="change" value="{step}"' in page
    for told in ("Fraud, cheque or document crime", "Lahore", TOLD["text"], "No officer or office"):
        assert told in said
    for told in ("+92 300 1112233", "English"):
        assert told in said
    for told in ("You are under 18.", "For a relative", "The person agrees", "United Kingdom"):
        assert told in said
    assert registered() == []
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **hidden_fields(answer))) == f"/complaint/{key}/receipt/"
    (complaint,) = registered()
    assert complaint.complainant.under_18
    assert complaint.complainant.behalf == "relative"


def test_the_whole_story_stands_there(world, ayesha):
    key = begins(ayesha)
    story = "\n".join(f"On day {day} he came back." for day in range(1, 60))
    tells(ayesha, key, district="lahore", text=story, keep_from="no")
    page = unescape(ayesha.posts(f"/complain/{key}/reach/", **REACH).content.decode())
    assert story in page


def test_files_are_listed_by_name(world, ayesha):
    key = at_the_last_page(ayesha)
    sound = samples.film("ogg", video="", audio="libopus")
    told = {"name": "note.ogg", "media_type": "audio/ogg", "size": len(sound)}
    evidence.upload_whole_file(owner=FileOwner(draft_id=draft_of(key).pk), parts=[sound], at=clock("09:00"), **told)
    assert "note.ogg" in words(ayesha.posts(f"/complain/{key}/reach/", **REACH))


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("kind", {"category": "threats"}),
        ("where", {"district": "multan"}),
        ("what", {"text": "It was the shutter of the shop."}),
        ("whom", {"keep_from": "unknown"}),
    ],
)
def test_a_change_returns_to_the_check_page_and_keeps_the_rest(world, ayesha, step, change):
    key, answer = at_the_check_page(ayesha)
    fields = hidden_fields(answer)
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **fields, change=step)) == f"/complain/{key}/{step}/"
    assert path_of(ayesha.posts(f"/complain/{key}/{step}/", **change)) == f"/complain/{key}/reach/"
    answer = ayesha.get(f"/complain/{key}/reach/")
    assert "Check your answers" in words(answer)
    assert hidden_fields(answer)["phone"] == REACH["phone"]
    ayesha.posts(f"/complain/{key}/reach/", **hidden_fields(answer))
    assert len(registered()) == 1


def test_contact_details_are_changed_on_their_own_page(world, ayesha):
    key, answer = at_the_check_page(ayesha)
    fields = hidden_fields(answer)
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **fields, change="reach")) == f"/complain/{key}/reach/"
    page = ayesha.get(f"/complain/{key}/reach/")
    assert "How can we contact you safely?" in words(page)
    assert page.context["form"]["phone"].value() == REACH["phone"]


def test_it_is_there_in_the_other_language(world, ayesha):
    key, answer = at_the_check_page(ayesha)
    switch = answer.context["other_language"]["url"]
    assert switch == f"/ur/complain/{key}/reach/"
    page = ayesha.get(switch)
    assert TOLD["text"] in page.content.decode()
    assert hidden_fields(page)["checked"] == "1"


def test_the_secret_word_goes_along_and_is_neither_shown_nor_stored(world, ayesha):
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    answer = ayesha.posts(f"/complain/{key}/reach/", **SECRET)
    assert WORD not in words(answer)
    assert WORD not in str(draft_of(key).answers)
    assert hidden_fields(answer)["secret"] == WORD
    ayesha.posts(f"/complain/{key}/reach/", **hidden_fields(answer))
    assert registered()[0].complainant.has_secret


def test_after_a_change_the_secret_word_is_asked_again(world, ayesha):
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    fields = hidden_fields(ayesha.posts(f"/complain/{key}/reach/", **SECRET))
    ayesha.posts(f"/complain/{key}/reach/", **fields, change="what")
    assert path_of(tells(ayesha, key, text="He beats me and the children.")) == f"/complain/{key}/reach/"
    page = ayesha.get(f"/complain/{key}/reach/")
    assert "How can we contact you safely?" in words(page)
    assert "we did not keep the secret word" in words(page)


def test_a_form_with_an_error_does_not_reach_it(world, ayesha):
    key = at_the_last_page(ayesha)
    answer = ayesha.posts(f"/complain/{key}/reach/", **REACH | {"phone": "12"})
    assert answer.status_code == 422
    assert "Check your answers" not in words(answer)


def test_a_checked_form_that_was_spoilt_registers_nothing(world, ayesha):
    key, answer = at_the_check_page(ayesha)
    answer = ayesha.posts(f"/complain/{key}/reach/", **hidden_fields(answer) | {"phone": "12"})
    assert answer.status_code == 422
    assert registered() == []


def test_the_offices_that_cannot_open_it_are_listed_before_the_button(world, ayesha):
    key = begins(ayesha, "bribe_demand")
    tells(ayesha, key, district="lahore", text="The SHO wants money for my FIR.")
    ayesha.posts(f"/complain/{key}/whom/", details="1", post="SHO", officer_station="gulberg")
    page = ayesha.posts(f"/complain/{key}/reach/", **REACH, protection_offered="1", protected="on").content.decode()
    assert page.index("These offices cannot open your complaint:") < page.index("Register my complaint")
    assert "Officers reach you only through the portal." in page
