"""deploy/install step by step on a scratch machine: it repairs what is missing, nothing else, and refuses bad input."""

import grp
import os
import pwd
import shutil
import stat
from dataclasses import replace
from types import SimpleNamespace

import pytest

from deploy.steps import this_machine
from deploy.steps.install_command import STEPS, options_from, parser, run_installation
from deploy.steps.proxy_server import CONFIGURATION
from deploy.steps.releases import JOURNAL, is_complete
from deploy.steps.step_list import ALL_ROLES, InstallOptions, apply_steps, check_steps
from deploy.steps.system_users import FOLDERS
from deploy.steps.target_machine import APP, DATA, ROLES_FILE, SETTINGS, InstallationStopped, TargetMachine
from deploy.steps.this_machine import find_machine_problems
from tests.databases import ROOT
from tests.deploy.scratch_machine import READS, ScratchMachine, lose_rights, make_source, snapshot

HOST = "complaints.example.org"
PEOPLE = (("one@example.org", "Ayesha Malik"), ("two@example.org", "Bilal Khan"))
COPIED_SETTINGS = (
    f"SITE_URL=https://{HOST}\nDATABASE_URL=postgresql://portal_app:a@10.0.0.4/portal\n"
    "BROKER_URL=redis://portal_broker:b@10.0.0.4:6379/0\nCACHE_URL=redis://portal_cache:c@10.0.0.4:6379/0\n"
)

pytestmark = pytest.mark.skipif(
    not shutil.which("openssl"), reason="openssl makes the certificates and is not installed here"
)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(this_machine, "free_gigabytes", lambda machine, folder: 50.0)
    return ScratchMachine(tmp_path / "machine")


@pytest.fixture
def options(tmp_path):
    return InstallOptions(host=HOST, source=make_source(tmp_path / "code"), administrators=PEOPLE)


@pytest.fixture
def installed(machine, options):
    """A machine that is installed completely."""
    apply_steps(machine, options, STEPS)
    machine.said.clear()
    machine.commands.clear()
    return machine


def changes(machine) -> list[str]:
    """Return the commands that change something."""
    return [command for command in machine.commands if not READS.match(command)]


def stopped(machine, options) -> str:
    with pytest.raises(InstallationStopped) as reason:
        apply_steps(machine, options, STEPS)
    return str(reason.value)


def test_check_lists_what_a_bare_machine_lacks_and_changes_nothing(machine, options):
    before = snapshot(machine)
    assert check_steps(machine, options, STEPS) > 20
    assert snapshot(machine) == before
    assert changes(machine) == []
    lines = "\n".join(machine.said)
    for missing in ("nginx is not installed.", "The user portal is missing.", "No release is installed.", SETTINGS):
        assert missing in lines
    assert machine.said[-1].endswith("Nothing was changed.")


@pytest.mark.slow
def test_everything_is_made_once_and_a_second_run_changes_nothing(machine, options):
    arguments = SimpleNamespace(check=False, download=False)
    assert run_installation(machine, options, arguments) == 0
    assert "https://complaints.example.org/desk/password/reset/one" in "\n".join(machine.said)
    assert is_complete(machine, machine.path(APP).readlink().name)
    assert {
        f"portal-worker@{queue}.service"
        for queue in ("sweep", "messages", "whatsapp", "events", "reports", "inspection")
    } < (machine.running)
    before = snapshot(machine)
    machine.commands.clear()
    machine.said.clear()
    assert run_installation(machine, options, arguments) == 0
    assert changes(machine) == []
    assert snapshot(machine) == before
    assert "Nothing had to be changed." in machine.said
    assert run_installation(machine, options, SimpleNamespace(check=True, download=False)) == 0


DAMAGES = {
    "nginx is not installed.": lambda machine: machine.packages.discard("nginx"),
    "The user portal-files is missing.": lambda machine: machine.users.discard("portal-files"),
    "/var/lib/portal/evidence is missing": lambda machine: machine.rights.pop("/var/lib/portal/evidence"),
    f"{SETTINGS} is not root:portal with mode 640.": lose_rights,
    "/etc/valkey/valkey.conf does not name it.": lambda machine: machine.write("/etc/valkey/valkey.conf", "x\n"),
    "Valkey does not run.": lambda machine: machine.running.discard("valkey-server"),
    "PostgreSQL does not run.": lambda machine: machine.running.discard("postgresql"),
    "Migrations are missing.": lambda machine: setattr(machine, "migrated", False),
    "The first two administrators are missing.": lambda machine: setattr(machine, "administrators", 0),
    "The static files are not this release's.": lambda machine: machine.write("/var/lib/portal/static/.release", "x"),
    "/etc/ssl/portal/fullchain.pem or": lambda machine: machine.path("/etc/ssl/portal/key.pem").unlink(),
    "is not deploy/nginx.conf": lambda machine: machine.write(CONFIGURATION, "# changed\n"),
    "portal-beat.service is not this release's.": lambda machine: machine.write(
        "/etc/systemd/system/portal-beat.service", "x"
    ),
    "portal-web@8001.service does not run.": lambda machine: machine.running.discard("portal-web@8001.service"),
    "portal-check.timer does not run.": lambda machine: machine.enabled.discard("portal-check.timer"),
    "nginx does not run.": lambda machine: machine.running.discard("nginx"),
}


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_named_and_repaired_alone(installed, options, damage):
    DAMAGES[damage](installed)
    assert check_steps(installed, options, STEPS) == 1
    assert [line for line in installed.said if damage in line] != []
    assert apply_steps(installed, options, STEPS) == 1
    assert check_steps(installed, options, STEPS) == 0


def test_links_in_place_of_folders_are_refused_and_what_they_name_stays(installed, options):
    """`portal` may have made them when the folder around them was its own."""
    outside = installed.path("/etc/outside")
    outside.mkdir()
    for name in ("speech", "static"):
        shutil.rmtree(installed.path(f"/var/lib/portal/{name}"))
        installed.path(f"/var/lib/portal/{name}").symlink_to(outside)
    before = snapshot(installed)
    said = stopped(installed, options)
    assert said.startswith("/var/lib/portal/speech and /var/lib/portal/static: a link in place of a folder.")
    assert snapshot(installed) == before
    assert changes(installed) == []


def test_rights_are_never_set_through_a_link(tmp_path):
    machine, target = TargetMachine(tmp_path), tmp_path / "target"
    target.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(target)
    rights = {"mode": 0o755, "owner": pwd.getpwuid(os.getuid()).pw_name, "group": grp.getgrgid(os.getgid()).gr_name}
    with pytest.raises(InstallationStopped, match="/link is a link"):
        machine.set_rights("/link", **rights)
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    machine.set_rights("/target", **rights)
    assert machine.has_rights("/target", **rights)
    assert not machine.has_rights("/link", **rights)


def test_the_folder_of_all_data_is_roots_and_restored_as_such_at_each_start():
    lines = (ROOT / "deploy" / "systemd" / "portal.tmpfiles.conf").read_text().splitlines()
    restored = {name: (int(mode, 8), *owners) for _, name, mode, *owners, _ in map(str.split, lines) if name[0] == "/"}
    made = {name: (mode & 0o7777, *owners) for name, (mode, *owners) in FOLDERS.items() if name.startswith(DATA)}
    assert restored == made
    assert made[DATA] == (0o755, "root", "root")


def test_another_system_another_user_and_a_full_disk_are_refused_before_anything(machine, options, monkeypatch):
    machine.write("/etc/os-release", 'ID=ubuntu\nVERSION_ID="24.04"\n')
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(this_machine, "free_gigabytes", lambda machine, folder: 0.4)
    assert len(find_machine_problems(machine, options)) == 4
    said = stopped(machine, options)
    for part in ("Run it as root.", "This is ubuntu 24.04, not Debian 13.", "The disk is full: /srv has 0.4 GB free"):
        assert part in said
    assert changes(machine) == []


@pytest.mark.parametrize(
    ("attribute", "value", "line"),
    [
        ("postgres_version", "140011", "PostgreSQL 14 is too old: the portal needs 15 or newer."),
        ("locale", "C", 'The database has the locale "C" and cannot search in Urdu.'),
        ("clock_ahead", 125.0, "The clock of this machine is 125 s ahead of the database's."),
        ("clock_ahead", -130.0, "The clock of this machine is 130 s behind the database's."),
        ("check_error", "The catalogue is not compiled.", "The catalogue is not compiled."),
    ],
)
def test_a_server_that_does_not_fit_is_refused_with_one_line(machine, options, attribute, value, line):
    setattr(machine, attribute, value)
    said = stopped(machine, options)
    assert line in said
    assert "\n" not in said
    assert not any(unit.startswith("portal-") for unit in machine.running)


def test_a_redis_without_a_password_is_refused(installed, options):
    installed.failing["operations.redis_acl"] = "CACHE_URL must sign in as portal_cache with a password"
    assert "CACHE_URL must sign in as portal_cache with a password" in stopped(installed, options)


def test_a_half_applied_upgrade_is_left_to_deploy_upgrade(installed, options):
    installed.write(JOURNAL, "{}")
    assert "Run `deploy/upgrade` to finish it" in stopped(installed, options)


def test_a_half_made_release_is_made_anew(installed, options):
    (installed.path(APP) / ".complete").unlink()
    assert apply_steps(installed, options, STEPS) == 1
    assert is_complete(installed, installed.path(APP).readlink().name)


def test_an_archives_open_modes_do_not_reach_the_release(machine, options):
    for name in ("deploy", "requirements.txt"):
        (options.source / name).chmod(0o777)
    (options.source / "bin/setup-production").chmod(0o775)
    apply_steps(machine, options, STEPS)
    release = machine.path(APP).resolve()
    open_to_others = [path for path in (release, *release.rglob("*")) if path.lstat().st_mode & 0o022]
    assert [path for path in open_to_others if not path.is_symlink()] == []
    assert os.access(release / "bin/setup-production", os.X_OK)


def test_a_configuration_that_nginx_refuses_is_taken_back(installed, options):
    installed.write(CONFIGURATION, "# works\n")
    installed.failing["nginx -t"] = "unknown directive"
    assert "unknown directive" in stopped(installed, options)
    assert installed.text(CONFIGURATION) == "# works\n"


def test_settings_of_another_host_are_never_overwritten(installed, options):
    text = installed.text(SETTINGS)
    assert "SITE_URL" in stopped(installed, replace(options, host="other.example.org"))
    assert installed.text(SETTINGS) == text


def test_a_unit_that_ends_after_its_start_is_named(machine, options):
    machine.failing["systemctl is-active --quiet portal-worker@sweep"] = ""
    assert "portal-worker@sweep.service does not work after" in stopped(machine, options)


def test_an_own_certificate_is_waited_for_and_must_fit(installed, options):
    installed.path("/etc/ssl/portal/key.pem").unlink()
    assert "Put your certificate with its chain into /etc/ssl/portal" in stopped(
        installed, replace(options, certificate="own")
    )


@pytest.mark.slow
def test_a_certificate_for_another_host_is_named(installed, options, tmp_path):
    other = ScratchMachine(tmp_path / "other")
    apply_steps(other, replace(options, host="other.example.org"), STEPS)
    for name in ("fullchain.pem", "key.pem"):
        shutil.copy(other.path(f"/etc/ssl/portal/{name}"), installed.path(f"/etc/ssl/portal/{name}"))
    assert "is not for complaints.example.org." in stopped(installed, replace(options, certificate="own"))


@pytest.mark.slow
def test_acme_asks_certbot_once_and_nginx_reads_its_files(machine, options):
    acme = replace(options, certificate="acme", acme_email="it@example.org")
    live = machine.path("/etc/letsencrypt/live") / HOST

    def request(words, line):
        live.mkdir(parents=True)
        for name, file in (("fullchain.pem", "fullchain.pem"), ("privkey.pem", "key.pem")):
            shutil.copy(machine.path("/etc/ssl/portal") / file, live / name)
        return 0, "", ""

    machine._certbot = request
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("deploy.steps.certificates.LIVE", str(machine.path("/etc/letsencrypt/live")))
        apply_steps(machine, acme, STEPS)
        (call,) = [command for command in machine.commands if command.startswith("certbot")]
        for part in (
            "certonly",
            "--webroot-path /var/lib/portal/challenges",
            f"--domain {HOST}",
            "--email it@example.org",
        ):
            assert part in call
        assert machine.path("/etc/ssl/portal/key.pem").readlink() == live / "privkey.pem"
        assert "certbot" in machine.packages
        machine.commands.clear()
        assert apply_steps(machine, acme, STEPS) == 0
        assert changes(machine) == []


def test_a_further_machine_gets_the_settings_and_neither_servers_nor_secrets(machine, options, tmp_path):
    (tmp_path / "portal.env").write_text(COPIED_SETTINGS)
    machine.has_roles = machine.migrated = True
    further = replace(options, roles=("worker",), settings=tmp_path / "portal.env", administrators=())
    assert apply_steps(machine, further, STEPS)
    assert machine.text(SETTINGS) == COPIED_SETTINGS
    assert machine.text(ROLES_FILE) == "worker\n"
    assert not machine.packages & {"postgresql", "valkey-server", "nginx"}
    assert not machine.path("/etc/portal/owner.env").exists()
    assert {unit.partition("@")[0] for unit in machine.running} == {"portal-worker"}


@pytest.mark.parametrize(
    ("settings", "migrated", "line"),
    [
        (
            COPIED_SETTINGS.replace("a@10.0.0.4", "a@localhost"),
            True,
            "DATABASE_URL in /etc/portal/portal.env names this",
        ),
        (COPIED_SETTINGS, False, "Install or upgrade the first machine first."),
    ],
)
def test_a_further_machine_is_refused_if_it_cannot_work(machine, options, tmp_path, settings, migrated, line):
    (tmp_path / "portal.env").write_text(settings)
    machine.has_roles, machine.migrated = True, migrated
    assert line in stopped(machine, replace(options, roles=("web",), settings=tmp_path / "portal.env"))


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["localhost"], "localhost is not a host name"),
        ([HOST, "--roles", "web"], "A further machine needs the first one's settings"),
        ([HOST, "--roles", "web,mail"], "Unknown role: mail."),
        ([HOST, "--database-url", "postgresql://a@h/portal"], "DATABASE_URL and DATABASE_OWNER_URL belong together"),
        ([HOST, "--database-url", "postgresql://a:b@h/portal"], "into DATABASE_URL in the environment instead of"),
        (
            [HOST, "--database-owner-url", "postgresql:///portal?password=b"],
            "into DATABASE_OWNER_URL in the environment",
        ),
        (
            [HOST, "--cache-url", "sentinel://a:b@h,i/portal/0"],
            "into CACHE_URL in the environment instead of --cache-url",
        ),
        ([HOST, "--broker-url", "redis://:b@h:6379/0"], "into BROKER_URL in the environment instead of --broker-url"),
        ([HOST, "--administrator", "one@example.org", "One"], "Give --administrator twice"),
        ([HOST, "--officers", "/none/officers.csv"], "/none/officers.csv does not exist."),
    ],
)
def test_a_command_line_that_cannot_work_is_refused(words, line):
    with pytest.raises(InstallationStopped, match=line.replace("(", r"\(")):
        options_from(parser().parse_args(words), {})


def test_addresses_of_other_servers_may_come_from_the_environment():
    given = {
        "DATABASE_URL": "postgresql://a:b@10.0.0.4/portal",
        "DATABASE_OWNER_URL": "postgresql://o:p@10.0.0.4/portal",
    }
    options = options_from(parser().parse_args([HOST]), given | {"HOME": "/root"})
    assert options.urls == given
    assert not options.has_local_database
    assert options.has_local_broker
    assert options.roles == ALL_ROLES
