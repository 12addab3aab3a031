"""Messages that do not answer the question: nothing is lost, and everybody can continue."""

import json
import re
from dataclasses import replace

import pytest

from tests.whatsapp.paths import ETAG, GULBERG, LOCKED, PATHS, PHOTO, RESOLVED, STANDING, VOICE, Path, Walker
from tests.whatsapp.sample_directory import shipped
from tests.world import clock
from whatsapp.rules.chat_inputs import Input, Tap, TypedText, UnsupportedMessage
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.dialogs import complaint_news, nearby_offices
from whatsapp.rules.dialogs.complainant_questions import pending_question, question_text
from whatsapp.rules.dialogs.complaint_tracking import ask_complaint_action
from whatsapp.rules.languages import Language
from whatsapp.rules.message_parsing import parse_message
from whatsapp.rules.missed_answers import ANSWERS_WHEN_UNKNOWN, is_filing_step
from whatsapp.rules.tap_ids import make_tap_id

LODGED, BRIBE, HARASSED = PATHS[0], PATHS[4], PATHS[7]
ASKED = ("place.region", "tell.what", "keep.ask", "tell.files", "place.spot", "who.name", "who.document", "who.phone")
CONTINUES = ("جاری", "continue", "jari", "«جاری»")


def at(step: str, *paths: Path) -> Walker:
    """Return a person who has reached a step of filing a complaint, in English. `paths`: by default all, in turn."""
    for path in paths or PATHS:
        for most in range(len(path.sent) + 1):
            walker = Walker("+923001112233")
            walker.walks(path, language="2", most=most)
            if walker.state.step == step:
                return walker
    raise AssertionError(step)


def hears(walker: Walker, *messages: str | Input) -> str:
    """Send these messages. Return the reply to the last one."""
    for message in messages:
        turn = walker.hears(TypedText(message) if isinstance(message, str) else message)
    return "\n".join(getattr(reply, "body", "") or reply.caption for reply in turn.replies)


# --- Another language in the middle ----------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [*ASKED, "lodge.check"])
def test_another_language_keeps_everything_and_asks_the_same_question_in_it(step):
    walker = at(step)
    told, trail = dict(walker.state.answers), walker.state.trail
    asked = hears(walker, "language", Tap(make_tap_id("language", "roman")))
    assert walker.state.language is Language.ROMAN
    assert (walker.state.step, dict(walker.state.answers), walker.state.trail) == (step, told, trail)
    assert asked == hears(walker, "continue")


def test_an_old_button_of_a_language_keeps_everything_too():
    walker = at("who.name")
    told = dict(walker.state.answers)
    hears(walker, Tap(make_tap_id("language", "ur")))
    assert (walker.state.step, dict(walker.state.answers)) == ("who.name", told)


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize("said", CONTINUES)
@pytest.mark.parametrize("language", Language)
def test_continue_goes_on_in_every_language(said, language):
    walker = at("who.phone")
    told = walker.state.answers["texts"]
    hears(walker, "language", Tap(make_tap_id("language", language)), "0")
    assert walker.state.step == "menu"
    hears(walker, said)
    assert (walker.state.step, walker.state.answers["texts"]) == ("who.phone", told)
    hears(walker, said)
    assert walker.state.step == "who.phone"


# --- "I don't know", files and places at any question -------------------------------------------------------------


@pytest.mark.parametrize("said", ["pata nahi", "I don’t know", "معلوم نہیں", "Mujhe nahi pata."])
@pytest.mark.parametrize("path", [LODGED, BRIBE, HARASSED])
def test_not_to_know_is_an_answer_at_every_question(path, said):
    walker, asked = Walker("+923001112233"), []
    walker.walks(path, language="2", most=1)
    hears(walker, "0", "2", "1") if path is not HARASSED else None
    for _ in range(20):
        if walker.state.step == "lodge.check":
            break
        asked.append(walker.state.step)
        hears(walker, "They broke the lock." if walker.state.step == "tell.what" else said)
    assert walker.state.step == "lodge.check", asked
    assert len(set(asked)) == len(asked)
    assert said not in str(walker.state.answers)


def test_not_to_know_the_district_leaves_it_to_the_central_police_office():
    walker = at("place.region")
    assert "will find the district" in hears(walker, "pata nahi")
    assert (walker.state.step, walker.state.answers["district"]) == ("tell.what", "punjab")


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize("step", sorted(set(ANSWERS_WHEN_UNKNOWN) - {"who.woman", "place.district"}))
@pytest.mark.parametrize("sent", [PHOTO, VOICE])
def test_a_file_at_another_question_is_kept_and_the_question_waits(step, sent):
    walker = at(step)
    answer = hears(walker, sent)
    assert walker.state.step == step
    assert walker.state.answers["files"] == 1
    assert "eceived" in answer
    assert "did not understand" not in answer
    assert walker.state.answers.get("spoken") or sent is PHOTO


def test_a_place_at_another_question_is_kept():
    walker = at("keep.ask")
    hears(walker, GULBERG)
    assert (walker.state.step, walker.state.answers["landmark"]) == ("keep.ask", "31.52000, 74.35000")


@pytest.mark.parametrize("first", [(), ("Salam",), ("Salam", "2")])
def test_a_voice_note_before_anything_else_begins_a_complaint(first):
    walker = Walker("+923001112233")
    hears(walker, *first, VOICE)
    if not first or len(first) == 1:
        hears(walker, "2")
    if len(first) == 1:
        hears(walker, VOICE)
    assert walker.state.step == "lodge.group"
    assert walker.state.answers["spoken"]


def test_photos_before_anything_else_begin_a_complaint_or_are_added_to_one():
    walker = Walker("+923001112233")
    assert "new complaint, or" in hears(walker, "Salam", "2", PHOTO, PHOTO)
    hears(walker, "New complaint")
    assert (walker.state.step, walker.state.answers["files"]) == ("lodge.group", 2)
    other = Walker("+923001112233")
    hears(other, "Salam", "2", PHOTO, PHOTO, "Earlier complaint")
    assert "Add these 2 to E-tag" in hears(other, "1")


# --- Wishes in words, and a way out ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "step"),
    [("track my complaint", "track.mine"), ("I want to know the status", "track.mine"),
     ("meri shikayat ka kya bana", "track.mine"), ("میری شکایت کا کیا بنا", "track.mine"),
     ("nearest police station", "near.where"), ("qareeb tareen thana", "near.where"), ("قریبی تھانہ", "near.where"),
     ("I want to file a complaint", "lodge.group"), ("shikayat darj karni hai", "lodge.group"),
     ("nearest khidmat markaz", "near.where")],
)  # fmt: skip
def test_a_wish_in_words_leads_to_its_service(said, step):
    walker = Walker("+923001112233")
    hears(walker, "Salam", "2", said)
    assert walker.state.step == step


@pytest.mark.parametrize("step", ["lodge.kind", "place.region", "place.station", "keep.ask", "lodge.check"])
def test_after_two_misses_there_is_a_way_out(step):
    walker = at(step)
    assert "1787" not in hears(walker, "xyzzy")
    assert "Call 1787" in hears(walker, "xyzzy plugh")
    assert walker.state.step == step


@pytest.mark.parametrize(("language", "hours"), [("1", "صبح 8"), ("2", "8 am to 10 pm"), ("3", "subah 8")])
def test_the_way_out_names_somebody_to_speak_to_and_when_in_every_language(language, hours):
    walker = Walker("+923001112233")
    said = hears(walker, "Salam", language, "1", "xyzzy", "xyzzy plugh")
    assert "1787" in said
    assert hours in said


@pytest.mark.parametrize("language", ["1", "2", "3"])
@pytest.mark.parametrize("step", [("1",), ("1", "2"), ()])
def test_from_abroad_the_way_out_is_the_web_and_not_a_number_that_cannot_be_dialled(language, step):
    walker = Walker("+966501234567")
    said = hears(walker, "Salam", language, *step, "xyzzy", "xyzzy plugh")
    assert "https://portal.example/" + ("" if language == "2" else "ur/") + "complain/" in said
    assert not re.search(r"1787 (par call|پر کال)|Call 1787", said)
    said = hears(walker, "help")
    assert "The IGP's complaint centre: 1787" not in said
    assert "15" in said  # and that it can't be dialled


@pytest.mark.parametrize("sender", ["+923001112233", ""])
def test_two_keys_that_do_not_open_it_bring_a_way_out(sender):
    walker = Walker(sender)
    came = {"open": {"opened": False, "tried": True}, "hand_over": {"handover": "nobody"}}
    walker.came = lambda effect: came.get(effect.name, LOCKED)
    assert "1787" not in hears(walker, "Salam", "2", ETAG, "nargis-7")
    assert "Call 1787" in hears(walker, "nargis-8")
    assert "Call 1787" in hears(walker, "nargis-9")
    assert walker.state.step == "track.key"


@pytest.mark.parametrize("key", ["PA68-9JB4-JVKU", "aj83 3euw jq6f", "AB42-3456-7892"])
def test_a_printed_code_that_reads_like_a_telephone_number_is_tried_as_a_code(key):
    walker, effects = Walker("+447700900123"), []
    walker.came = lambda effect: effects.append(effect.name) or LOCKED
    hears(walker, "Salam", "2", ETAG, key)
    assert effects[-1] == "open"


@pytest.mark.parametrize("said", ["skip", "pata nahi", "I don't know", "معلوم نہیں", "چھوڑیں", "no"])
def test_what_happened_is_not_answered_by_leaving_it_out(said):
    walker = at("tell.what")
    assert "Please write what happened, or send a voice note." in hears(walker, said)
    assert not walker.state.answers.get("texts")
    assert "Call 1787" in hears(walker, said)


def test_a_voice_note_is_enough_to_go_on():
    walker = at("tell.what")
    hears(walker, VOICE)
    assert (walker.state.step, walker.state.answers.get("texts", [])) == ("keep.ask", [])


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize("step", sorted(ANSWERS_WHEN_UNKNOWN))
def test_skip_goes_on_wherever_not_knowing_does(step):
    skipped, unknown = (at(step) for _ in range(2))
    hears(skipped, "skip")
    hears(unknown, "I don't know")
    assert skipped.state.step == unknown.state.step


def test_who_asked_for_the_nearest_office_has_told_nothing_that_could_be_lost():
    walker = Walker("+923001112233")
    assert "unfinished" not in hears(walker, "Salam", "2", "6", "hello")
    assert "What you told us is kept" not in hears(walker, "6", "0")


def test_a_miss_is_forgotten_by_an_answer():
    walker = at("place.region")
    hears(walker, "xyzzy", "Multan Region", "#")
    assert "1787" not in hears(walker, "xyzzy")


# --- A kind of complaint that is offered no more ---------------------------------------------------------------


@pytest.mark.parametrize("step", ["place.region", "tell.what", "who.name", "lodge.check"])
def test_a_complaint_of_a_kind_that_is_gone_goes_on_with_a_clear_message(step):
    walker = at(step)
    walker.state.answers["category"] = "a_kind_of_last_year"
    texts = list(walker.state.answers.get("texts", ()))
    assert "kinds of complaint have changed" in hears(walker, "Multan" if step == "place.region" else "yes")
    hears(walker, "2", "2")
    assert walker.state.answers["category"] in {kind.code for kind in shipped().kinds}
    assert walker.state.answers.get("texts", [])[: len(texts)] == texts
    assert not walker.state.answers.get("_after_kind")
    assert is_filing_step(walker.state.step) or step == "lodge.check"


# --- What else WhatsApp sends ----------------------------------------------------------------------------------------


def message(kind: str, part: dict, **more) -> dict:
    return {"id": "wamid.1", "type": kind, kind: part, **more}


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(
    "error",
    [{"code": 131052, "title": "Media download error"}, {"code": 131051, "title": "Unsupported message type",
     "error_data": {"details": "The file size exceeds the limit."}}],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["unsupported", "video"])
def test_a_file_that_is_too_big_for_whatsapp_is_said_to_be_too_big(kind, error):
    walker = at("tell.files")
    assert "too big" in hears(walker, parse_message(message(kind, {}, errors=[error])))


@pytest.mark.slow
def test_an_unsupported_message_is_not_called_too_big():
    walker = at("tell.files")
    assert "can't be read" in hears(walker, parse_message(message("unsupported", {}, errors=[{"code": 131051}])))


def test_the_answers_of_a_flow_are_heard_as_words():
    answers = json.dumps({"flow_token": "unused", "what": "They broke the lock.", "when": "at night"})
    part = {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": answers}}
    walker = at("tell.what", BRIBE)
    hears(walker, parse_message(message("interactive", part)))
    assert walker.state.answers["texts"] == ["They broke the lock.\nat night"]


@pytest.mark.parametrize("broken", ["", "[]", "{", "null", '{"flow_token": "x"}'])
def test_a_flow_without_answers_is_answered_politely(broken):
    part = {"type": "nfm_reply", "nfm_reply": {"response_json": broken}}
    assert parse_message(message("interactive", part)) == UnsupportedMessage("interactive")


# --- Public information ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "page"), [("1", "/ur/offices/lahore/"), ("2", "/offices/lahore/"),
                                                ("3", "/ur/offices/lahore/")])  # fmt: skip
def test_links_lead_to_pages_in_the_language_of_the_chat(language, page):
    walker = Walker("+923001112233")
    assert f"https://portal.example{page}" in hears(walker, "Salam", language, "6", "Lahore")


def test_a_station_of_the_demo_is_marked_in_the_list_of_its_district():
    known = shipped()
    places = tuple(replace(one, is_sample=one.code == "gulberg") for one in known.offices)
    context = Context(State(language=Language.ENGLISH), replace(known, offices=places), Person(""), clock("09:00"))
    assert (
        "Gulberg Police Station (SAMPLE)"
        in nearby_offices.handle_position_or_district(context, TypedText("Lahore")).messages[0]
    )


@pytest.mark.parametrize("said", ["mobile snatched at gunpoint", "gunpoint", "aslaha ke zor par"])
def test_a_snatching_at_gunpoint_is_a_serious_crime(said):
    walker = Walker("+923001112233")
    hears(walker, "Salam", "2", "1", said)
    assert walker.state.answers.get("category", walker.state.answers.get("_proposed", [""])[0]) == "heinous_crime"


# --- A question below a long text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["1", "2", "3"])
def test_however_long_the_texts_the_question_stands_below_them_whole(language):
    for facts in (STANDING | {"report": RESOLVED["report"]}, RESOLVED | {"question": "Q" * 5000}):
        walker = Walker("+923001112233")
        walker.walks(Path((TypedText(ETAG),), {"look_up": facts}), language=language)
        context = Context(walker.state, shipped(), Person(""), clock("09:00"))
        asked = question_text(context, pending_question(facts))
        assert asked in ask_complaint_action(context).body
        assert asked in complaint_news.news_reply(context, "resolved", {}).body
