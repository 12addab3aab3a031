"""Duress in several windows at the same moment: the harmless page loses nothing, just as a real one would not."""

import threading

import time_machine
from django.db import connections

from tests.citizen.conftest import Visitor, words
from tests.citizen.keys.cast import DURESS, set_words
from tests.world import build, clock

ADDED = ["He came on Monday.", "He came on Tuesday.", "He came on Friday."]


def test_what_is_added_from_three_windows_at_once_all_stands_there(own_database):
    complaint = build().complaint("gender_harassment", "09:00")
    set_words(complaint, duress=DURESS)
    ayesha = Visitor()
    ayesha.posts(f"/track/{complaint.etag}/key/", "10:00", key=DURESS)
    ayesha.get(f"/track/{complaint.etag}/mine/", "10:00")
    start, answers = threading.Barrier(len(ADDED)), []

    def adds(said: str) -> None:
        window = Visitor()
        window.client.cookies = ayesha.client.cookies
        start.wait()
        answer = window.client.post(f"/track/{complaint.etag}/mine/add/", {"seen": 1, "add-words": said})
        answers.append(answer.status_code)
        connections.close_all()

    windows = [threading.Thread(target=adds, args=(said,)) for said in ADDED]
    with time_machine.travel(clock("10:01"), tick=False):
        for window in windows:
            window.start()
        for window in windows:
            window.join()
    page = words(ayesha.get(f"/track/{complaint.etag}/mine/", "10:02"))
    assert len([code for code in answers if code == 302]) == sum(said in page for said in ADDED) > 0
