"""`import_officers FILE.csv`: recorded, posted and invited, all or nothing; the invitation lets its officer in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now

from accounts.models import Officer, Posting
from accounts.rules.roles import Role
from accounts.services.postings import create_posting
from notifications.services import deliver_due_messages
from tests.accounts.conftest import MORNING

pytestmark = pytest.mark.django_db
HEADER = "email,name_en,name_ur,rank,belt_number,woman,language,office,role,head,acting\n"
SADIA = "Sadia@Police.example,Sadia Khan,سعدیہ خان,DSP,,yes,en,t_circle,supervisor,yes,no"
BILAL = "bilal@police.example,Bilal,بلال,IP,4711,,,t_circle,inquiry_officer,,"


@pytest.fixture
def load(tmp_path, capsys, lahore):
    """Load lines under the header and send what waits; what was printed, or the errors where it failed."""

    def run(*lines: str, header: str = HEADER, **options) -> str:
        file = tmp_path / "officers.csv"
        file.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        try:
            call_command("import_officers", str(file), **options)
            deliver_due_messages(at=now())
        except CommandError as error:
            return f"FAILED {error}\n{capsys.readouterr().err}"
        return capsys.readouterr().out

    return run


def test_officers_are_recorded_posted_and_invited(load):
    assert "2 recorded, 2 postings begun, 0 unchanged" in load(SADIA, BILAL)
    sadia = Posting.objects.get(officer__email="sadia@police.example")
    assert (sadia.office.code, sadia.is_head, sadia.officer.rank, sadia.officer.is_woman) == (
        "t_circle",
        True,
        "DSP",
        True,
    )
    assert not sadia.officer.has_usable_password()
    assert [letter.to for letter in mail.outbox] == [["sadia@police.example"], ["bilal@police.example"]]


def test_the_invitation_sets_a_password_once_and_leads_to_the_second_factor(load):
    load(SADIA)
    link = re.search(r"https?://[^/]+(/desk/password/reset/\S+)", mail.outbox[0].body)[1]
    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": "nine patient otters", "password2": "nine patient otters"}
    assert client.post(form, new).status_code == 302
    client.post("/desk/sign-in/", {"login": "sadia@police.example", "password": "nine patient otters"})
    assert client.get("/desk/").headers["Location"].startswith("/desk/my-sign-in/first/")
    assert 'type="password"' not in Client().get(link, follow=True).content.decode()


def test_an_invitation_is_too_old_after_three_days(load):
    load(SADIA)
    link = re.search(r"https?://[^/]+(/desk/password/reset/\S+)", mail.outbox[0].body)[1]
    with time_machine.travel(now() + timedelta(days=3, hours=6)):
        assert 'type="password"' not in Client().get(link, follow=True).content.decode()


def test_the_invitation_is_in_the_officers_language(load):
    load(BILAL)
    assert "/ur/desk/password/reset/" in mail.outbox[0].body


def test_the_same_list_twice_changes_nothing_and_writes_to_nobody_again(load):
    load(SADIA, BILAL)
    assert "0 recorded, 0 postings begun, 2 unchanged" in load(SADIA, BILAL)
    assert len(mail.outbox) == 2


def test_a_trial_says_what_would_be_done_and_does_none_of_it(load):
    said = load(SADIA, dry_run=True)
    assert "1 recorded, 1 postings begun" in said
    assert "This was a dry run: nothing was saved and no messages were sent." in said
    assert not Officer.objects.filter(email="sadia@police.example").exists()
    assert not mail.outbox


def test_with_any_error_nothing_is_written_and_each_is_said_by_its_line(load):
    said = load(
        SADIA,
        "no address,Nobody,,,,,,t_circle,clerk,,",
        "a@police.example,A,,XX,,maybe,fr,nowhere,king,,",
        "b@police.example,B,,,,,,t_circle,clerk,yes,",
        "c@police.example,C,,,,,,t_circle,clerk,,,more",
        "d@police.example,,,,,,,t_circle,clerk,,",
    )
    assert said.startswith("FAILED officers.csv: nothing was loaded.")
    for words in (
        "line 3: ",
        "line 4: “XX” is not a rank.",
        "line 4: woman must be “yes” or “no”.",
        "line 4: “fr” is not a language of the portal.",
        "line 4: The office “nowhere” is unknown.",
        "line 4: “king” is not a role.",
        "line 5: The head of an office must have the role of supervisor.",
        "line 6: There are more cells than columns.",
        "line 7: The name in English is missing.",
    ):
        assert words in said, words
    assert not Officer.objects.filter(email__endswith="@police.example").exists()
    assert not mail.outbox


def test_a_second_head_and_a_person_recorded_otherwise_are_refused(load):
    load(SADIA)
    said = load(
        SADIA.replace("Sadia Khan", "Sadia Shah"),
        SADIA.replace("Sadia@", "other@"),
        SADIA.replace("t_circle", "multan"),
    )
    assert "line 2: This officer's record differs in: name_en." in said
    assert "line 3: Somebody else heads this office at that time." in said


def test_the_first_list_makes_administrators_and_heads_above_stations_and_no_list_does_after_it(load, lahore):
    first = "omar@police.example,Omar,عمر,,,,,punjab,administrator,,"
    second = "nasir@police.example,Nasir,ناصر,,,,,punjab,administrator,,"
    head = "rashid@police.example,Rashid,راشد,SSP,,,,multan,supervisor,yes,"
    assert "3 recorded" in load(first, second, head)
    for later in (
        "zara@police.example,Zara,زارا,SP,,yes,,punjab,monitor,,",
        "rida@police.example,Rida,ردا,,,yes,,lahore,complaint_operator,,",
        "usman@police.example,Usman,عثمان,SP,,,,sargodha,supervisor,yes,",
        "usman@police.example,Usman,عثمان,SP,,,,region_sargodha,supervisor,yes,yes",
        "hina@police.example,Hina,حنا,HC,,yes,,multan,clerk,,",
        SADIA,
        BILAL,
    ):
        assert "A list cannot give this role:" in load(later), later
    assert Posting.objects.filter(role=Role.ADMINISTRATOR).count() == 2
    assert "0 postings begun, 3 unchanged" in load(first, second, head)
    assert "1 postings begun" in load(BILAL.replace("t_circle", "t_station"))


def test_a_list_makes_no_reader_of_an_administrator(load):
    load("omar@police.example,Omar,عمر,,,,,punjab,administrator,,")
    said = load("omar@police.example,Omar,عمر,,,,,t_station,clerk,,")
    assert "line 2: This officer is an administrator, and administrators cannot read complaints." in said


def test_what_is_no_list_is_said(load):
    assert "lacks these columns: role" in load(header="email,name_en,office\n")


def test_whoever_already_holds_another_post_gets_this_one_too(load, officer, lahore):
    bilal = officer("Bilal", name_ur="بلال", rank="IP", belt_number="4711")
    create_posting(officer=bilal, office=lahore("t_station"), role=Role.INQUIRY_OFFICER, by=None, at=MORNING)
    assert "0 recorded, 1 postings begun" in load(BILAL.replace("bilal@police.example", bilal.email))
