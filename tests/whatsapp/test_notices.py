"""Notices of missing children and wanted persons by chat, their pictures, and tips."""

import pytest

from notices.models import Tip
from notices.rules.notice_kinds import NoticeKind
from tests.notices.conftest import Board, own_storage  # noqa: F401 (pictures lie in the test's own folder)
from tests.whatsapp.transcripts import words


@pytest.fixture
def board(world):
    return Board(world)


def chats(phone, *texts: str) -> list[dict]:
    for text in texts:
        answers = phone.writes(text)
    return answers


def test_an_alert_is_shown_with_its_picture_and_its_page(phone, board):
    alert = board.published(photo=True)
    phone.at = alert.current.decided_at
    picture, question = chats(phone, "Salam", "2", "10", "2")
    assert picture["image"]["link"].endswith(f"/alerts/{alert.code}/photo.jpg")
    assert "Muneeb, son of Bashir" in picture["image"]["caption"]
    assert "I know something" in str(question)


def test_a_found_child_is_shown_no_more(phone, board):
    alert = board.published()
    board.ends(alert, at="12:00")
    phone.at = alert.current.decided_at.replace(hour=12, minute=1)
    assert "There is no notice at present" in words(chats(phone, "Salam", "2", "10", "2")[0])


def test_a_tip_reaches_the_notice_without_the_number_that_wrote(phone, board):
    wanted = board.published(NoticeKind.WANTED)
    phone.at = wanted.current.decided_at
    shown = chats(phone, "Salam", "2", "11")
    assert "accused, not convicted. Do not approach them." in words(shown[0])
    answer = chats(phone, "2", "I saw him at the bus stand.")[0]
    tip = Tip.objects.get()
    assert (tip.notice, tip.text, tip.phone, tip.channel) == (wanted, "I saw him at the bus stand.", "", "whatsapp")
    assert tip.number in "".join(words(answer).split()) or tip.number in words(answer)


@pytest.mark.slow
def test_a_tip_about_what_is_over_is_not_kept(phone, board):
    alert = board.published()
    phone.at = alert.current.decided_at
    chats(phone, "Salam", "2", "10", "2", "2")
    board.ends(alert, at="12:00")
    phone.at = alert.current.decided_at.replace(hour=12, minute=5)
    assert "not published any more" in words(chats(phone, "He is at the market.", "yes")[-1])
    assert not Tip.objects.exists()
