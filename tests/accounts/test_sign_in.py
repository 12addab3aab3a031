"""Officers sign in, reset their password and sign out, in both languages; others get in nowhere and learn nothing."""

import re

import environ
import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse

from accounts.hashers import ModestArgon2
from accounts.services.officers import deactivate_officer
from notifications.models import DeliveredMail, Message
from operations.mail_settings import mailer_settings
from tests.accounts.conftest import PASSWORD
from tests.signing_in import code_of, give_app_to
from tests.signing_in import sign_in as signed_in

pytestmark = pytest.mark.django_db
NEXT = "/desk/posting/"
BOTH = pytest.mark.parametrize("language", ["", "/ur"])


def sign_in(client, email, password=PASSWORD, language=""):
    return client.post(f"{language}/desk/sign-in/", {"login": email, "password": password, "next": NEXT})


@BOTH
def test_an_officer_signs_in_with_address_and_password_and_out_again(client, officer, heads, lahore, language):
    bilal = officer("Bilal")
    heads("t_station", bilal)
    secret = give_app_to(bilal)
    page = client.get(f"{language}/desk/sign-in/").content.decode()
    assert f'lang="{language[1:] or "en"}"' in page
    assert f'dir="{"rtl" if language else "ltr"}"' in page
    assert 'type="password"' in page
    second = sign_in(client, "BILAL@example.org", language=language).headers["Location"]
    assert second == f"{language}/desk/sign-in/code/"
    assert client.get(NEXT).status_code == 302
    assert client.get(second).status_code == 200
    assert client.post(second, {"code": code_of(secret)}).headers["Location"] == NEXT
    assert client.get(NEXT).status_code == 200
    assert client.get(f"{language}/desk/sign-out/").status_code == 200
    client.post(f"{language}/desk/sign-out/")
    assert client.get(NEXT).headers["Location"] == f"/desk/sign-in/?next={NEXT}"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, officer):
    officer("Bilal")
    wrong = sign_in(client, "bilal@example.org", "not the word").content.decode()
    unknown = sign_in(client, "nobody@example.org", "not the word").content.decode()
    assert "The e-mail address or password is incorrect." in wrong

    def plain(page):
        return re.sub(r'csrfmiddlewaretoken" value="\w+"|(bilal|nobody)@example\.org', "", page)

    assert plain(wrong) == plain(unknown)
    assert "Error:" in wrong


def test_what_was_typed_wrong_is_said_beside_the_field(client):
    page = sign_in(client, "no address", "").content.decode()
    assert "This is not a valid e-mail address." in page
    assert "Please fill this in." in page
    assert 'value="no address"' in page


def test_a_nul_and_an_endless_address_are_refused_like_any_other_mistake(client):
    assert "characters that are not allowed" in sign_in(client, "bilal\x00@example.org").content.decode()
    assert sign_in(client, f"{'b' * 5000}@example.org").status_code == 200
    assert "characters that are not allowed" in sign_in(client, "bilal@example.org", "a\x00b").content.decode()


def test_nobody_can_guess_for_ever(client, officer):
    officer("Bilal")
    for _ in range(5):
        sign_in(client, "bilal@example.org", "not the word")
    page = sign_in(client, "bilal@example.org").content.decode()
    assert "Too many attempts" in page
    assert client.get(NEXT).status_code == 302


def test_without_the_cache_sign_in_closes_and_says_so_while_the_signed_in_work_on(
    client, officer, heads, lahore, settings
):
    bilal = officer("Bilal")
    heads("t_station", bilal)
    signed_in(client, bilal)
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    stranger = type(client)()
    for address in ("sign-in", "password/reset"):
        answer = stranger.post(
            f"/desk/{address}/", {"login": "bilal@example.org", "password": PASSWORD, "email": "a@b.pk"}
        )
        assert answer.status_code == 503
        assert "Sign-in is temporarily unavailable" in answer.content.decode()
    assert client.get(NEXT).status_code == 200


def test_a_deactivated_officer_is_out_at_once_and_told_at_the_next_sign_in(client, officer, heads, lahore, morning):
    posting = heads("t_station", officer("Bilal"))
    sign_in(client, "bilal@example.org")
    deactivate_officer(officer=posting.officer, by=None, at=morning.replace(hour=9))
    assert client.get(NEXT).status_code == 302
    answer = client.post(
        "/desk/sign-in/", {"login": "bilal@example.org", "password": PASSWORD, "next": NEXT}, follow=True
    )
    assert "This account is closed" in answer.content.decode()
    assert client.get(NEXT).status_code == 302


@BOTH
def test_a_forgotten_password_is_replaced_through_a_link_that_works_once(client, officer, language):
    officer("Bilal")
    assert client.get(f"{language}/desk/password/reset/").status_code == 200
    sent = client.post(f"{language}/desk/password/reset/", {"email": "bilal@example.org"}, follow=True)
    assert sent.redirect_chain[0][0] == f"{language}/desk/password/reset/sent/"
    [message] = mail.outbox
    link = re.search(r"http://testserver(\S+)", message.body)[1]
    assert link.startswith(f"{language}/desk/password/reset/")
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "nine patient otters", "password2": "nine patient otters"}
    refused = client.post(address, new | {"password2": "another one here"}).content.decode()
    too_short = client.post(address, {"password1": "short", "password2": "short"}).content.decode()
    if not language:
        assert "The passwords do not match." in refused
        assert "at least 12 characters are needed" in too_short
    assert refused.count("is-invalid") == too_short.count("is-invalid") == 1
    assert client.post(address, new, follow=True).status_code == 200
    assert sign_in(client, "bilal@example.org").status_code == 200
    assert sign_in(client, "bilal@example.org", "nine patient otters").headers["Location"] == NEXT
    later = type(client)().get(link, follow=True)
    assert f"{language}/desk/password/reset/" in later.content.decode()
    assert 'type="password"' not in later.content.decode()


def test_asking_for_an_unknown_address_looks_the_same_and_writes_to_nobody(client, officer):
    officer("Bilal")
    known = client.post("/desk/password/reset/", {"email": "bilal@example.org"}, follow=True)
    unknown = client.post("/desk/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [message.to for message in mail.outbox] == [["bilal@example.org"]]


def test_a_mail_server_that_is_down_does_not_tell_which_addresses_are_known(client, officer, settings):
    officer("Bilal")
    settings.MAILERS = {"default": mailer_settings(environ.Env.email_url_config("smtp://127.0.0.1:1"))}
    known = client.post("/desk/password/reset/", {"email": "bilal@example.org"}, follow=True)
    unknown = client.post("/desk/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content


def test_in_the_demo_the_link_stands_in_the_mailbox_and_never_in_the_outbox(client, officer, settings):
    officer("Bilal")
    settings.NOTIFICATIONS_TRANSPORTS = {"email": "notifications.transports.mailbox.send"}
    client.post("/ur/desk/password/reset/", {"email": "bilal@example.org"})
    [delivered] = DeliveredMail.objects.all()
    assert (delivered.address, delivered.language) == ("bilal@example.org", "ur")
    assert "http://testserver/ur/desk/password/reset/" in delivered.text
    assert not mail.outbox
    assert not Message.objects.exists()


def test_nobody_signs_up(client):
    for address in ("/desk/signup/", "/desk/sign-up/", "/accounts/signup/", "/desk/email/"):
        assert client.get(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_foreign_address_to_go_on_to_is_not_followed(client, officer, heads, lahore):
    heads("t_station", officer("Bilal"))
    sign_in(client, "bilal@example.org")
    answer = client.get("/desk/sign-out/?next=https://evil.example/")
    assert answer.status_code == 200
    assert "evil.example" not in client.post("/desk/sign-out/", {"next": "https://evil.example/"}).headers["Location"]


def test_passwords_are_hashed_with_19_mebibytes_in_two_passes():
    assert "m=19456,t=2,p=1" in ModestArgon2().encode("four quiet herons fly", "a salt of 16 bytes")
