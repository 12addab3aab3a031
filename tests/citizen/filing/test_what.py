"""Page 3: what happened, as text or as a voice note."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import evidence
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.services import drafts as writing
from tests.citizen.conftest import TOLD, Visitor, mistakes, path_of, registered, words
from tests.citizen.filing.conftest import answers_of, at_the_last_page, begins, draft_of, tells
from tests.evidence import samples
from tests.world import PHONES, clock

URDU = "رات کو میری دکان کا تالا توڑا گیا۔"
WRONG = {
    "nothing": "   ",
    "what cannot be seen": "\u200b\u200c\ufeff\u2060",
    "too few words": "Help",
    "too many words": "a" * 10_001,
    "NUL": "They came \x00 at night.",
    "a control character": "They came \x1b[31m at night.",
}


def at_what(visitor: Visitor) -> str:
    key = begins(visitor)
    tells(visitor, key, district="lahore")
    writing.add_answers(draft_of(key).pk, step="whom", answers={"keep_from": "no"})
    return key


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_what_cannot_be_taken_is_said_beside_the_field_and_nothing_is_lost(world, request, visitor, typed):
    visitor = request.getfixturevalue(visitor)
    key = at_what(visitor)
    answer = visitor.posts(f"/complain/{key}/what/", text=typed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["text"]
    assert '<a href="#id_text">' in page
    assert typed in page
    assert "text" not in answers_of(key)


@pytest.mark.parametrize("typed", [WRONG["too few words"], WRONG["NUL"], WRONG["too many words"], "<b>no</b"])
def test_what_was_mistyped_is_there_again_in_the_other_language(world, ayesha, typed):
    key = at_what(ayesha)
    page = ayesha.posts(f"/complain/{key}/what/", text=typed)
    switch = page.context["other_language"]["url"]
    assert switch == f"/ur/complain/{key}/what/"
    assert f">\n{typed}</textarea>" in unescape(ayesha.get(switch).content.decode())


def test_what_was_mistyped_is_forgotten_when_it_is_told_well(world, ayesha):
    key = at_what(ayesha)
    tells(ayesha, key, text="Help")
    tells(ayesha, key, text=TOLD["text"])
    assert ayesha.get(f"/complain/{key}/what/").context["form"].initial == {"text": TOLD["text"]}
    assert "Help" not in draft_of(key).sealed_answers


def test_words_are_kept_as_they_were_written(world, bashir):
    key = at_what(bashir)
    answer = tells(bashir, key, text=f" {URDU}\r\n\u202eدوسری سطر ")
    assert path_of(answer) == f"/ur/complain/{key}/reach/"
    assert answers_of(key)["text"] == f"{URDU}\nدوسری سطر"


def test_hostile_words_are_shown_as_words(world, ayesha):
    key = at_what(ayesha)
    hostile = "<script>alert(1)</script> {{ 7*7 }} {% now %} \"' --"
    tells(ayesha, key, text=hostile)
    told = {"reach": "phone", "phone": TOLD["phone"], "language": "en"}
    check_page = ayesha.posts(f"/complain/{key}/reach/", **told)
    for answer in (ayesha.get(f"/complain/{key}/what/"), check_page):
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in unescape(page)


def test_a_longer_story_than_anybody_types_is_taken(world, ayesha):
    assert ayesha.files(text="ا" * 10_000).status_code == 302
    assert len(registered()[0].statement.text) == 10_000


def test_a_change_of_words_returns_to_where_one_was(world, ayesha):
    key = at_the_last_page(ayesha)
    answer = tells(ayesha, key, text="It was the shutter of the shop.")
    assert path_of(answer) == f"/complain/{key}/reach/"
    assert answers_of(key)["text"] == "It was the shutter of the shop."


def test_without_words_there_is_no_last_page(world, ayesha):
    key = at_what(ayesha)
    assert path_of(ayesha.get(f"/complain/{key}/reach/")) == f"/complain/{key}/what/"


# --- a voice note ---


def speaks(key: str, at: str = "09:00") -> Evidence:
    """Upload a complete voice note that has not been inspected yet."""
    sound = samples.film("ogg", video="", audio="libopus")
    told = {"name": "note.ogg", "media_type": "audio/ogg", "size": len(sound)}
    return evidence.upload_whole_file(owner=FileOwner(draft_id=draft_of(key).pk), parts=[sound], at=clock(at), **told)


def test_a_voice_note_stands_in_for_the_words(world, ayesha):
    key = at_what(ayesha)
    row = speaks(key)
    assert row.state == Evidence.State.CHECKING
    assert path_of(tells(ayesha, key, text="")) == f"/complain/{key}/reach/"
    check_page = words(ayesha.posts(f"/complain/{key}/reach/", reach="phone", phone=TOLD["phone"], language="en"))
    assert "Your voice note" in check_page
    assert "note.ogg" in check_page
    evidence.inspect_waiting_files(at=clock("09:01"))
    ayesha.posts(f"/complain/{key}/reach/", reach="phone", phone=TOLD["phone"], language="en", checked="1")
    (complaint,) = registered()
    assert complaint.statement.text == ""
    assert [file.pk for file in complaint.evidence.all()] == [row.pk]
    assert "evidence_added" in [event.kind for event in complaint.events.all()]


REACH = {"reach": "phone", "phone": TOLD["phone"], "language": "en", "checked": "1"}


def hidden_fields(answer) -> dict[str, str]:
    """Return the fields that the waiting page sends again, with or without JavaScript."""
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode())
    return {name: unescape(value) for name, value in inputs if name != "csrfmiddlewaretoken"}


@pytest.mark.slow
def test_registering_waits_until_the_only_voice_note_is_checked(world, ayesha):
    key = at_what(ayesha)
    speaks(key)
    tells(ayesha, key, text="")
    answer = ayesha.posts(f"/complain/{key}/reach/", **REACH)
    assert answer.status_code == 202
    assert "Your complaint is not registered yet" in words(answer)
    assert registered() == []
    again = hidden_fields(answer)
    assert again.items() >= REACH.items()
    evidence.inspect_waiting_files(at=clock("09:01"))
    assert ayesha.posts(f"/complain/{key}/reach/", **again).status_code == 302
    (complaint,) = registered()
    assert complaint.complainant.phone == PHONES["ayesha"]


def test_a_voice_note_that_is_refused_while_one_waits_leads_back_and_nothing_is_lost(world, ayesha):
    key = at_what(ayesha)
    row = speaks(key)
    tells(ayesha, key, text="")
    again = hidden_fields(ayesha.posts(f"/complain/{key}/reach/", **REACH))
    Evidence.objects.filter(pk=row.pk).update(state=Evidence.State.REFUSED, refused_because="broken")
    answer = ayesha.posts(f"/complain/{key}/reach/", **again)
    assert path_of(answer) == f"/complain/{key}/what/"
    assert "There is no voice note that can be played." in words(ayesha.get(f"/complain/{key}/what/"))
    assert registered() == []
    tells(ayesha, key, text=TOLD["text"])
    assert TOLD["phone"] in ayesha.get(f"/complain/{key}/reach/").content.decode()


def test_words_do_not_wait_for_a_file(world, ayesha):
    key = at_what(ayesha)
    speaks(key)
    tells(ayesha, key, text=TOLD["text"])
    assert ayesha.posts(f"/complain/{key}/reach/", **REACH).status_code == 302
    assert len(registered()) == 1


def test_what_only_the_virus_scanner_has_still_to_see_counts(world, ayesha):
    key = at_what(ayesha)
    Evidence.objects.filter(pk=speaks(key).pk).update(state=Evidence.State.WAITING)
    tells(ayesha, key, text="")
    assert ayesha.posts(f"/complain/{key}/reach/", **REACH).status_code == 302
    assert len(registered()) == 1


def test_the_secret_word_goes_along_and_is_not_kept(world, ayesha):
    key = at_what(ayesha)
    speaks(key)
    tells(ayesha, key, text="")
    told = {"reach": "secret", "secret": "the blue mango tree", "language": "en", "checked": "1"}
    again = hidden_fields(ayesha.posts(f"/complain/{key}/reach/", **told))
    assert again["secret"] == told["secret"]
    assert told["secret"] not in str(draft_of(key).answers)
    evidence.inspect_waiting_files(at=clock("09:01"))
    ayesha.posts(f"/complain/{key}/reach/", **again)
    assert registered()[0].complainant.has_secret


def test_who_waits_may_write_words_instead(world, ayesha):
    key = at_what(ayesha)
    speaks(key)
    tells(ayesha, key, text="")
    again = hidden_fields(ayesha.posts(f"/complain/{key}/reach/", **REACH))
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **again, change="what")) == f"/complain/{key}/what/"
    tells(ayesha, key, text=TOLD["text"])
    assert ayesha.posts(f"/complain/{key}/reach/", **REACH).status_code == 302
    assert registered()[0].evidence.count() == 1


def test_after_a_minute_the_page_stops_asking_and_asks_for_words(world, ayesha):
    key = at_what(ayesha)
    speaks(key)
    tells(ayesha, key, text="")
    last = ayesha.posts(f"/complain/{key}/reach/", **REACH, looked="20")
    assert "The check is taking longer than usual." in words(last)
    assert "data-send-again" not in last.content.decode()
    for odd in ("-1", "x", "9" * 50, "٣"):
        assert ayesha.posts(f"/complain/{key}/reach/", **REACH, looked=odd).status_code == 202


def test_without_javascript_it_comes_with_the_form_itself(world, ayesha):
    key = at_what(ayesha)
    note = SimpleUploadedFile("note.ogg", samples.film("ogg", video="", audio="libopus"), content_type="audio/ogg")
    answer = ayesha.posts(f"/complain/{key}/what/", text="", evidence=note)
    assert path_of(answer) == f"/complain/{key}/reach/"
    assert answers_of(key)["spoken"] is True


@pytest.mark.parametrize("state", [Evidence.State.COMING, Evidence.State.REFUSED])
def test_a_voice_note_that_has_not_come_or_was_refused_stands_in_for_nothing(world, ayesha, state):
    key = at_what(ayesha)
    Evidence.objects.filter(pk=speaks(key).pk).update(state=state)
    assert list(mistakes(tells(ayesha, key, text=""))) == ["text"]


def test_a_photo_is_no_voice_note(world, ayesha):
    key = at_what(ayesha)
    photo = samples.photo()
    told = {"name": "shop.jpg", "media_type": "image/jpeg", "size": len(photo)}
    evidence.upload_whole_file(owner=FileOwner(draft_id=draft_of(key).pk), parts=[photo], at=clock("09:00"), **told)
    assert list(mistakes(tells(ayesha, key, text=""))) == ["text"]


def test_who_takes_the_only_voice_note_away_is_asked_again_and_keeps_the_number_that_was_typed(world, ayesha):
    key = at_what(ayesha)
    row = speaks(key)
    tells(ayesha, key, text="")
    evidence.remove_file(owner=FileOwner(draft_id=draft_of(key).pk), evidence_id=row.pk)
    answer = ayesha.posts(f"/complain/{key}/reach/", reach="phone", phone="0300 1112233", language="en", checked="1")
    assert path_of(answer) == f"/complain/{key}/what/"
    assert registered() == []
    tells(ayesha, key, text=TOLD["text"])
    assert "0300 1112233" in ayesha.get(f"/complain/{key}/reach/").content.decode()


def test_a_button_of_the_list_of_files_keeps_what_was_typed(world, ayesha):
    key = at_what(ayesha)
    row = speaks(key)
    answer = ayesha.posts(f"/complain/{key}/what/", text="Half a sen", evidence_remove=str(row.pk))
    assert "Half a sen" in answer.content.decode()
    assert mistakes(answer) == {}
    assert not Evidence.objects.exists()


def test_a_file_that_is_refused_is_named_and_the_words_stay(world, ayesha):
    key = at_what(ayesha)
    hostile = SimpleUploadedFile("note.ogg", b"MZ\x90\x00 no sound at all", content_type="audio/ogg")
    answer = ayesha.posts(f"/complain/{key}/what/", text=TOLD["text"], evidence=hostile)
    assert answer.status_code == 422
    assert "note.ogg" in words(answer)
    assert TOLD["text"] in unescape(answer.content.decode())
    assert "text" not in answers_of(key)
