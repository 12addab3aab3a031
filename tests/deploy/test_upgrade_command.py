"""deploy/upgrade on a scratch machine: it is killed and fails at every point, and a complete release always runs."""

import fcntl
from contextlib import nullcontext, suppress
from itertools import count

import pytest

from deploy.steps.install_command import STEPS
from deploy.steps.releases import JOURNAL, PREVIOUS, is_complete
from deploy.steps.service_units import QUEUES, UNITS_OF_ROLE
from deploy.steps.step_list import InstallOptions, apply_steps
from deploy.steps.target_machine import APP, OWNER_SETTINGS, RELEASES, InstallationStopped
from deploy.steps.upgrade_command import run_upgrade
from deploy.steps.upgrade_journal import LOCK
from tests.deploy.scratch_machine import Killed, ScratchMachine, make_source

HOST = "complaints.example.org"


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    """Folders with the code of four releases: the installed one, two newer ones, and one that cannot start."""
    folder = tmp_path_factory.mktemp("sources")
    for name, files in {"first": {}, "second": {"note": "2"}, "third": {"note": "3"}, "bad": {"broken": ""}}.items():
        make_source(folder / name, **files)
    return folder


@pytest.fixture
def machine(tmp_path, sources, monkeypatch):
    """A machine with the first release."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("deploy.steps.this_machine.free_gigabytes", lambda machine, folder: 50.0)
    return installed(ScratchMachine(tmp_path / "machine"), sources)


def installed(machine: ScratchMachine, sources) -> ScratchMachine:
    machine.path("/etc/ssl/portal").mkdir(parents=True)
    apply_steps(
        machine,
        InstallOptions(host=HOST, source=sources / "first"),
        [step for step in STEPS if step.title not in {"Certificate", "Debian 13, root, free disk space"}],
    )
    forget(machine)
    return machine


def forget(machine: ScratchMachine) -> None:
    machine.said.clear()
    machine.commands.clear()
    machine.restarts.clear()
    machine.changes, machine.kill_before = 0, None


def linked(machine: ScratchMachine, link: str = APP) -> str:
    return machine.path(link).readlink().name


def stopped(machine, *arguments, **options) -> str:
    with pytest.raises(InstallationStopped) as reason:
        run_upgrade(machine, *arguments, **options)
    return str(reason.value)


def test_the_new_release_takes_over_unit_by_unit(machine, sources):
    first = linked(machine)
    run_upgrade(machine, sources / "second")
    second = linked(machine)
    assert second != first
    assert is_complete(machine, second)
    assert linked(machine, PREVIOUS) == first
    assert list(machine.restarts.values()) == [second] * len(machine.restarts)
    assert list(machine.restarts)[:2] == ["portal-web@8000.service", "portal-web@8001.service"]
    assert len(machine.restarts) == 2 + len(QUEUES) + len(UNITS_OF_ROLE["beat"])
    assert not machine.path(JOURNAL).exists()
    forget(machine)
    run_upgrade(machine, sources / "second")
    assert machine.said == [f"The release {second} runs already. Nothing was changed."]
    assert machine.restarts == {}


def test_a_release_with_the_same_requirements_shares_its_packages_with_the_old_one(machine, sources, tmp_path):
    old = machine.path(APP).resolve()
    run_upgrade(machine, sources / "second")
    new = machine.path(APP).resolve()
    assert (new / ".venv/package.py").samefile(old / ".venv/package.py")
    for folder in (old, new):
        program = (folder / ".venv/bin/granian").read_text()
        assert program == f"#!{RELEASES}/{folder.name}/.venv/bin/python\n"
    run_upgrade(machine, make_source(tmp_path / "code", **{"requirements.txt": "django==6.1\n"}))
    assert not (machine.path(APP).resolve() / ".venv/package.py").samefile(old / ".venv/package.py")


def test_migrations_run_before_the_switch_and_as_the_owner(machine, sources):
    machine.migrated = False
    run_upgrade(machine, sources / "second")
    order = [
        command for command in machine.commands if "migrate_online" in command or command.startswith("systemctl re")
    ]
    assert "migrate_online" in order[0]
    assert machine.migrated


def test_a_further_machine_waits_for_the_first_ones_migrations(machine, sources):
    first = linked(machine)
    machine.path(OWNER_SETTINGS).unlink()
    machine.migrated = False
    assert "Upgrade the first machine first" in stopped(machine, sources / "second")
    assert linked(machine) == first


@pytest.mark.parametrize(
    ("part", "phase"),
    [
        ("setup-production", "prepare"),
        ("manage.py check", "check"),
        ("collectstatic", "check"),
        ("migrate_online", "migrate"),
    ],
)
def test_what_fails_before_the_switch_changes_nothing_that_runs(machine, sources, part, phase):
    first = linked(machine)
    machine.migrated = False
    machine.failing[part] = "no space left on device"
    said = stopped(machine, sources / "second")
    assert f"stopped in the phase {phase}: " in said
    assert said.endswith(f"The portal runs the release {first}.")
    assert (linked(machine), machine.restarts) == (first, {})
    machine.failing.clear()
    run_upgrade(machine, sources / "second")
    assert linked(machine) != first


def test_a_release_that_does_not_start_is_taken_back_by_itself(machine, sources):
    first = linked(machine)
    said = stopped(machine, sources / "bad")
    assert "stopped in the phase restart: portal-web@8000.service does not work after 120 s." in said
    assert "The migrations stay; the old release works with them." in said
    assert linked(machine) == first
    assert set(machine.restarts.values()) == {first}
    assert not machine.path(JOURNAL).exists()


def test_the_second_web_server_is_not_touched_while_the_first_does_not_answer(machine, sources):
    first, seen = linked(machine), []
    machine.failing["systemctl restart portal-web@8000"] = "failed"
    stopped_at = stopped(machine, sources / "second")
    assert "Going back failed too" in stopped_at
    seen = [command for command in machine.commands if "restart portal-web@8001" in command]
    assert seen == []
    assert linked(machine) == first


def test_no_web_server_is_restarted_while_the_other_one_still_starts(machine, sources):
    """A killed upgrade may have just restarted it."""
    machine.starting = {8001: 3}
    machine.restarted_beside.clear()
    run_upgrade(machine, sources / "second")
    assert machine.restarted_beside[0] == {8001: 0}


def test_back_returns_to_the_previous_release_and_forth_again(machine, sources):
    first = linked(machine)
    assert "There is no previous release" in stopped(machine, sources / "first", back=True)
    run_upgrade(machine, sources / "second")
    second = linked(machine)
    forget(machine)
    run_upgrade(machine, sources / "second", back=True)
    assert (linked(machine), linked(machine, PREVIOUS)) == (first, second)
    assert not [command for command in machine.commands if "migrate" in command]
    run_upgrade(machine, sources / "second")
    assert linked(machine) == second


def test_a_full_disk_is_said_before_anything_is_changed(machine, sources, monkeypatch):
    monkeypatch.setattr("deploy.steps.this_machine.free_gigabytes", lambda machine, folder: 1.1)
    said = stopped(machine, sources / "second")
    assert said == "The disk is full: /srv/portal/releases has 1.1 GB free, 1.5 GB are needed. Nothing was changed."
    assert machine.commands == []


def test_two_upgrades_at_once_are_refused(machine, sources):
    with machine.path(LOCK).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert stopped(machine, sources / "second") == "Another upgrade is running."


@pytest.mark.slow
def test_three_releases_are_kept(machine, sources, tmp_path):
    for number in range(5):
        run_upgrade(machine, make_source(tmp_path / f"code{number}", note=str(number)))
    kept = {folder.name for folder in machine.path(RELEASES).iterdir()}
    assert len(kept) == 3
    assert {linked(machine), linked(machine, PREVIOUS)} < kept


def test_an_installed_release_is_no_source_of_a_new_one(machine):
    said = stopped(machine, machine.path(APP).resolve())
    assert said.startswith("This is an installed release. Run deploy/upgrade in the clone")


def test_without_an_installation_the_line_says_so(tmp_path, sources):
    assert stopped(ScratchMachine(tmp_path / "bare"), sources / "first") == (
        "No release is installed. Run deploy/install first."
    )


@pytest.mark.slow
@pytest.mark.parametrize("back", [False, True])
def test_killed_at_any_point_the_next_call_finishes_or_undoes_it(tmp_path, sources, monkeypatch, back):
    """The upgrade is killed before its first change, its second one, and so on until it ends by itself."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("deploy.steps.this_machine.free_gigabytes", lambda machine, folder: 50.0)
    outcomes = set()
    for number in count(1):
        machine = installed(ScratchMachine(tmp_path / str(number)), sources)
        first = linked(machine)
        machine.migrated, machine.kill_before = False, number
        try:
            run_upgrade(machine, sources / "second")
        except Killed:
            pass
        else:
            break
        assert is_complete(machine, linked(machine)), number  # what runs, or restarts now, is whole
        was_begun = machine.path(JOURNAL).exists()
        forget(machine)
        with suppress(InstallationStopped) if back else nullcontext():  # there may be nothing to undo
            run_upgrade(machine, sources / "second", back=back)
        outcomes.add((was_begun, linked(machine) == first))
        assert linked(machine) == (first if back else linked(machine)), number
        assert back or linked(machine) != first, number
        assert is_complete(machine, linked(machine)), number
        assert set(machine.restarts.values()) <= {linked(machine)}, number
        assert not machine.path(JOURNAL).exists(), number
    assert number > 20
    assert (True, back) in outcomes


def test_the_killed_upgrade_is_named(machine, sources):
    machine.kill_before = 4
    with pytest.raises(Killed):
        run_upgrade(machine, sources / "second")
    forget(machine)
    run_upgrade(machine, sources / "second")
    assert machine.said[0].startswith("found    an interrupted change from ")
