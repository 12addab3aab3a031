"""An error page shows the text of a rejected form again, so that nothing typed is lost."""

from uuid import uuid4

import psycopg
import pytest
from django.test import Client, RequestFactory

from citizen.filing.draft_addresses import draft_address
from tests.signing_in import sign_in
from tests.world import build
from web.submitted_text import submitted_texts

WORDS = "They broke the lock of my shop at night."
OURS = {"Sec-Fetch-Site": "same-origin"}


def shown(answer) -> str:
    return answer.content.decode()


@pytest.mark.django_db
def test_who_has_signed_in_again_in_another_window_gets_back_what_they_typed(world):
    """The form of the first window has a CSRF token that is no longer valid."""
    client = sign_in(Client(enforce_csrf_checks=True), world.bilal.officer)
    form = {"words": WORDS, "csrfmiddlewaretoken": "x" * 32, "password": "two words"}
    for path, said in (
        ("/desk/answers/", "This form has expired"),
        ("/ur/desk/answers/", "اس فارم کی میعاد ختم ہو گئی"),
    ):
        answer = client.post(path, form, headers=OURS)
        assert answer.status_code == 403
        assert said in shown(answer)
        assert WORDS in shown(answer)
        assert "two words" not in shown(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {}])
def test_a_strangers_page_puts_no_words_into_ours(headers):
    answer = Client(enforce_csrf_checks=True).post("/complain/", {"text": WORDS}, headers=headers)
    assert answer.status_code == 403
    assert WORDS not in shown(answer)


@pytest.mark.django_db
def test_an_older_browser_says_where_a_form_comes_from_by_its_origin():
    headers = {"Origin": "http://testserver"}
    answer = Client(enforce_csrf_checks=True).post("/complain/", {"text": WORDS}, headers=headers)
    assert WORDS in shown(answer)


def test_when_the_database_breaks_under_a_form_the_words_are_given_back(own_database):
    build()
    with psycopg.connect(own_database.owner_url) as owner:
        owner.execute("ALTER TABLE complaints_draft RENAME TO away")
    client = Client(raise_request_exception=False)
    for before, said in (("", "There is a problem on our side"), ("/ur", "ہماری طرف کوئی خرابی ہو گئی")):
        path = f"{before}/complain/{draft_address(uuid4())}/what/"
        answer = client.post(path, {"text": WORDS}, headers=OURS)
        assert answer.status_code == 500
        assert said in shown(answer)
        assert WORDS in shown(answer)


@pytest.mark.django_db
def test_who_may_not_see_a_complaint_any_more_gets_back_the_report_for_it(world):
    complaint = world.in_inquiry()
    bilal = sign_in(Client(), world.bilal.officer)
    world.usman.does("re_mark", complaint, "12:00", to=world.farah)
    for before, said in (("", "Page not found"), ("/ur", "صفحہ نہیں ملا")):
        path = f"{before}/desk/complaints/{complaint.etag}/submit_report/"
        answer = bilal.post(path, {"words": WORDS, "findings": "Two of them"}, headers=OURS)
        assert answer.status_code == 404
        for text in (said, WORDS, "Two of them"):
            assert text in shown(answer)
        assert WORDS not in shown(bilal.post(path, {"words": WORDS}))


@pytest.mark.django_db
def test_who_may_not_do_something_any_more_gets_back_what_they_typed(world):
    """Farah sees the complaint, but Bilal holds it."""
    complaint = world.in_inquiry()
    desk = sign_in(Client(), world.farah.officer)
    path = f"/desk/complaints/{complaint.etag}/submit_report/"
    answer = desk.post(path, {"draft_help": "1", "words": WORDS}, headers=OURS)
    assert answer.status_code == 403
    assert WORDS in shown(answer)


@pytest.mark.parametrize("field", ["word", "present", "key", "secret"])
def test_a_secret_word_is_never_shown(field):
    request = RequestFactory().post("/track/", {field: "rose garden"}, headers=OURS)
    assert submitted_texts(request) == []
