"""Where people leave the chat is counted without anything about them, and shown to the province's board alone."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from demo.chat_samples import DIALOGS, create_chat_counts
from tests.desk.test_export import read_csv, read_xlsx
from tests.signing_in import sign_in
from tests.whatsapp.paths import PATHS, Walker
from tests.whatsapp.sample_directory import shipped
from tests.world import clock
from whatsapp.board.funnel_page import QUESTION_NAMES
from whatsapp.models import StepCount
from whatsapp.queries.funnel_figures import load_funnel_figures
from whatsapp.rules.chat_inputs import Tap, TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialogs import STEPS
from whatsapp.rules.funnel.funnel_shares import FEWEST_SHOWN, StepFigures, make_funnels, round_number
from whatsapp.rules.funnel.question_labels import question_label
from whatsapp.rules.funnel.step_counts import StepOutcome, StepTally, count_turn, dialog_of_step
from whatsapp.rules.languages import Language
from whatsapp.services.step_counting import KEPT_FOR, add_step_counts, delete_old_counts

PAGE, FILE = "/desk/board/chat/", "/desk/board/chat."
DAY = clock("09:00").date()


class CountingWalker(Walker):
    """A simulated person whose turns are counted."""

    def __init__(self, phone: str = "+923001112233"):
        super().__init__(phone)
        self.tallies: list[StepTally] = []

    def hears(self, message, gap: timedelta = timedelta(seconds=20)):
        before = self.state
        turn = super().hears(message, gap)
        self.tallies += count_turn(before, turn.state, message, at=self.at)
        return turn

    def says(self, *texts: str, gap: timedelta = timedelta(seconds=20)) -> None:
        for text in texts:
            self.hears(TypedText(text), gap)

    def counted(self, step: str, outcome: str) -> int:
        return sum((tally.step, tally.outcome) == (step, outcome) for tally in self.tallies)


@pytest.fixture
def ayesha() -> CountingWalker:
    """Ayesha, who has begun to lodge a crime in English and is asked for its kind."""
    walker = CountingWalker()
    walker.says("Salam", "2", "1")
    assert walker.state.step.startswith("lodge.")
    return walker


def test_a_dialog_begins_with_its_first_question_and_its_questions_are_answered(ayesha):
    first = ayesha.state.step
    ayesha.says("2")
    assert ayesha.counted(first, "answered") == 1
    assert ayesha.counted("began", "reached") == 1
    assert ayesha.counted(ayesha.state.step, "reached") == 1
    assert {tally.language for tally in ayesha.tallies[2:]} == {"en"}


def test_a_miss_is_counted_and_the_question_is_not_reached_again(ayesha):
    ayesha.says("2")
    asked = ayesha.state.step
    ayesha.says("qqqq zzzz")
    assert (ayesha.counted(asked, "misunderstood"), ayesha.counted(asked, "reached")) == (1, 1)


@pytest.mark.parametrize("words", [["0"], ["cancel"], ["Salam", "no"], ["#"]])
def test_who_leaves_by_a_command_has_left(ayesha, words):
    asked = ayesha.state.step
    ayesha.says(*words)
    assert (ayesha.counted(asked, "left"), ayesha.counted(asked, "answered")) == (1, 0)


def test_who_comes_back_after_a_day_has_left(ayesha):
    ayesha.says("2", "Multan")
    asked = ayesha.state.step
    ayesha.says("hello", gap=timedelta(hours=25))
    assert ayesha.counted(asked, "left") == 1


def test_going_back_and_another_language_are_no_leaving(ayesha):
    ayesha.says("2", "Multan")
    asked = ayesha.state.step
    ayesha.says("#", "language", "1")
    assert ayesha.counted(asked, "left") == 0
    assert ayesha.counted("began", "reached") == 1


def test_a_service_that_only_tells_is_done_when_it_ends():
    walker = CountingWalker()
    walker.says("Salam", "2", "6")
    assert walker.state.step == "near.where"
    walker.says("language", "2")
    assert walker.counted("done", "reached") == 0
    walker.says("Lahore")
    assert (walker.counted("began", "reached"), walker.counted("done", "reached")) == (1, 1)


def test_help_changes_no_count(ayesha):
    before = len(ayesha.tallies)
    ayesha.says("help")
    assert len(ayesha.tallies) == before


def test_an_operator_who_takes_the_chat_is_counted():
    state = State(step="lodge.kind", language=Language.ENGLISH, dialog_key="k")
    (tally,) = count_turn(state, state, TypedText("operator"), at=clock("09:00"), handed_over=True)
    assert tally == StepTally("complaint", "lodge.kind", "en", StepOutcome.HANDED_OVER)


@pytest.mark.parametrize("number", range(len(PATHS)))
def test_nobody_answers_more_questions_than_they_were_asked(number):
    """Along every path of the chat: each question is reached before it is answered, and a filed complaint is done."""
    walker = CountingWalker()
    walker.walks(PATHS[number], language="2")
    for step in {tally.step for tally in walker.tallies} - {"began", "done", "language"}:
        assert walker.counted(step, "answered") + walker.counted(step, "left") <= walker.counted(step, "reached"), step
    assert walker.counted("done", "reached") >= len(set(walker.filed))


def test_no_count_holds_anything_but_codes(ayesha):
    ayesha.says("2", "Multan", "Gulberg 3520100000001 Ayesha Bibi", "03001112233")
    ayesha.hears(Tap("menu=1 3520100000001"))
    names = {*STEPS, "began", "done"}
    assert {tally.step for tally in ayesha.tallies} <= names
    assert {tally.dialog for tally in ayesha.tallies} <= {dialog_of_step(name) for name in STEPS} | {"missing_child"}


def figures(step: str, reached: int, answered: int = 0, **more: int) -> StepFigures:
    return StepFigures("complaint", step, reached, answered, **more)


def test_of_hundred_who_began_is_told_how_many_came_to_the_end_and_where_most_left():
    (funnel,) = make_funnels(
        [
            figures("began", 200), figures("done", 142),
            figures("lodge.group", 200, 190), figures("place.station", 190, 150, misunderstood=38, left=12),
        ]
    )  # fmt: skip
    assert (funnel.began, funnel.done, funnel.worst) == (200, 71, "place.station")
    first, second = funnel.steps
    assert (first.reached, first.gone, first.left) == (100, 5, None)
    assert (second.reached, second.gone, second.left, second.misunderstood) == (95, 21, 6, 20)


def test_fewer_than_ten_people_are_never_shown():
    (funnel,) = make_funnels([figures("began", 9), figures("done", 9), figures("lodge.group", 9, 4)])
    assert (funnel.began, funnel.done, funnel.steps, funnel.worst, funnel.hidden) == (None, None, (), "", 1)
    (funnel,) = make_funnels([figures("began", 50), figures("done", 9), figures("lodge.group", 50, 42, left=3)])
    assert (funnel.done, funnel.worst) == (None, "")
    assert (funnel.steps[0].gone, funnel.steps[0].left) == (None, None)


@pytest.mark.parametrize(("number", "shown"), [(9, None), (14, 10), (47, 50), (123, 120), (1234, 1200), (98765, 99000)])
def test_no_exact_number_of_people_is_shown(number, shown):
    assert round_number(number) == shown


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.URDU])
def test_nearly_every_question_has_its_own_words_as_a_label(language):
    labels = {name: question_label(name, language, directory=shipped(), at=clock("09:00")) for name in STEPS}
    assert sum(not label and name not in QUESTION_NAMES for name, label in labels.items()) <= len(STEPS) // 10
    assert all(len(label) <= 70 for label in labels.values())


def test_no_question_is_shown_by_its_code(world):
    add_step_counts(
        [
            StepTally(dialog_of_step(name), name, "en", StepOutcome.REACHED)
            for name in STEPS
            for _ in range(FEWEST_SHOWN)
        ],
        day=DAY,
    )
    with time_machine.travel(clock("09:00") + timedelta(days=1), tick=True):
        page = seen_by(world, "zara").content.decode()
    shown = {" ".join(cell.split()) for cell in re.findall(r'funnel-question" dir="auto">(.*?)</th>', page, re.DOTALL)}
    assert shown
    assert {text for text in shown if "." in text and " " not in text} == set()


def test_a_label_is_the_first_sentence_of_a_question():
    label = question_label("place.region", Language.ENGLISH, directory=shipped(), at=clock("09:00"))
    assert label == "Where did it happen?"


def test_the_worker_counts_a_turn_once_it_is_committed(world, phone, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        phone.writes("Salam")
    with django_capture_on_commit_callbacks(execute=True):
        phone.writes("2")
    language = StepCount.objects.get(step="language", language="en")
    assert (language.dialog, language.answered) == ("menu", 1)
    assert StepCount.objects.get(step="menu").reached == 1
    columns = {field.name for field in StepCount._meta.get_fields()}
    assert columns == {"id", "day", "dialog", "step", "language", *map(str, StepOutcome)}


def test_counting_that_fails_stops_no_chat(world, phone, monkeypatch, django_capture_on_commit_callbacks):
    def fail(*args, **kwargs):
        raise RuntimeError("the table is locked")

    monkeypatch.setattr("whatsapp.services.step_counting.add_step_counts", fail)
    with django_capture_on_commit_callbacks(execute=True):
        assert phone.writes("Salam")


def tallies(*counts: tuple[str, str, int], language: str = "en") -> list[StepTally]:
    return [
        StepTally("complaint", step, language, StepOutcome(outcome))
        for step, outcome, number in counts
        for _ in range(number)
    ]


def test_counts_of_a_day_add_up_and_old_ones_are_deleted(db):
    add_step_counts(tallies(("lodge.kind", "reached", 2), ("lodge.kind", "left", 1)), day=DAY)
    add_step_counts(tallies(("lodge.kind", "reached", 3)), day=DAY)
    row = StepCount.objects.get()
    assert (row.reached, row.left, row.answered) == (5, 1, 0)
    assert delete_old_counts(at=clock("09:00") + KEPT_FOR) == 0
    assert delete_old_counts(at=clock("09:00") + KEPT_FOR + timedelta(days=1)) == 1


@pytest.mark.slow
def test_the_demo_has_counts_of_every_dialog_that_it_names(db):
    create_chat_counts(at=clock("09:00"))
    create_chat_counts(at=clock("09:00"))
    day = DAY - timedelta(days=1)
    funnels = make_funnels(load_funnel_figures(first=day - timedelta(days=29), last=day))
    assert {funnel.dialog for funnel in funnels} == set(DIALOGS)
    assert all(funnel.began and funnel.done and funnel.steps for funnel in funnels)


@pytest.fixture
def counted(world):
    """A hundred people who began a complaint in English on DAY, and eleven in Urdu. It is the day after."""
    asked, language = ("lodge.kind", "reached"), "ur"
    english = tallies(("began", "reached", 100), (*asked, 100), ("lodge.kind", "answered", 71), ("done", "reached", 71))
    add_step_counts([*english, *tallies(("began", "reached", 11), (*asked, 11), language=language)], day=DAY)
    with time_machine.travel(clock("09:00") + timedelta(days=1), tick=True):
        yield world


def seen_by(world, name: str, address: str = PAGE):
    return sign_in(Client(), world.people[name].officer).get(address)


def exported_by(world, name: str, kind: str, query: str = ""):
    return sign_in(Client(), world.people[name].officer).post(f"{FILE}{kind}{query}")


def test_zara_reads_where_people_leave(counted):
    page = seen_by(counted, "zara", f"{PAGE}?language=en").content.decode()
    assert "Of 100 who began, 71 got an E-tag." in " ".join(page.split())
    assert "Most leave at" in page
    assert "About 100 people began." in " ".join(page.split())


def test_the_files_have_the_numbers_of_the_page_and_no_small_one(counted):
    page = seen_by(counted, "zara", f"{PAGE}?days=7")
    (funnel,) = page.context["funnels"]
    csv_rows = read_csv(exported_by(counted, "zara", "csv", "?days=7"))
    (row,) = csv_rows[1:]
    assert row[:2] == [str(DAY - timedelta(days=6)), str(DAY)]
    assert row[2:6] == ["All languages", funnel["name"], funnel["began"], str(funnel["done"])]
    (step,) = funnel["steps"]
    assert row[6:8] == [step["label"], str(step["reached"])]
    assert row[8:] == ["" if cell == "–" else str(cell) for cell in step["cells"]]
    assert "" in row[8:]
    (typed,) = read_xlsx(exported_by(counted, "zara", "xlsx", "?days=7"))[1:]
    assert typed[:2] == [f"{DAY - timedelta(days=6)} 00:00:00", f"{DAY} 00:00:00"]
    few = read_csv(exported_by(counted, "zara", "csv", "?days=7&language=ur"))
    assert (few[1][2], few[1][4]) == ("Urdu", "10")
    assert "11" not in few[1]


def test_a_language_in_which_few_wrote_shows_no_small_number(counted):
    page = " ".join(seen_by(counted, "zara", f"{PAGE}?language=ur").content.decode().split())
    assert "About 10 people began." in page
    assert "11" not in page.partition("<main")[2].partition("What these figures count")[0].replace("2011", "")


def test_bad_choices_get_a_message_and_the_whole_page(counted):
    page = seen_by(counted, "zara", f"{PAGE}?days=%00&language=xx")
    assert page.status_code == 200
    assert "board-error" in page.content.decode()


@pytest.mark.parametrize(("name", "status"), [("imran", 200), ("asad", 200), ("usman", 404), ("salma", 403)])
def test_the_page_belongs_to_the_board_of_the_province(counted, name, status):
    assert seen_by(counted, name).status_code == exported_by(counted, name, "csv").status_code == status


def test_an_accused_officer_of_the_centre_cannot_count_hidden_complaints(counted):
    """One more complaint, hidden from Asad: the page shows him what it showed before."""
    before = seen_by(counted, "asad").content
    add_step_counts(tallies(("began", "reached", 1), ("done", "reached", 0)), day=DAY)
    after = seen_by(counted, "asad").content
    assert b"111" not in after
    assert b"112" not in after
    assert before.count(b"About 110") == after.count(b"About 110") == 1


def test_the_page_needs_as_many_statements_with_any_number_of_counts(counted, django_assert_max_num_queries):
    client = sign_in(Client(), counted.zara.officer)
    client.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)
    for step in list(STEPS)[:30]:
        add_step_counts(tallies((step, "reached", 20)), day=DAY)
    with django_assert_max_num_queries(20) as many:
        client.get(PAGE)
    assert len(few) == len(many)
