"""My complaints: what a proved phone may list, and that an unknown phone gets the same answers."""

import pytest
import time_machine

from complaints.models import AccessCode, Complainant
from complaints.services.access_keys import access_codes
from notifications.models import Message
from tests.citizen.conftest import mistakes, path_of, words
from tests.citizen.keys.cast import counted, set_words
from tests.world import PHONES, clock


def code_sent() -> str:
    message = Message.objects.filter(template="list_code").latest("pk")
    return access_codes.unseal_code(message.context["code_sealed"], recipient=message.recipient)


def lists(visitor, at="10:00", *, reached_at="0300 1112233", **page):
    """Request a code, enter it, and return the list."""
    visitor.posts("/mine/", at, reached_at=reached_at)
    assert path_of(visitor.posts("/mine/code/", at, code=code_sent())) == visitor.here("/mine/")
    return visitor.get("/mine/", at, **page)


def listed(answer) -> list[str]:
    return [row["complaint"].etag for row in answer.context["rows"]]


def test_ayesha_s_phone_lists_what_was_filed_with_it_the_newest_first(world, ayesha):
    first, second = world.complaint(at="08:00"), world.complaint("threats", at="09:00")
    world.complaint(by="bashir", at="09:10")
    answer = lists(ayesha)
    assert listed(answer) == [second.etag, first.etag]
    assert "Threats or blackmail" in words(answer)


@pytest.mark.parametrize(
    "hidden", ["confidential", "a child's", "with a secret word", "on a child's behalf, and hidden"]
)
def test_it_never_lists_what_a_shared_phone_must_not_show(world, ayesha, hidden):
    shown = world.complaint()
    match hidden:
        case "confidential":
            world.complaint("gender_harassment")
        case "a child's":
            world.complaint(under_18=True)
        case "with a secret word":
            set_words(world.complaint())
        case _:
            world.complaint("child_abuse", behalf="child", protected=True)
    assert listed(lists(ayesha)) == [shown.etag]


def test_what_got_its_secret_word_afterwards_leaves_the_list(world, ayesha):
    first, second = world.complaint(at="08:00"), world.complaint(at="08:30")
    lists(ayesha)
    set_words(second)
    assert listed(ayesha.get("/mine/", "10:05")) == [first.etag]
    assert path_of(ayesha.posts(f"/mine/open/{second.etag}/", "10:06")) == "/mine/"
    assert ayesha.get(f"/track/{second.etag}/mine/", "10:06").status_code == 302


def test_one_opened_from_the_list_is_open_in_this_browser_and_its_phone_is_verified(world, bashir):
    complaint = world.complaint(language="ur")
    lists(bashir)
    answer = bashir.posts(f"/mine/open/{complaint.etag}/", "10:01")
    assert path_of(answer) == f"/ur/track/{complaint.etag}/mine/"
    assert bashir.get(path_of(answer), "10:01").status_code == 200
    assert Complainant.objects.get(complaint=complaint.pk).phone_verified_at == clock("10:01")


def test_nobody_opens_another_s_from_their_list(world, ayesha):
    world.complaint()
    others = world.complaint(by="bashir")
    lists(ayesha)
    assert path_of(ayesha.posts(f"/mine/open/{others.etag}/", "10:01")) == "/mine/"
    assert ayesha.get(f"/track/{others.etag}/mine/", "10:01").status_code == 302
    ayesha.client.cookies.clear()
    assert path_of(ayesha.posts(f"/mine/open/{others.etag}/", "10:01")) == "/mine/"


def test_an_e_mail_address_lists_what_it_was_given_for(world, ayesha):
    complaint = world.complaint(email="Ayesha@Example.com")
    assert listed(lists(ayesha, reached_at="ayesha@example.COM")) == [complaint.etag]
    assert Message.objects.get(template="list_code").context["via"] == "email"


STRANGERS = {
    "another phone": "0345 9998877",
    "another e-mail": "somebody@example.com",
    "a phone with nothing that may be listed": PHONES["bashir"],
}


@pytest.mark.parametrize("reached_at", STRANGERS.values(), ids=STRANGERS)
def test_an_unknown_phone_hears_the_same_words_for_the_same_work(world, ayesha, bashir, reached_at):
    world.complaint()
    world.complaint("gender_harassment", by="bashir")

    def asks(visitor, reached_at):
        with counted() as asking:
            answer = visitor.posts("/mine/", reached_at=reached_at)
        page = visitor.get(path_of(answer))
        with counted() as trying:
            wrong = visitor.posts("/mine/code/", code="000000")
        return answer.status_code, len(asking), words(page), len(trying), mistakes(wrong), list(answer.cookies)

    bashir.language = "en"
    assert asks(ayesha, "0300 1112233") == asks(bashir, reached_at)
    assert Message.objects.filter(template="list_code").count() == 1
    assert AccessCode.objects.filter(kind="list").count() == 1


def test_five_wrong_codes_spend_the_right_one(world, ayesha):
    world.complaint()
    ayesha.posts("/mine/", reached_at="0300 1112233")
    right = code_sent()
    for _ in range(5):
        assert ayesha.posts("/mine/code/", code=f"{(int(right) + 1) % 10**6:06d}").status_code == 422
    assert ayesha.posts("/mine/code/", code=right).status_code == 422


def test_a_resend_keeps_the_old_code_and_an_hour_has_five(world, ayesha):
    world.complaint()
    ayesha.posts("/mine/", "10:00", reached_at="0300 1112233")
    first = code_sent()
    for minute in range(1, 8):
        ayesha.posts("/mine/", f"10:0{minute}", reached_at="0300 1112233")
    assert AccessCode.objects.filter(kind="list").count() == 5
    assert path_of(ayesha.posts("/mine/code/", "10:09", code=first)) == "/mine/"


def test_the_list_closes_itself_after_ten_minutes_and_at_a_tap(world, ayesha):
    world.complaint()
    assert ayesha.get("/mine/", "10:00").context.get("rows") is None
    lists(ayesha, "10:00")
    assert ayesha.get("/mine/", "10:10").context["rows"]
    assert ayesha.get("/mine/", "10:11").context.get("rows") is None
    lists(ayesha, "10:20")
    ayesha.posts("/mine/end/", "10:21")
    assert ayesha.get("/mine/", "10:21").context.get("rows") is None


def test_the_session_holds_no_number(world, ayesha):
    world.complaint()
    lists(ayesha)
    with time_machine.travel(clock("10:00"), tick=False):
        kept = str(dict(ayesha.client.session.items()))
    assert "1112233" not in kept
    assert ayesha.client.cookies["sessionid"]["expires"] == ""


@pytest.mark.slow
def test_a_page_costs_the_same_at_any_depth_and_none_is_shown_twice(world, ayesha):
    made = [world.complaint(at=f"08:{minute:02d}").etag for minute in range(45)]
    seen, costs, older = [], [], None
    answer = lists(ayesha)
    while True:
        with counted() as statements:
            answer = ayesha.get("/mine/", "10:01", **({"before": older} if older else {}))
        costs.append(len(statements))
        seen += listed(answer)
        older = answer.context["older"]
        if not older:
            break
    assert seen == made[::-1]
    assert costs == [2, 2, 2]  # the session, and the page


@pytest.mark.parametrize("before", ["x", "1-", "9" * 40, "1-1-1"])
def test_a_spoilt_place_is_the_first_page(world, ayesha, before):
    world.complaint()
    assert path_of(lists(ayesha, before=before)) == "/mine/"


def test_the_code_s_page_without_a_question_leads_back_to_it(ayesha, world):
    assert path_of(ayesha.get("/mine/code/")) == "/mine/"
    assert path_of(ayesha.posts("/mine/code/", code="123456")) == "/mine/"


@pytest.mark.parametrize("typed", ["", "0300", "a@", "\x00"])
def test_what_is_no_phone_and_no_address_is_said(world, bashir, typed):
    answer = bashir.posts("/mine/", reached_at=typed)
    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["reached_at"]
