"""The first two administrators sign in by one-time links, without mail; the sample lists can be imported."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now
from django.utils.translation import override

from accounts.models import Office, Officer, Posting
from accounts.rules.office_rows import COLUMNS as OFFICE_COLUMNS
from accounts.rules.office_rows import OPTIONAL_COLUMNS
from accounts.rules.officer_rows import COLUMNS as OFFICER_COLUMNS
from accounts.rules.roles import Role
from notifications.models import Message
from notifications.services import deliver_due_messages
from tests.databases import ROOT

pytestmark = pytest.mark.django_db
SAMPLES = ROOT / "deploy" / "samples"
SADIA, BILAL = ["sadia@police.example", "Sadia Khan"], ["bilal@police.example", "Bilal Ahmed"]


@pytest.fixture
def create(capsys):
    """Run the command. Return its links by e-mail address."""

    def run(*officers) -> dict[str, str]:
        with override("en"):  # a page in Urdu changes the active language
            call_command("create_administrators", officer=[list(one) for one in officers])
        return dict(re.findall(r"^(\S+@\S+)\n  http://localhost(/\S+)$", capsys.readouterr().out, flags=re.MULTILINE))

    return run


def chooses_password(link: str) -> Client:
    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": "nine patient otters", "password2": "nine patient otters"}
    assert client.post(form, new).status_code == 302
    return client


def test_two_administrators_get_a_link_each_and_set_up_a_second_factor(create):
    links = create(SADIA, BILAL)
    assert set(links) == {SADIA[0], BILAL[0]}
    assert Posting.objects.current(now()).filter(role=Role.ADMINISTRATOR, office__code="punjab").count() == 2
    assert not mail.outbox
    client = chooses_password(links[SADIA[0]])
    client.post("/desk/sign-in/", {"login": SADIA[0], "password": "nine patient otters"})
    assert client.get("/desk/").headers["Location"].startswith("/desk/my-sign-in/first/")
    assert 'type="password"' not in Client().get(links[SADIA[0]], follow=True).content.decode()


def test_until_one_has_chosen_a_password_the_links_are_printed_again(create):
    assert set(create(SADIA, BILAL)) == set(create()) == set(create(BILAL, SADIA))
    assert Officer.objects.filter(email__in=[SADIA[0], BILAL[0]]).count() == 2


def test_it_is_refused_once_an_administrator_has_chosen_a_password(create):
    chooses_password(create(SADIA, BILAL)[SADIA[0]])
    for officers in ([], [SADIA, BILAL], [["new@police.example", "New"], BILAL]):
        with pytest.raises(CommandError, match="has chosen a password already"):
            create(*officers)
    assert not Officer.objects.filter(email="new@police.example").exists()


def test_one_is_too_few_others_are_refused_and_a_bad_address_is_named(create):
    for officers in ([], [SADIA]):
        with pytest.raises(CommandError, match="Two administrators are needed"):
            create(*officers)
    with pytest.raises(CommandError, match="valid email address"):
        create(SADIA, ["no address", "No results"])
    assert not Officer.objects.filter(email=SADIA[0]).exists()
    create(SADIA, BILAL)
    with pytest.raises(CommandError, match=r"recorded already: bilal@police\.example, sadia@police\.example"):
        create(SADIA, ["other@police.example", "Other"])


@pytest.mark.slow
def test_the_sample_lists_are_imported_and_every_column_is_explained(create, capsys):
    call_command("import_offices", str(SAMPLES / "offices.csv"))
    call_command("import_officers", str(SAMPLES / "officers.csv"))
    assert (
        "11 officers recorded, 0 posted, 0 posted elsewhere, 0 postings ended, 0 unchanged" in capsys.readouterr().out
    )
    assert Office.objects.get(code="sialkot_sample_city").path.endswith(
        "/sialkot/sialkot_sample_circle/sialkot_sample_city/"
    )
    assert set(create()) == {"admin.one@example.org", "admin.two@example.org"}
    explained = (SAMPLES / "README.md").read_text()
    assert [
        one for one in (*OFFICE_COLUMNS, *OPTIONAL_COLUMNS, *OFFICER_COLUMNS, *Role) if f"`{one}`" not in explained
    ] == []


@pytest.mark.slow
def test_invitations_wait_in_the_outbox_until_mail_goes_out_and_hold_no_key(settings, capsys):
    call_command("import_offices", str(SAMPLES / "offices.csv"))
    mailers = settings.MAILERS
    unreachable = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 1},
    }
    settings.MAILERS = {"default": unreachable}
    call_command("import_officers", str(SAMPLES / "officers.csv"), invite=True)
    assert "11 invitations are queued" in capsys.readouterr().out
    at = now()
    deliver_due_messages(at=at)
    waiting = Message.objects.filter(template="officer_invitation", sent_at=None, given_up_at=None)
    assert waiting.count() == 11
    assert all(set(message.context) == {"officer"} for message in waiting)
    settings.MAILERS = mailers
    Message.objects.update(not_before=at)
    deliver_due_messages(at=at)
    assert {letter.to[0] for letter in mail.outbox} >= {"sho@example.org", "admin.one@example.org"}
    assert "/desk/password/reset/" in mail.outbox[0].body
