"""Anonymous, under 18, on behalf, protected, with a secret word: the effect of each on these pages."""

import pytest

from complaints.models import Complainant, Complaint, Event
from complaints.rules.followup_questions import Question
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from tests.citizen.conftest import Visitor, mistakes, path_of, words
from tests.citizen.keys.cast import STORY, recovered
from tests.citizen.more.conftest import OTHER_WORD, WORD, Telling, told
from tests.secret_words import has_word


@pytest.fixture
def nobody(world, ayesha) -> Telling:
    """Return a person without name or number who has opened their complaint with its word."""
    unknown = {"name": "", "phone": "", "anonymous": True, "secret_digest": digest_secret_word(WORD)}
    complaint = world.complaint("bribe_demand", station="gulberg", **unknown)
    opens_with(ayesha, complaint, WORD)
    return Telling(ayesha, complaint)


def opens_with(visitor: Visitor, complaint: Complaint, key: str, at: str = "09:30"):
    return visitor.posts(f"/track/{complaint.etag}/key/", at, key=key)


# --- anonymous ---------------------------------------------------------------------------------------------------


def test_who_is_anonymous_is_not_asked_who_they_are(nobody):
    page = told(nobody.sees_list("09:31"))
    assert "of 4 answered" in page
    for title in ("Who are you?", "How can we contact you safely?", "When can we call you?", "Who can see your name?"):
        assert title not in page
    for question in (Question.YOU, Question.CONTACT, Question.HOURS, Question.PROTECTION):
        assert path_of(nobody.sees(question, "09:32")) == nobody.list_path
        answer = nobody.tells(question, "09:33", name="Ayesha")
        assert answer.status_code == 409
        assert "This question does not apply to this complaint." in told(answer)
    assert nobody.now().complainant.name == ""


def test_who_is_anonymous_tells_the_matter_like_everybody(nobody):
    nobody.tells(Question.CONCERNS, "09:31", belt="LHR-4411")
    nobody.tells(Question.WHEN, "09:32", about="Last night")
    assert nobody.now().statement.concerns == "belt number LHR-4411"


# --- a complaint about the police --------------------------------------------------------------------------------


def test_whoever_names_the_station_reads_that_nobody_there_reads_it(world, opened):
    telling = opened("bribe_demand")
    assert "Nobody posted at the police station you name here will handle or read this complaint." in told(
        telling.sees(Question.PLACE)
    )
    telling.tells(Question.PLACE, station="gulberg")
    assert not Complaint.objects.visible_to(world.kamran.actor).exists()


def test_a_marked_conduct_complaint_shows_its_station_and_takes_the_rest(world, opened):
    telling = opened("bribe_demand", station="gulberg")
    world.salma.marks(telling.complaint, to=world.dania, at="09:40")
    page = telling.sees(Question.PLACE)
    assert "Only the complaint cell of the Central Police Office can change the station now." in told(page)
    assert 'name="station"' not in page.content.decode()
    telling.tells(Question.PLACE, station="garden_town", landmark="At the gate")
    assert (telling.now().place.code, telling.now().statement.landmark) == ("gulberg", "At the gate")


def test_the_story_tells_what_was_told_and_that_the_station_has_lost_it(world, opened):
    world.kamran.officer.rank = "DSP"
    world.kamran.officer.save()
    telling = opened("misbehaviour")
    world.salma.marks(telling.complaint, to=world.kamran, at="09:40")
    telling.tells(Question.PLACE, station="gulberg", landmark="At the gate")
    story = told(telling.visitor.get(f"/track/{telling.complaint.etag}/mine/", "10:01"))
    assert "You added: the police station, a landmark." in story
    assert "At the gate" in story
    assert (
        "What you told us showed a conflict of interest, so your complaint was taken from the officer who had it."
        in story
    )
    assert telling.now().holder == world.dania.posting


# --- under 18, on behalf, protected ------------------------------------------------------------------------------


def test_a_child_reads_what_it_means_and_whom_to_ring(opened):
    page = told(opened().sees(Question.AGE))
    assert "your complaint is confidential from now on" in page
    assert "1121" in page
    assert "I would rather speak to a woman officer" in page


def test_a_child_s_complaint_is_confidential_and_stays_so(opened):
    telling = opened()
    telling.tells(Question.AGE, under_18="yes", woman_officer="on")
    kept = telling.now()
    assert (kept.confidential, kept.complainant.under_18, kept.complainant.woman_officer) == (True, True, True)
    answer = telling.tells(Question.AGE, under_18="no")
    assert answer.status_code == 409
    assert "For your safety, only the complaint cell can change this back, after speaking to you." in told(answer)
    assert telling.now().confidential
    assert "<title>Information</title>" in telling.sees_list().content.decode()


def test_for_somebody_else_with_their_consent_noted(opened):
    telling = opened()
    telling.tells(Question.BEHALF, behalf="relative", name="Sadia Bibi", consent="given")
    person = telling.now().complainant
    assert (person.behalf, person.behalf_name, person.behalf_consent) == ("relative", "Sadia Bibi", "given")
    assert "For a relative, Sadia Bibi, The person agrees" in told(telling.sees_list())


def test_protection_is_switched_off_by_the_complainant_and_for_a_child_by_the_cell_alone(opened):
    telling = opened()
    Complainant.objects.update(phone_is_of_filing=True)  # the browser that filed has proved the number
    telling.tells(Question.PROTECTION, protected="yes")
    assert telling.now().protected
    assert "Only the complaint cell" in told(telling.sees_list())
    assert "Your name is hidden" in told(telling.sees(Question.YOU))
    telling.tells(Question.PROTECTION, protected="no")
    assert not telling.now().protected
    telling.tells(Question.PROTECTION, protected="yes")
    telling.tells(Question.AGE, under_18="yes")
    answer = telling.tells(Question.PROTECTION, protected="no")
    assert answer.status_code == 409
    assert telling.now().protected


def test_a_confidential_category_hides_the_name_without_being_asked(opened):
    telling = opened("gender_harassment")
    assert "Who can see your name?" not in told(telling.sees_list())
    assert path_of(telling.sees(Question.PROTECTION)) == telling.list_path


# --- the words ---------------------------------------------------------------------------------------------------


def test_once_there_is_a_word_the_phone_s_code_opens_nothing_and_this_visit_goes_on(world, opened):
    telling = opened()
    other = Visitor()
    other.opens(telling.complaint, "09:40")
    telling.tells(Question.WORD, word=WORD)
    assert telling.sees_list("10:01").status_code == 200  # the visit that set it continues
    page = other.get(telling.list_path, "10:01")
    assert page.status_code == 302  # every other visit has ended
    assert path_of(opens_with(other, telling.complaint, WORD, "10:02")) == f"/track/{telling.complaint.etag}/mine/"


def test_another_word_needs_the_present_one(opened):
    telling = opened()
    assert 'name="present"' not in telling.sees(Question.WORD).content.decode()
    telling.tells(Question.WORD, word=WORD)
    answer = telling.tells(Question.WORD, "10:01", word=OTHER_WORD, present="Yellow kite")
    assert answer.status_code == 422
    assert mistakes(answer)["present"] == "This is not your current secret word."
    assert "Yellow kite" not in answer.content.decode()
    answer = telling.tells(Question.WORD, "10:02", word=OTHER_WORD)
    assert "Enter your current secret word. Only you can change it." in mistakes(answer)["present"]
    telling.tells(Question.WORD, "10:03", word=OTHER_WORD, present=WORD)
    assert has_word(telling.now(), OTHER_WORD, "secret_hash")


@pytest.mark.slow
def test_wrong_words_only_slow_the_change_down(opened):
    """A person with the open page can delay her changing the word, but only for a while."""
    telling = opened()
    telling.tells(Question.WORD, word=WORD)
    for _ in range(6):
        answer = telling.tells(Question.WORD, "10:01", word=OTHER_WORD, present="Yellow kite")
    assert answer.status_code == 429
    assert mistakes(answer)["present"] == "Too many wrong words were tried. Wait ten minutes, then try again."
    telling.tells(Question.WORD, "10:06", word=OTHER_WORD, present=WORD)
    assert has_word(telling.now(), OTHER_WORD, "secret_hash")


def test_a_second_tap_on_save_is_no_wrong_word(opened):
    telling = opened()
    seen = telling.now().head.seq
    telling.tells(Question.WORD, seen=seen, word=WORD)
    answer = telling.tells(Question.WORD, "10:00", seen=seen, word=WORD, present="a slip")
    assert path_of(answer) == telling.list_path


def test_setting_a_second_word_leaves_no_trace(opened):
    """The complaint's page, its list of questions and its history are unchanged."""
    telling = opened()
    telling.tells(Question.WORD, word=WORD)

    def seen():
        pages = [
            telling.visitor.get(path, "10:02")
            for path in (telling.list_path, telling.list_path.replace("/more/", "/mine/"))
        ]
        events = Event.objects.filter(complaint=telling.complaint).values_list("seq", "kind")
        return [words(page) for page in pages], list(events), telling.now().head.seq

    telling.sees_list("10:01")  # reads the message about the secret word
    before = seen()
    assert (
        path_of(telling.tells(Question.SECOND_WORD, "10:01", word=OTHER_WORD, present=WORD, story=STORY))
        == telling.list_path
    )
    assert "Saved." in words(telling.visitor.get(telling.list_path, "10:01"))
    assert seen() == before
    assert has_word(telling.now(), OTHER_WORD, "duress_hash")


def test_it_is_explained_before_a_secret_word_is_set_and_never_after(opened):
    telling = opened()
    assert "forces you to open your complaint" in words(telling.sees(Question.WORD))
    telling.tells(Question.WORD, word=WORD)
    for question in (Question.WORD, Question.SECOND_WORD):
        assert "forces you" not in words(telling.sees(question))


def test_the_two_words_differ(opened):
    telling = opened()
    telling.tells(Question.WORD, word=WORD)
    answer = telling.tells(Question.SECOND_WORD, "10:01", word=WORD, present=WORD, story=STORY)
    assert "The two words must be different." in mistakes(answer)["word"]


def test_who_has_lost_the_word_sets_another_with_a_printed_key(world, ayesha):
    complaint = world.complaint("financial_crime", secret_digest=digest_secret_word(WORD))
    key = recovered(world, complaint, at="09:20")
    telling = Telling(ayesha, complaint)
    assert path_of(opens_with(ayesha, complaint, key)) == telling.path(Question.WORD)
    assert 'name="present"' not in telling.sees(Question.WORD, "09:31").content.decode()
    telling.tells(Question.WORD, "09:32", word=OTHER_WORD)
    assert has_word(telling.now(), OTHER_WORD, "secret_hash")
    assert 'name="present"' in telling.sees(Question.WORD, "09:33").content.decode()


@pytest.mark.parametrize("told_so", [{"under_18": True}, {"category": "gender_harassment"}], ids=["child", "matter"])
def test_a_child_and_whoever_tells_a_confidential_matter_can_ask_for_messages(opened, told_so):
    telling = opened(**told_so)
    assert "No messages, only a code when you ask for one" in told(telling.sees_list())
    assert "Send me messages about this complaint" in told(telling.sees(Question.CONTACT))
    telling.tells(Question.CONTACT, "10:02", email="", channel="", language="en", messages="on")
    assert telling.now().complainant.messages_wanted
    assert "No messages" not in told(telling.sees_list("10:03"))


def test_messages_in_spite_of_a_word_are_asked_only_beside_one(opened):
    telling = opened()
    assert 'name="messages"' not in telling.sees(Question.CONTACT).content.decode()
    telling.tells(Question.WORD, word=WORD)
    page = telling.sees(Question.CONTACT, "10:01").content.decode()
    assert 'name="messages"' in page
    assert 'name="phone"' in page  # with a word, no number opens the complaint
    telling.tells(
        Question.CONTACT, "10:02", phone="0300 1112233", email="", channel="sms", language="en", messages="on"
    )
    assert telling.now().complainant.messages_wanted


@pytest.mark.slow
def test_under_duress_the_questions_are_those_of_the_harmless_matter(world, opened):
    telling = opened("financial_crime", station="gulberg", landmark="Behind the bank")
    telling.tells(Question.WORD, word=WORD)
    telling.tells(Question.SECOND_WORD, "10:01", word=OTHER_WORD, present=WORD, story=STORY)
    pressed = Telling(Visitor(), telling.complaint)
    opens_with(pressed.visitor, telling.complaint, OTHER_WORD, "10:02")
    page = told(pressed.sees_list("10:03"))
    assert "Add more details" in page
    assert "Behind the bank" not in page
    assert pressed.tells(Question.PLACE, "10:04", landmark="At the counter").status_code == 302
    assert "At the counter" in told(pressed.sees_list("10:05"))
    assert telling.now().statement.landmark == "Behind the bank"
    assert "Behind the bank" in told(telling.sees_list("10:06"))
