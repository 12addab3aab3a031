"""The abuser's story: he has Ayesha's phone in his hand, unlocked, with its history and its messages.

She has complained about him on this phone, in a confidential category, and chose a secret word that he does not know.
Whatever he opens or sends, no complaint is opened, nothing changes, and nothing is revealed: neither the subject, nor
what the police did, nor that there is a word.

What he finds if he forces her to enter a word: test_under_duress.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, reverse
from django.utils.translation import override

from citizen.filing.draft_addresses import draft_address
from citizen.services import one_tap_links
from citizen.urls import urlpatterns
from complaints.models import Complaint, Event, Evidence
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.etag import compose_etag, format_etag
from complaints.rules.followup_questions import Question
from complaints.workflow.table import MOVES
from notifications.models import DeliveredMail, Message
from notifications.services.message_delivery import deliver_due_messages
from tests.citizen.conftest import Visitor, path_of, words
from tests.citizen.keys.cast import SECRET, counted
from tests.evidence.samples import photo
from tests.world import PHONES, build, clock

PHONE = "0300 1112233"
HIDDEN = (
    *("uncle", "college", "bazaar", "Ayesha", "at night", "the officer has", "چچا", "کالج"),
    *(SECRET, SECRET.title(), "photo.jpg", "Gender harassment", "صنفی ہراسانی", "gender_harassment"),
    *("Dania", "دانیہ", "Gulberg", "گلبرگ", "Deputy Superintendent", "Under inquiry", "Report submitted", "Resolved"),
)
"""Text that must appear nowhere on this phone, except in the list of all categories when filing."""
KINDS = {"Gender harassment", "صنفی ہراسانی", "gender_harassment"}


@dataclass
class HerPhone(Visitor):
    """A browser that remembers every address, as browsers do. `at`: when he takes it."""

    at: str = ""
    history: list[str] = field(default_factory=list)

    def get(self, path, at="", **data):
        self.history.append(path)
        answer = super().get(path, at or self.at, **data)
        return self.get(path_of(answer), at) if answer.status_code == 302 else answer

    def posts(self, path, at="", **typed):
        answer = super().posts(path, at or self.at, **typed)
        return self.get(path_of(answer), at) if answer.status_code == 302 else answer


def the_next_evening(language: str = "en"):
    """She files, answers questions and returns the next evening; the police work on it.

    Return her phone's memory of it.
    """
    world, phone = build(), HerPhone(language)
    files(phone)
    complaint = hers()
    world.usman.marks(complaint, to=world.dania, at="09:20")
    world.dania.does("record_contact", complaint, "10:00", words="I am the officer who has it. Is your uncle at home?")
    comes_back(phone, complaint)
    return world, {"language": language, "history": phone.history, "at": "+1d 20:17"}, phone.client.cookies


def weeks_later():
    """The complaint has ended and her browser was closed."""
    world, phone, cookies = the_next_evening("ur")
    ends(world, hers())
    cookies.clear()
    return world, phone | {"at": "+45d 15:00"}, cookies


STORIES = {
    "en, a quarter of an hour later, the browser still open": the_next_evening,
    "ur, weeks later, all told": weeks_later,
}


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=[pytest.mark.slow] if name.startswith("en") else []) for name in STORIES],
)
def story(request, prepared):
    return prepared(STORIES[request.param])


@pytest.fixture
def told(db, story, settings):
    settings.NOTIFICATIONS_TRANSPORTS = dict.fromkeys(["sms", "email"], "notifications.transports.mailbox.send")
    with story.lent() as told:
        yield told


@pytest.fixture
def phone(told) -> HerPhone:
    """Return her phone, in his hand."""
    _, remembered, cookies = told
    phone = HerPhone(**remembered)
    phone.client.cookies = cookies
    return phone


@pytest.fixture
def world(told):
    return told[0]


def files(phone: HerPhone) -> None:
    """Fill in the five pages with her number and a secret word, answer follow-up questions, and end the visit."""
    key = draft_address(uuid.uuid4())
    phone.get("/", "09:00")
    phone.get("/complain/", "09:00")
    phone.posts("/complain/", "09:00", key=key, category="gender_harassment")
    phone.posts(f"/complain/{key}/where/", "09:01", district="lahore")
    phone.posts(f"/complain/{key}/what/", "09:02", text="My uncle follows me to college through the bazaar.")
    phone.posts(f"/complain/{key}/whom/", "09:02", keep_from="no")
    told = {
        "reach": "secret",
        "phone": PHONE,
        "secret": SECRET.title(),
        "language": phone.language,
        "behalf": "self",
        "checked": "1",
    }
    phone.posts(f"/complain/{key}/reach/", "09:03", **told)
    address = f"/track/{hers().etag}/"
    for page in ("mine/", "more/", *(f"more/{question}/" for question in Question), "evidence/"):
        phone.get(address + page, "09:05")
    phone.posts(f"{address}more/you/", "09:06", name="Ayesha Khan", document="none", reason="At home.")
    picture = SimpleUploadedFile("photo.jpg", photo(), "image/jpeg")
    phone.posts(f"{address}evidence/", "09:07", evidence=[picture])
    phone.posts(f"{address}mine/end/", "09:10")


def comes_back(phone: HerPhone, complaint: Complaint) -> None:
    """The next evening she reads the officer's message and answers."""
    address = f"/track/{complaint.etag}/"
    phone.get("/track/", "+1d 20:00", etag=complaint.spaced_etag)
    phone.posts(f"{address}key/", "+1d 20:00", key=SECRET)
    assert "Is your uncle at home?" in unescape(words(phone.get(f"{address}mine/", "+1d 20:01")))
    phone.posts(f"{address}mine/add/", "+1d 20:02", seen=99, **{"add-words": "He stood at the door at night."})


def ends(world, complaint: Complaint) -> None:
    """Cause every other event of which a complainant is notified."""
    world.nadia.does("confirm_contact", complaint, "+2d 10:00", answer="in_person")
    world.dania.reports(complaint, "+2d 11:00")
    world.farah.does("accept", complaint, "+2d 12:00")
    world.nadia.does("verify", complaint, "+2d 13:00", verdict="satisfied")
    world.system.does("close", complaint, "+9d 14:00")
    world.system.does("ask_after", complaint, "+41d 10:00")


def hers() -> Complaint:
    return Complaint.objects.unscoped("test").get()


def everything() -> dict[str, list]:
    """Return every row that the portal stores, except browser sessions."""
    tables = [model for model in apps.get_models() if model is not Session]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in tables}


def revealed(answer) -> list[str]:
    """Return what a response reveals about the matter in its body, headers and redirects."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = unescape(body.decode("utf-8", "replace")) + str(dict(answer.headers))
    everybodys = KINDS if path_asked(answer) in {"/complain/", "/complain/list/", "/complain/offline/"} else set()
    return [word for word in HIDDEN if word.lower() in said.lower() and word not in everybodys]


def path_asked(answer) -> str:
    """Return the requested path, in its English form."""
    return answer.request["PATH_INFO"].removeprefix("/ur")


# --- what he opens ---


@pytest.mark.slow
def test_no_address_of_the_browser_s_history_shows_anything(phone):
    before = everything()
    for path in list(phone.history):
        assert (path, revealed(phone.get(path))) == (path, [])
    assert everything() == before


@pytest.mark.slow
def test_nor_does_the_same_address_in_the_other_language(phone):
    other = "en" if phone.language == "ur" else "ur"
    paths = [path.removeprefix("/ur") for path in phone.history]
    phone.language = other
    for path in paths:
        assert (path, revealed(phone.get(path))) == (path, [])


def test_no_message_ever_came(phone):
    """No event sent a message, from the receipt to the question after a month whether anybody troubles her."""
    deliver_due_messages(at=clock("+50d 12:00"), limit=1000)
    assert DeliveredMail.objects.exists()  # the officers were notified
    assert not DeliveredMail.objects.filter(address=PHONES["ayesha"]).exists()


@pytest.mark.slow
def test_every_door_of_the_portal_is_shut_whatever_he_sends(phone):
    """Requests every URL of the citizens' pages, with what the history could have told him, by GET and POST."""
    before, knocked = everything(), 0
    for path in doors(hers()):
        assert (path, revealed(phone.get(path))) == (path, [])
        answer = phone.posts(path, seen=99, answer="nobody", words="No.", text="No.", reached_at=PHONE, code="123456")
        assert (path, revealed(answer)) == (path, [])
        knocked += 1
    assert knocked > 60
    tries = {name: rows for name, rows in everything().items() if name not in {"complaints.Draft"}}
    assert tries == {name: rows for name, rows in before.items() if name in tries}


def doors(complaint: Complaint) -> Iterator[str]:
    """Return the URLs of all routes that name a complaint, draft, file or question, filled in with hers."""
    events = Event.objects.filter(complaint=complaint).values_list("pk", flat=True)
    known = {
        "etag": [complaint.etag],
        "draft": [complaint.draft.pk],
        "move": [*MOVES, "end"],
        "question": [question.value for question in Question],
        "file": list(Evidence.objects.filter(complaint=complaint).values_list("pk", flat=True)),
        "number": ["000"],  # of a tile of the public log
        "level": [0],
        "token": [one_tap_links.make_link_token(event, act) for event in events for act in OneTapQuestionKind],
    }
    for pattern in flat(urlpatterns):
        arguments = list(pattern.pattern.converters)
        for combination in product({name: known[name] for name in arguments}):
            yield reverse(pattern.name, kwargs=combination)


def flat(patterns) -> Iterator[URLPattern]:
    for pattern in patterns:
        yield from flat(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


def product(choices: dict[str, list]) -> Iterator[dict]:
    if not choices:
        yield {}
        return
    (name, values), *others = choices.items()
    for value in values:
        for rest in product(dict(others)):
            yield {name: value, **rest}


# --- what he requests ---


def test_no_code_comes_and_the_answer_is_a_stranger_s(phone):
    def asks(reached_at):
        with counted() as statements:
            answer = Visitor(phone.language).posts(f"/track/{hers().etag}/code/ask/", phone.at, reached_at=reached_at)
        return answer.status_code, path_of(answer), len(statements)

    assert asks(PHONE) == asks("0345 9998877")
    assert not Message.objects.filter(template="access_code").exists()


def test_my_complaints_lists_nothing_and_the_answer_is_a_stranger_s(phone):
    def asks(reached_at):
        with counted() as statements:
            answer = Visitor(phone.language).posts("/mine/", phone.at, reached_at=reached_at)
        return answer.status_code, path_of(answer), len(statements)

    assert asks(PHONE) == asks("0345 9998877")
    assert not Message.objects.filter(template="list_code").exists()


def test_no_message_of_hers_would_hold_a_link_that_answers_for_her(phone):
    for event in Event.objects.filter(complaint=hers()):
        for act in OneTapQuestionKind:
            assert one_tap_links.make_link_token_for_message(event.pk, act) == ""


def test_he_does_not_even_learn_that_there_is_a_word(phone, world):
    """Another confidential complaint with a phone and no word: its page shows the same and asks the same."""
    other = world.complaint("gender_harassment", "09:00", by="bashir")
    if hers_is_closed():
        world.usman.does("reject", other, "10:00")

    def says(complaint):
        page = Visitor(phone.language).get(f"/track/{complaint.etag}/", phone.at)
        return words(page).replace(complaint.spaced_etag, "").replace(complaint.etag, "")

    mine = Complaint.objects.unscoped("test").exclude(pk=other.pk).get()
    assert says(mine) == says(other)


def hers_is_closed() -> bool:
    return Complaint.objects.unscoped("test").filter(status="closed").exists()


# --- what he guesses ---


def test_his_guesses_open_nothing_and_after_five_even_the_right_one_waits_for_a_proof(phone):
    address = f"/track/{hers().etag}/key/"
    guesses = ("pakistan", PHONE, "Ayesha Khan", "786786", "i love you", SECRET)
    for status, guess in zip([422] * 5 + [429], guesses, strict=True):
        answer = phone.posts(address, key=guess)
        assert answer.status_code == status
        assert guess not in answer.content.decode()
        assert revealed(answer) == []
    assert revealed(phone.get(f"/track/{hers().etag}/mine/")) == []


@pytest.mark.slow
def test_whoever_knocks_without_end_is_asked_to_wait_for_any_number(phone):
    def knocks(etag, address):
        visitor = Visitor(phone.language)
        visitor.client.defaults["REMOTE_ADDR"] = address
        answers = [visitor.posts(f"/track/{etag}/key/", phone.at, key="unconfirmed") for _ in range(14)]
        return [(answer.status_code, words(answer).replace(format_etag(etag), "")) for answer in answers]

    known, unknown = knocks(hers().etag, "192.0.2.1"), knocks(compose_etag(26, 123456789), "192.0.2.2")
    assert [status for status, _ in known] == [422] * 5 + [429] * 9
    assert known == unknown


# --- what she can do when he comes in ---


def test_she_leaves_at_once_and_nothing_is_open_behind_her(phone, settings):
    complaint = hers()
    her = Visitor(phone.language)
    her.posts(f"/track/{complaint.etag}/key/", phone.at, key=SECRET)
    assert her.get(f"/track/{complaint.etag}/mine/", phone.at).status_code == 200
    answer = her.get("/leave/", phone.at)
    assert (answer.status_code, answer["Location"]) == (302, settings.EXIT_URL)
    assert answer["Clear-Site-Data"] == '"storage"'
    assert her.client.cookies["sessionid"].value == ""
    assert her.get(f"/track/{complaint.etag}/mine/", phone.at).status_code == 302


def test_with_her_word_it_is_all_still_there(phone):
    her = Visitor(phone.language)
    her.posts(f"/track/{hers().etag}/key/", phone.at, key=SECRET)
    with override(phone.language):
        page = unescape(words(her.get(f"/track/{hers().etag}/mine/", phone.at)))
    for told in ("My uncle follows me to college", "Is your uncle at home?", "He stood at the door at night."):
        assert told in page
