"""`import_officers FILE.csv`: officers are created, posted, moved and invited, each line completely or not at all."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now

from accounts.management.commands.import_officers import read_officer_file
from accounts.models import Officer, Posting
from accounts.rules.roles import Role
from accounts.services.officer_import import import_officers
from accounts.services.postings import create_posting
from notifications.services import deliver_due_messages
from tests.accounts.conftest import MORNING

pytestmark = pytest.mark.django_db
HEADER = "email,name_en,name_ur,rank,belt_number,woman,language,office,role,head,acting,action\n"
OMAR = "omar@police.example,Omar,عمر,,,,,punjab,administrator,,"
SADIA = "Sadia@Police.example,Sadia Khan,سعدیہ خان,DSP,,yes,en,t_circle,supervisor,yes,no"
BILAL = "bilal@police.example,Bilal,بلال,IP,4711,,,t_circle,inquiry_officer,,"


@pytest.fixture
def load(tmp_path, capsys, lahore):
    """Load lines under the header and send the waiting messages. Return the output, or the errors."""

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
    said = load(SADIA, BILAL, invite=True)
    assert "2 officers recorded, 0 posted, 0 posted elsewhere, 0 postings ended, 0 unchanged, 0 refused" in said
    assert "line 3: bilal@police.example recorded and posted at t_circle" in said
    sadia = Posting.objects.get(officer__email="sadia@police.example")
    assert (sadia.office.code, sadia.is_head, sadia.officer.rank, sadia.officer.is_woman) == (
        "t_circle",
        True,
        "DSP",
        True,
    )
    assert not sadia.officer.has_usable_password()
    assert [letter.to for letter in mail.outbox] == [["sadia@police.example"], ["bilal@police.example"]]


def test_nobody_is_invited_unless_it_is_asked_for(load):
    load(SADIA, BILAL)
    assert not mail.outbox


def test_the_invitation_sets_a_password_once_and_leads_to_the_second_factor(load):
    load(SADIA, invite=True)
    link = re.search(r"https?://[^/]+(/desk/password/reset/\S+)", mail.outbox[0].body)[1]
    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": "nine patient otters", "password2": "nine patient otters"}
    assert client.post(form, new).status_code == 302
    client.post("/desk/sign-in/", {"login": "sadia@police.example", "password": "nine patient otters"})
    assert client.get("/desk/").headers["Location"].startswith("/desk/my-sign-in/first/")
    assert 'type="password"' not in Client().get(link, follow=True).content.decode()


def test_an_invitation_is_too_old_after_three_days(load):
    load(SADIA, invite=True)
    link = re.search(r"https?://[^/]+(/desk/password/reset/\S+)", mail.outbox[0].body)[1]
    with time_machine.travel(now() + timedelta(days=3, hours=6)):
        assert 'type="password"' not in Client().get(link, follow=True).content.decode()


def test_the_invitation_is_in_the_officers_language(load):
    load(BILAL, invite=True)
    assert "/ur/desk/password/reset/" in mail.outbox[0].body


def test_the_same_list_twice_changes_nothing_and_writes_to_nobody_again(load):
    load(SADIA, BILAL, invite=True)
    assert "0 officers recorded, 0 posted, 0 posted elsewhere, 0 postings ended, 2 unchanged" in load(
        SADIA, BILAL, invite=True
    )
    assert len(mail.outbox) == 2


def test_a_trial_says_what_would_be_done_and_does_none_of_it(load):
    said = load(SADIA, dry_run=True, invite=True)
    assert "1 officers recorded" in said
    assert "line 2: sadia@police.example recorded and posted at t_circle" in said
    assert "This was a dry run: nothing was saved and no messages were sent." in said
    assert not Officer.objects.filter(email="sadia@police.example").exists()
    assert not mail.outbox


def test_in_the_first_list_one_error_stops_all_and_each_is_said_by_its_line(load):
    said = load(
        SADIA,
        "no address,Nobody,,,,,,t_circle,clerk,,",
        "a@police.example,A,,XX,,maybe,fr,nowhere,king,,",
        "b@police.example,B,,,,,,t_circle,clerk,yes,",
        "c@police.example,C,,,,,,t_circle,clerk,,,,more",
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


@pytest.mark.slow
def test_the_first_list_makes_administrators_and_heads_above_stations_and_no_list_does_after_it(load, lahore):
    second = "nasir@police.example,Nasir,ناصر,,,,,punjab,administrator,,"
    head = "rashid@police.example,Rashid,راشد,SSP,,,,multan,supervisor,yes,"
    assert "3 officers recorded" in load(OMAR, second, head)
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
    assert "3 unchanged, 0 refused" in load(OMAR, second, head)
    assert "1 officers recorded" in load(BILAL.replace("t_circle", "t_station"))


def test_a_list_makes_no_reader_of_an_administrator(load):
    load(OMAR)
    said = load("omar@police.example,Omar,عمر,,,,,t_station,clerk,,")
    assert "line 2: This officer is an administrator, and administrators cannot read complaints." in said


def test_what_is_no_list_is_said(load):
    assert "lacks these columns: role" in load(header="email,name_en,office\n")


def test_whoever_already_holds_another_post_gets_this_one_too(load, officer, lahore):
    bilal = officer("Bilal", name_ur="بلال", rank="IP", belt_number="4711")
    create_posting(officer=bilal, office=lahore("t_station"), role=Role.INQUIRY_OFFICER, by=None, at=MORNING)
    assert "0 officers recorded, 1 posted" in load(BILAL.replace("bilal@police.example", bilal.email))


def current(email: str) -> set[str]:
    """Return the codes of the offices at which an officer is posted now."""
    return set(Posting.objects.current(now()).filter(officer__email=email).values_list("office__code", flat=True))


BILAL_AT_STATION = BILAL.replace("t_circle", "t_station")
BILAL_MOVES = BILAL_AT_STATION.replace("t_station", "t_station_2") + ",move"
HINA = "hina@police.example,Hina,حنا,HC,,yes,,t_station,clerk,,"


def test_a_later_list_applies_its_good_lines_and_says_why_it_refuses_the_others(load):
    load(OMAR)
    said = load(BILAL_AT_STATION, HINA.replace("t_station", "nowhere"), HINA.replace("HC", "XX"), HINA)
    assert said.startswith("FAILED officers.csv: all other lines are imported.")
    assert "line 3: The office “nowhere” is unknown." in said
    assert "line 4: “XX” is not a rank." in said
    assert (current("bilal@police.example"), current("hina@police.example")) == ({"t_station"}, {"t_station"})


def test_a_refused_line_leaves_nothing_of_itself(load):
    load(OMAR)
    said = load(HINA.replace("clerk,,", "clerk,yes,"), invite=True)
    assert "line 2: The head of an office must have the role of supervisor." in said
    assert not Officer.objects.filter(email="hina@police.example").exists()
    assert not mail.outbox


def test_an_officer_is_posted_elsewhere_and_a_posting_ends(load):
    load(OMAR)
    load(BILAL_AT_STATION, HINA)
    with time_machine.travel(now() + timedelta(days=1)):
        said = load(BILAL_MOVES, HINA + ",end")
        assert "line 2: bilal@police.example posted elsewhere: now at t_station_2" in said
        assert "line 3: posting of hina@police.example at t_station ended" in said
        assert (current("bilal@police.example"), current("hina@police.example")) == ({"t_station_2"}, set())
        assert "2 unchanged, 0 refused" in load(BILAL_MOVES, HINA + ",end")


def test_a_dry_run_of_a_later_list_reports_moves_and_makes_none(load):
    load(OMAR)
    load(BILAL_AT_STATION)
    said = load(BILAL_MOVES, HINA + ",lend", dry_run=True)
    assert "these lines would be refused" in said
    assert "line 3: “lend” is not an action." in said
    assert current("bilal@police.example") == {"t_station"}


def test_a_move_of_somebody_with_two_postings_is_refused(load):
    load(OMAR)
    load(BILAL_AT_STATION, BILAL_AT_STATION.replace("inquiry_officer", "clerk"))
    assert "line 2: This officer holds several postings." in load(BILAL_MOVES)
    assert current("bilal@police.example") == {"t_station"}


def test_a_list_ends_no_posting_of_those_who_watch(load):
    load(OMAR, "asad@police.example,Asad,اسد,SP,,,,punjab,auditor,,")
    for line in (OMAR + ",end", "asad@police.example,Asad,اسد,SP,,,,punjab,auditor,,,end"):
        assert "A list cannot end the posting of an administrator or auditor." in load(line)
    assert "line 2: No officer has this e-mail address." in load("nobody@police.example,,,,,,,punjab,auditor,,,end")
    assert Posting.objects.current(now()).count() == 2


class Killed(BaseException):
    """Stands for a kill in the middle of an import."""


@pytest.mark.slow
def test_an_interrupted_import_goes_on_where_it_stopped(load, tmp_path):
    load(OMAR)
    lines = [HINA.replace("hina", f"hina{number}") for number in range(6)]
    file = tmp_path / "officers.csv"
    file.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    ticks = iter(range(5))

    def clock():
        if next(ticks) == 4:
            raise Killed
        return now()

    with pytest.raises(Killed):
        import_officers(rows=read_officer_file(file), by=None, clock=clock, invitations=True)
    assert Officer.objects.filter(email__startswith="hina").count() == 3
    assert Posting.objects.filter(officer__email__startswith="hina").count() == 3
    assert "3 officers recorded, 0 posted, 0 posted elsewhere, 0 postings ended, 3 unchanged" in load(
        *lines, invite=True
    )
    assert len(mail.outbox) == 6


@pytest.mark.slow
def test_five_hundred_officers_are_imported_and_again(load):
    load(OMAR)
    lines = [HINA.replace("hina", f"hina{number}") for number in range(500)]
    assert "500 officers recorded" in load(*lines)
    assert "500 unchanged, 0 refused" in load(*lines)
