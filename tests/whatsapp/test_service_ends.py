"""Every service ends in an act; lists have short names; pages of the menu do not repeat its fifteen lines."""

from dataclasses import replace

import pytest

from tests.whatsapp.paths import PATHS, Walker, best
from tests.whatsapp.sample_directory import shipped
from tests.world import clock
from whatsapp.rules.chat_inputs import SentLocation, Tap, TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.conversation import next_turn
from whatsapp.rules.dialog_steps import Context, Person
from whatsapp.rules.dialogs import end_acts, service_ends
from whatsapp.rules.languages import Language
from whatsapp.rules.public_directory import OfficeEntry
from whatsapp.rules.replies import ButtonReply, ListReply
from whatsapp.rules.tap_ids import make_tap_id

AYESHA, OVERSEAS = "+923001112233", "+447911123456"
WHERE = {"centre": ("near.where", "centre"), "office": ("near.where", "office")}


def after(*texts, phone=AYESHA, language="2", directory=None) -> Walker:
    """Return the person's chat after a choice of language and these messages."""
    walker = Walker(phone)
    walker.directory = directory
    for message in ("Salam", language, *texts):
        walker.turn = walker.hears(TypedText(message) if isinstance(message, str) else message)
    return walker


def said(walker: Walker) -> str:
    return "\n".join(reply.body for reply in walker.turn.replies)


def offered(walker: Walker) -> list[str]:
    return [choice.title for choice in walker.turn.replies[-1].choices]


ENDS = {
    "helplines": (("4",), ["Make a complaint", "Nearest office", "Main menu"]),
    "pkm": (("3", "tenancy"), ["Nearest centre", "Complain about it", "Another service"]),
    "offices": (("6", "Lahore"), ["Police complaint", "Report a crime", "Another place"]),
    "overseas, embassy": (("7", "2", "1"), ["Complain about it", "Help from abroad", "Helplines"]),
    "overseas, guide": (("7", "4"), ["Make a complaint", "Through the embassy", "Helplines"]),
    "social": (("8",), ["Report online crime", "Helplines", "Main menu"]),
    "website": (("9",), ["Make a complaint", "Track an E-tag", "Main menu"]),
    "citizen_portal": (("12",), ["Make a complaint", "Track an E-tag", "Main menu"]),
    "feedback": (("14", "Open on Sundays."), ["What others said", "Make a complaint", "Main menu"]),
    "licence": (("15", "1", "1", "yes"), ["Nearest centre", "Complain about it", "Another service"]),
    "fir": (("15", "2"), ["Nearest office", "Report a crime", "They refused an FIR"]),
    "fir refused": (("15", "3"), ["Make a complaint", "Main menu"]),
    "tip": (("11", "2", "I know him."), ["Report a crime", "Helplines", "Main menu"]),
    "verification": (("13", "2", "V26 4819 0735"), ["Complain about it", "Nearest office", "Main menu"]),
    "no consent": (("13", "1", "no"), ["Request a check", "Helplines", "Main menu"]),
}


@pytest.mark.parametrize("service", ENDS)
def test_where_a_service_ends_it_offers_what_can_be_done(service):
    sent, titles = ENDS[service]
    assert offered(after(*sent)) == titles


@pytest.mark.parametrize("language", ["1", "2", "3"])
@pytest.mark.parametrize("service", ENDS)
def test_every_offered_act_leads_on_by_tap_and_by_its_typed_title(service, language):
    sent = ENDS[service][0]
    for place in range(len(ENDS[service][1])):
        tapped, typed = after(*sent, language=language), after(*sent, language=language)
        button = tapped.turn.replies[-1].choices[place]
        tapped.turn, typed.turn = tapped.hears(Tap(button.id)), typed.hears(TypedText(button.title))
        assert tapped.state.step == typed.state.step != ""
        assert tapped.turn.replies == typed.turn.replies
        assert not any(sentence in said(tapped) for sentence in ("did not understand", "earlier chat"))


@pytest.mark.parametrize("act", end_acts.TITLES)
def test_every_act_leads_to_a_question_even_from_an_old_message(act):
    chat = after("1")
    turn = chat.hears(Tap(make_tap_id(end_acts.END_STEP, f"{act}:khidmat_markaz" if act == "complain" else act)))
    assert chat.state.step not in {"", end_acts.END_STEP} or act in {"helplines", "fir"}
    assert turn.replies


def test_an_act_that_no_list_knows_is_answered_and_nothing_happens():
    assert "earlier chat" in said_by(after("1").hears(Tap("end=nothing")))
    assert service_ends.STEPS[0].begins


def said_by(turn) -> str:
    return "\n".join(reply.body for reply in turn.replies)


def test_a_number_after_the_end_is_a_service_and_an_e_tag_opens_the_complaint():
    assert after("8", "11").state.step == "notice"
    assert after("8", "1").state.step == "menu"
    assert after("8", "264819073555").state.step == "track.one"


def test_a_complaint_about_the_service_has_its_kind_already():
    chat = after("3", "tenancy", "Complain about it")
    assert chat.state.answers["category"] == "khidmat_markaz"
    assert after("15", "1", "2", "no", "Complain about it").state.answers["category"] == "licence_service"
    assert after("13", "2", "V26 4819 0735", "Complain about it").state.answers["category"] == "verification_delay"


def test_the_documents_are_those_of_the_persons_case():
    at_home, abroad = after("3", "1", "In Pakistan"), after("3", "1", "From abroad")
    assert "authority letter" not in said(at_home)
    assert "authority letter" in said(abroad)
    assert "[abroad]" not in said(abroad)
    assert offered(abroad)[0] == "Through the embassy"
    young, old = after("15", "1", "2", "no"), after("15", "1", "2", "yes")
    assert "Medical certificate" not in said(young)
    assert "Medical certificate" in said(old)


def test_a_foreign_number_is_not_asked_where_it_is():
    assert "authority letter" in said(after("3", "1", phone=OVERSEAS))


def test_each_fact_says_how_certain_it_is_and_from_which_year():
    text = said(after("3", "2"))
    assert "Documents (unconfirmed):" in text
    assert "As of 2025." in text
    assert "Documents (likely):" in said(after("3", "3"))


def test_the_time_in_both_places_is_that_of_the_number_or_of_the_country():
    by_number = after("7", "3", phone=OVERSEAS)
    assert "It is now 9:01 am, Monday in Pakistan, and 4:01 am, Monday where you live." in said(by_number)
    assert by_number.state.step == "overseas"
    by_country = after("7", "3", "Saudi Arabia")
    assert "7:0" in said(by_country)
    lodging = by_country.hears(TypedText("1"))
    assert lodging.state.answers["time_zone"] == "Asia/Riyadh"


def test_helplines_abroad_say_which_numbers_work():
    assert "can be dialled in Pakistan only" in said(after("4", phone=OVERSEAS))
    assert "can be dialled in Pakistan only" not in said(after("4"))


MARKAZ = OfficeEntry(
    "markaz", "centre", "punjab/region_lahore/lahore/markaz/", {"en": "Liberty Khidmat Markaz"}, (31.51, 74.34),
    is_sample=True, hours={"en": "8 am to 8 pm"}, certainty="likely",
)  # fmt: skip


def test_the_nearest_centre_comes_with_its_hours_and_how_certain_it_is():
    directory = replace(shipped(), centres=(MARKAZ, replace(MARKAZ, code="other", hours={}, point=(31.6, 74.4))))
    state = State(step="near.where", language=Language.ENGLISH, answers={"_near": "centre"}, dialog_key="k")
    turn = next_turn(
        state, SentLocation(31.52, 74.35), directory=directory, person=Person(AYESHA), at=clock("09:00"), key="k"
    )
    assert "Liberty Khidmat Markaz (SAMPLE) (likely)" in turn.replies[0].body
    assert "Hours: 8 am to 8 pm" in turn.replies[0].body
    assert "Hours: unknown" in turn.replies[0].body
    assert [choice.title for choice in turn.replies[-1].choices] == [
        "Complain about it",
        "Another service",
        "Another place",
    ]


# --- Lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["1", "2", "3"])
def test_no_row_and_no_button_of_any_dialog_ends_in_an_ellipsis(language):
    cut = set()
    for path in PATHS:
        chat = Walker(AYESHA)
        chat.came = lambda effect, path=path: path.came.get(effect.name) or best(effect, "2026-11-24T09:00:00+05:00")
        for message in (TypedText("Salam"), TypedText(language), *path.sent):
            for reply in chat.hears(message).replies:
                choices = getattr(reply, "choices", ()) or getattr(reply, "rows", ())
                cut |= {choice.title for choice in choices if choice.title.endswith("…")}
    assert cut == set()


@pytest.mark.slow
def test_every_kind_service_and_group_fits_its_row_in_words():
    context = Context(State(step="lodge.kind"), shipped(), Person(AYESHA), clock("09:00"))
    for language in Language:
        shown = context.with_state(replace(context.state, language=language))
        for step in ("lodge.kind", "pkm", "overseas.services", "menu", "overseas.country"):
            walker = Walker(AYESHA)
            walker.state = replace(shown.state, step=step, dialog_key="k")
            page = 0
            while True:
                walker.state = replace(walker.state, answers={"_page": page})
                reply = walker.hears(TypedText("zqx")).replies[-1]
                assert all(1 < len(row.title) <= 24 and row.title[-1] not in "…(,-" for row in reply.rows), step
                if not reply.rows[-1].id.endswith(f"more:{page + 1}"):
                    break
                page += 1


def test_the_first_page_lists_all_fifteen_and_the_others_only_their_own():
    menu = after()
    assert sum(line[:1].isdigit() for line in said(menu).splitlines()) == 15
    menu.turn = menu.hears(TypedText("more"))
    lines = [line for line in said(menu).splitlines() if line[:1].isdigit()]
    assert lines[0].startswith("10. ")
    assert len(lines) == 6
    assert isinstance(menu.turn.replies[-1], ListReply)
    assert menu.turn.replies[-1].rows[-1].title == "From the beginning"
    menu.turn = menu.hears(Tap(menu.turn.replies[-1].rows[-1].id))
    assert menu.turn.replies[-1].rows[0].title == "Crime Report"


def test_no_message_of_an_end_is_longer_than_two_replies():
    for sent, _ in ENDS.values():
        replies = after(*sent).turn.replies
        assert len(replies) <= 2
        assert isinstance(replies[-1], ButtonReply)
