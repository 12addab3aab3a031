"""Drafts: kept for a day, reopened from anywhere or from one browser only, and then deleted."""

import uuid
from datetime import timedelta

import pytest

from citizen.filing.draft_addresses import draft_address, draft_id_at
from complaints import evidence, tasks
from complaints.models import Draft, Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.services import drafts as writing
from config.celery import app
from tests.citizen.conftest import TOLD, Visitor, path_of, registered, words
from tests.citizen.filing.conftest import CONFIDENTIAL, WORD, at_the_last_page, begins, draft_of, tells
from tests.evidence import samples
from tests.world import clock

LAST = {"reach": "phone", "phone": "0300 1112233", "language": "en", "checked": "1"}
NOBODYS = draft_address(uuid.UUID(int=7))
"""The address of a draft that does not exist."""
STEPS = ["kind", "where", "what", "whom", "reach"]


def opens(visitor: Visitor, key: str, at: str = "09:00", step: str = "what") -> bool:
    """Return whether the draft's page is shown. Otherwise, check that the other page reveals nothing about it."""
    answer = visitor.get(f"/complain/{key}/{step}/", at)
    if answer.status_code == 410:
        assert TOLD["text"] not in words(answer)
    return answer.status_code == 200


# --- expiry after a day ---


def test_for_a_day_its_address_brings_one_back_from_another_browser(world, ayesha):
    key = begins(ayesha)
    at_home = Visitor("ur")
    assert path_of(at_home.get(f"/complain/{key}/", "+1d 08:59")) == f"/ur/complain/{key}/where/"
    tells(ayesha, key, district="lahore")
    assert path_of(at_home.get(f"/complain/{key}/", "+1d 08:59")) == f"/ur/complain/{key}/what/"
    tells(ayesha, key, text=TOLD["text"])
    assert path_of(at_home.get(f"/complain/{key}/", "+1d 08:59")) == f"/ur/complain/{key}/whom/"
    tells(ayesha, key, keep_from="no")
    assert path_of(at_home.get(f"/complain/{key}/", "+1d 08:59")) == f"/ur/complain/{key}/reach/"
    assert at_home.posts(f"/complain/{key}/reach/", "+1d 08:59", **LAST).status_code == 302
    assert registered()[0].statement.text == TOLD["text"]


def test_the_address_stands_on_its_pages(world, ayesha):
    key = at_the_last_page(ayesha)
    for step in ("where", "what", "whom", "reach"):
        assert f"/complain/{key}/</bdi>" in ayesha.get(f"/complain/{key}/{step}/").content.decode()


@pytest.mark.parametrize("step", ["", *(f"{step}/" for step in STEPS)])
def test_after_a_day_nothing_of_it_is_shown(world, ayesha, step):
    key = at_the_last_page(ayesha)
    answer = ayesha.get(f"/complain/{key}/{step}", "+1d 09:00")
    assert answer.status_code == 410
    assert TOLD["text"] not in words(answer)


def test_who_writes_too_long_gets_the_words_back(world, ayesha):
    key = begins(ayesha)
    tells(ayesha, key, district="lahore")
    answer = ayesha.posts(f"/complain/{key}/what/", "+1d 09:00", text=TOLD["text"])
    assert answer.status_code == 410
    assert TOLD["text"] in words(answer)


def test_an_unknown_address_and_one_that_is_over_and_one_of_another_browser_answer_alike(world, ayesha):
    over, closed = at_the_last_page(ayesha), at_the_last_page(ayesha, CONFIDENTIAL, "+1d 09:00")
    him = Visitor()
    pages = [him.get(f"/complain/{key}/what/", "+1d 09:00") for key in (over, closed, NOBODYS)]
    assert [page.status_code for page in pages] == [410, 410, 410]
    assert len({words(page) for page in pages}) == 1


def test_after_a_day_it_is_erased_and_what_is_younger_or_finished_stays(world, ayesha):
    begins(ayesha, at="09:00")
    ayesha.files("09:00")
    finished = registered()[0].draft.pk
    young = begins(ayesha, at="10:00")
    assert writing.delete_expired_drafts(at=clock("+1d 08:59")) == 0
    assert writing.delete_expired_drafts(at=clock("+1d 09:00")) == 1
    assert set(Draft.objects.values_list("pk", flat=True)) == {draft_id_at(young), finished}


def test_a_draft_with_files_goes_after_its_files(world, ayesha):
    key = begins(ayesha)
    photo = samples.photo()
    told = {"name": "shop.jpg", "media_type": "image/jpeg", "size": len(photo)}
    evidence.upload_whole_file(owner=FileOwner(draft_id=draft_of(key).pk), parts=[photo], at=clock("09:00"), **told)
    later = clock("+1d 09:01")
    assert writing.delete_expired_drafts(at=later) == 0
    evidence.remove_abandoned_files(at=later)
    assert not Evidence.objects.exists()
    assert writing.delete_expired_drafts(at=later) == 1


def test_the_clock_erases_them_every_hour(world, ayesha):
    entry = app.conf.beat_schedule["erase expired drafts"]
    assert (entry["task"], entry["schedule"]) == ("complaints.tasks.erase_expired_drafts", 3600.0)
    begins(ayesha)
    Draft.objects.update(expires_at=clock("09:00") - timedelta(days=400))
    tasks.erase_expired_drafts()
    assert not Draft.objects.exists()


# --- confidential drafts ---


@pytest.mark.parametrize("step", STEPS)
def test_a_confidential_draft_opens_only_in_the_session_that_began_it(world, ayesha, step):
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    assert opens(ayesha, key, step=step)
    assert not opens(Visitor(), key, step=step)
    assert Visitor().posts(f"/complain/{key}/what/", text="Something else altogether.").status_code == 410
    assert draft_of(key).answers["text"] == TOLD["text"]


def test_it_has_no_address_to_come_back_by_and_no_title_that_tells(world, ayesha):
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    for step in STEPS:
        page = ayesha.get(f"/complain/{key}/{step}/").content.decode()
        assert "<title>Information</title>" in page
        assert f"/complain/{key}/</bdi>" not in page
        assert "data-copy-of" not in page


def test_half_an_hour_without_a_touch_closes_it_and_each_touch_begins_another(world, ayesha):
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    assert opens(ayesha, key, "09:29")
    assert opens(ayesha, key, "09:59")
    assert not opens(ayesha, key, "10:30")
    assert not opens(ayesha, key, "10:31")


def test_leaving_ends_it(world, ayesha):
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    ayesha.get("/leave/")
    assert not opens(ayesha, key)


def test_the_browser_s_end_ends_it(world, ayesha):
    begins(ayesha, CONFIDENTIAL)
    assert not ayesha.client.cookies["sessionid"]["max-age"]  # a session cookie ends with the window


def test_two_confidential_drafts_are_open_side_by_side(world, ayesha):
    first, second = at_the_last_page(ayesha, CONFIDENTIAL), at_the_last_page(ayesha, "gender_harassment")
    assert opens(ayesha, first)
    assert opens(ayesha, second)


def test_what_turns_confidential_closes_for_everybody_else(world, ayesha):
    key = at_the_last_page(ayesha)
    him = Visitor()
    assert opens(him, key)
    ayesha.posts(f"/complain/{key}/kind/", category=CONFIDENTIAL)
    assert opens(ayesha, key)
    assert not opens(him, key)


# --- finished drafts ---


@pytest.mark.parametrize("told", [{}, {"category": CONFIDENTIAL, "reach": "secret", "phone": "", "secret": WORD}])
def test_when_it_is_finished_its_address_leads_to_the_receipt_and_holds_no_answers(world, ayesha, told):
    key = draft_address(uuid.uuid4())
    ayesha.files(key=key, **told)
    for step in ("", *(f"{step}/" for step in STEPS)):
        assert path_of(ayesha.get(f"/complain/{key}/{step}")) == f"/complaint/{key}/receipt/"
    kept = draft_of(key)
    assert kept.answers.keys() == {writing.SENT_FORM_DIGEST, writing.REGISTERED_AS}
    for answer in (TOLD["text"], TOLD["phone"], "1112233", *told.values()):
        assert not answer or answer not in kept.sealed_answers


def test_the_same_form_sent_again_is_the_same_complaint_and_nothing_is_said(world, ayesha):
    key = at_the_last_page(ayesha)
    first, second = (ayesha.posts(f"/complain/{key}/reach/", **LAST) for _ in range(2))
    assert path_of(first) == path_of(second) == f"/complaint/{key}/receipt/"
    assert len(registered()) == 1
    assert "This complaint was already registered." not in words(ayesha.get(path_of(second)))


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("kind", {"category": "threats"}),
        ("where", {"district": "multan"}),
        ("what", {"text": "I forgot to say that he came back."}),
        ("whom", {"keep_from": "unknown"}),
        ("reach", LAST | {"phone": "0321 4445566"}),
        ("reach", LAST | {"secret": WORD}),
    ],
)
def test_who_changes_what_is_registered_is_told_that_the_change_is_not_in_it(world, ayesha, step, typed):
    key = draft_address(uuid.uuid4())
    ayesha.files(key=key)
    answer = ayesha.posts(f"/complain/{key}/{step}/", **typed)
    assert path_of(answer) == f"/complaint/{key}/receipt/"
    assert "It does not include your later changes." in words(ayesha.get(path_of(answer)))
    (complaint,) = registered()
    assert (complaint.category.code, complaint.place.code) == (TOLD["category"], TOLD["district"])
    assert (complaint.statement.text, complaint.complainant.phone) == (TOLD["text"], "+923001112233")


def files_by_word(visitor: Visitor, **told):
    """File with a secret word. Return the path of the last page and the data submitted there."""
    key, last = at_the_last_page(visitor), {"reach": "secret", "secret": WORD, "language": "en", "checked": "1"}
    visitor.posts(f"/complain/{key}/reach/", **last)
    return f"/complain/{key}/reach/", last


def test_who_never_saw_the_number_sends_the_page_again_and_the_secret_word_opens_the_receipt(world, ayesha):
    """The connection broke before the response arrived, and with it the browser's new session."""
    path, last = files_by_word(ayesha)
    again = Visitor()
    page = words(again.get(path_of(again.posts(path, **last))))
    assert registered()[0].spaced_etag in page
    assert "This complaint was already registered." not in page


@pytest.mark.parametrize("changed", [{"secret": "the green mango tree"}, {"secret": WORD, "protected": "on"}])
def test_a_wrong_word_or_another_form_opens_nothing(world, ayesha, changed):
    path, last = files_by_word(ayesha)
    him = Visitor()
    answer = him.posts(path, **last | changed)
    assert words(answer) == words(him.posts(f"/complain/{NOBODYS}/reach/", **last))
    assert registered()[0].spaced_etag not in words(him.get(path.replace("reach", "what")))


@pytest.mark.parametrize("told", [{"category": CONFIDENTIAL}, {"reach": "secret", "phone": "", "secret": WORD}])
def test_the_address_of_a_quiet_matter_does_not_tell_that_it_was_registered(world, ayesha, told):
    """The address stays in the history of a shared phone.

    A later visitor gets the same page as for an unknown address.
    """
    key = draft_address(uuid.uuid4())
    ayesha.files(key=key, **told)
    him = Visitor()
    unknown = him.get(f"/complain/{NOBODYS}/what/")
    for step in ("", *(f"{step}/" for step in STEPS)):
        answer = him.get(f"/complain/{key}/{step}")
        assert (answer.status_code, words(answer)) == (410, words(unknown))
    changed = him.posts(f"/complain/{key}/what/", text="He came back.")
    assert changed.status_code == 410
    assert "He came back." in words(changed)
    assert him.posts("/complain/", key=key, category="threats").status_code == 422
    assert ayesha.get(f"/complain/{key}/what/", "10:00").status_code == 410


def test_a_second_tap_without_a_session_leads_to_the_receipt_for_a_minute(world, ayesha):
    """The response to the first tap renews the session, so the second tap may arrive without one."""
    key = at_the_last_page(ayesha, CONFIDENTIAL)
    ayesha.posts(f"/complain/{key}/reach/", **LAST)
    assert path_of(Visitor().posts(f"/complain/{key}/reach/", **LAST)) == f"/complaint/{key}/receipt/"
    assert Visitor().posts(f"/complain/{key}/reach/", **LAST | {"phone": "0321 4445566"}).status_code == 410
    assert Visitor().posts(f"/complain/{key}/reach/", "09:01", **LAST).status_code == 410


def test_words_are_not_guessed_there_without_end(world, ayesha):
    path, last = files_by_word(ayesha)
    him = Visitor()
    for number in range(5):
        him.posts(path, **last | {"secret": f"the mango tree {number}"})
    him.posts(path, **last)
    assert path_of(him.get(path.replace("/complain/", "/complaint/").replace("reach", "receipt"))) == "/track/"


def test_no_page_of_it_is_kept_by_a_browser(world, ayesha):
    key = at_the_last_page(ayesha)
    receipt = path_of(ayesha.files())
    pages = ("/complain/", *(f"/complain/{key}/{step}/" for step in STEPS), f"/complain/{NOBODYS}/what/")
    for path in (*pages, receipt, "/track/", f"/track/{registered()[0].etag}/"):
        assert "no-store" in ayesha.get(path)["Cache-Control"]


# --- somebody who can read or write the database ---


def test_the_id_of_a_draft_is_no_address_that_opens_it(world, ayesha):
    key = at_the_last_page(ayesha)
    stored = draft_of(key).pk
    assert Visitor().get(f"/complain/{key}/what/").status_code == 200
    signature = key.partition(":")[2]
    forged = [str(stored), stored.hex, f"{stored.hex}:{'A' * 43}", f"{uuid.UUID(int=7).hex}:{signature}"]
    assert {Visitor().get(f"/complain/{address}/what/").status_code for address in forged} == {404}
    ayesha.posts(f"/complain/{key}/reach/", **LAST)
    assert Visitor().get(f"/complaint/{key}/receipt/").status_code == 200
    assert {Visitor().get(f"/complaint/{address}/receipt/").status_code for address in forged} == {404}


def test_a_key_that_the_portal_did_not_sign_begins_another_draft(world, ayesha):
    stored = draft_of(at_the_last_page(ayesha)).pk
    answer = Visitor().posts("/complain/", key=f"{stored.hex}:{'A' * 43}", category=TOLD["category"])
    assert stored.hex not in answer["Location"]


def test_a_draft_that_was_pointed_to_another_complaint_shows_no_receipt(world, ayesha):
    ayesha.files("09:00")
    key = at_the_last_page(ayesha)
    ayesha.posts(f"/complain/{key}/reach/", **LAST)
    hers, own = registered()
    Draft.objects.filter(complaint=hers).delete()
    Draft.objects.filter(complaint=own).update(complaint=hers)
    answer = ayesha.get(f"/complaint/{key}/receipt/")
    assert (answer.status_code, path_of(answer)) == (302, "/track/")
