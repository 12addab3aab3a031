"""`deploy/upgrade [COMMIT|FOLDER]`: upgrade the portal on this machine while it is in use.

A new release is prepared and checked beside the old one, the migrations run as `migrate_online`, the link is switched,
and the units are restarted one by one; of the two web servers one always answers. If a phase fails, the command goes
back by itself and says where it stopped. A call that was killed is finished or undone by the next one. `--back` returns
to the previous release; it works on the newer schema, because a migration removes nothing that the previous release
needs.
"""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from deploy.steps import releases
from deploy.steps.install_command import SOURCE
from deploy.steps.portal_tables import STATIC_MARKER
from deploy.steps.proxy_server import CONFIGURATION, configuration_for
from deploy.steps.service_units import install_unit_files, require_steady_units, restart_unit, units_of_roles
from deploy.steps.system_users import create_folders, find_folder_problems
from deploy.steps.target_machine import APP, OWNER_SETTINGS, InstallationStopped, TargetMachine
from deploy.steps.this_machine import require_free_space
from deploy.steps.upgrade_journal import (
    SWITCHED,
    UpgradeJournal,
    begin_phase,
    end_upgrade,
    only_upgrade,
    read_journal,
)

NEEDED_GB = 1.5
"""For another release and its packages."""


def upgrade(machine: TargetMachine, source: Path, commit: str = "HEAD") -> None:
    """Upgrade to a commit of a checkout, or to the code of a folder. Raises InstallationStopped after going back."""
    old = releases.current_release(machine)
    if not old:
        raise InstallationStopped("No release is installed. Run deploy/install first.")
    if source.resolve().is_relative_to(machine.path(releases.RELEASES)):
        raise InstallationStopped(
            "This is an installed release. Run deploy/upgrade in the clone that has the new code."
        )
    new = releases.name_release(machine, source, commit)
    if new == old and releases.is_complete(machine, new):
        machine.say(f"The release {new} runs already. Nothing was changed.")
        return
    require_free_space(machine, releases.RELEASES, NEEDED_GB)
    journal = UpgradeJournal(old, new)
    try:
        journal = begin_phase(machine, journal, "prepare")
        machine.say(f"prepare  the release {new}: code, packages, catalogue")
        releases.prepare_release(machine, source, commit)
        journal = begin_phase(machine, journal, "check")
        check_release(machine, new)
        journal = begin_phase(machine, journal, "migrate")
        migrate_release(machine, new)
        switch_release(machine, journal)
    except InstallationStopped as reason:
        _go_back(machine, read_journal(machine) or journal, str(reason))
    finish(machine, new, old)


def check_release(machine: TargetMachine, name: str) -> None:
    """Check a prepared release with this machine's settings. Its static files are added to the others."""
    machine.say(f"check    {name}: settings, database, catalogue")
    folder = releases.release_folder(machine, name)
    done = machine.manage(folder, "check", "--deploy", "--database", "default", accepted=(0, 1))
    if done.returncode:
        problems = [line.strip() for line in done.stderr.splitlines() if line.strip().startswith("?: (")]
        raise InstallationStopped(" ".join(problems) or done.stderr.strip().splitlines()[-1])
    if find_folder_problems(machine):
        create_folders(machine)
    machine.manage(folder, "collectstatic", "--no-input", "--verbosity", "0", "--skip-checks")
    machine.write(STATIC_MARKER, f"{name}\n")


def migrate_release(machine: TargetMachine, name: str) -> None:
    """Run the release's migrations while the old one runs. Each waits only briefly for locks and is tried again."""
    folder = releases.release_folder(machine, name)
    pending = machine.manage(folder, "migrate", "--check", "--skip-checks", accepted=(0, 1)).returncode == 1
    machine.say(f"migrate  {'while the old release runs' if pending else 'nothing to migrate'}")
    if not pending:
        return
    if not machine.path(OWNER_SETTINGS).exists():
        raise InstallationStopped("Migrations are missing. Upgrade the first machine first: it has owner.env.")
    machine.manage(folder, "migrate_online", "--verbosity", "0", "--skip-checks", as_owner=True)


def switch_release(machine: TargetMachine, journal: UpgradeJournal) -> None:
    """Switch the link, then restart unit by unit. A web server must be ready before the next one is restarted."""
    journal = begin_phase(machine, journal, "switch")
    machine.say(f"switch   {APP} from {journal.old} to {journal.new}")
    releases.link_release(machine, journal.new)
    install_unit_files(machine)
    begin_phase(machine, journal, "restart")
    units = units_of_roles(machine)
    for unit in units:
        machine.say(f"restart  {unit}")
        restart_unit(machine, unit)
    require_steady_units(machine, units)


def finish(machine: TargetMachine, new: str, old: str) -> None:
    """Remember the old release for `--back`, delete older ones, and end the record."""
    if old != new:
        releases.link_release(machine, old, releases.PREVIOUS)
    end_upgrade(machine)
    for name in releases.delete_old_releases(machine):
        machine.say(f"delete   the old release {name}")
    host = urlsplit(machine.settings().get("SITE_URL", "")).hostname or ""
    if "web" in machine.text("/etc/portal/roles").split() and machine.text(CONFIGURATION) != configuration_for(
        machine, host
    ):
        machine.say(f"nginx has another configuration than this release: run deploy/install {host}")
    machine.say(f"done     The portal runs the release {new}. `deploy/upgrade --back` returns to {old}.")


def roll_back(machine: TargetMachine) -> None:
    """Return to the previous release, without migrating."""
    link = machine.path(releases.PREVIOUS)
    previous = link.readlink().name if link.is_symlink() else ""
    if not releases.is_complete(machine, previous) or previous == releases.current_release(machine):
        raise InstallationStopped("There is no previous release to return to.")
    journal = UpgradeJournal(releases.current_release(machine), previous, is_rollback=True)
    try:
        journal = begin_phase(machine, journal, "check")
        check_release(machine, previous)
        switch_release(machine, journal)
    except InstallationStopped as reason:
        _go_back(machine, read_journal(machine) or journal, str(reason))
    finish(machine, previous, journal.old)


def resume(machine: TargetMachine, *, back: bool) -> bool:
    """Finish or undo an upgrade that was interrupted. Return whether nothing else is to be done.

    One that had begun to switch is finished, unless `back` is wanted. An earlier one had changed nothing that runs.
    """
    journal = read_journal(machine)
    if journal is None:
        return False
    machine.say(f"found    an interrupted change from {journal.old} to {journal.new}, in the phase: {journal.phase}")
    if journal.phase not in SWITCHED:
        end_upgrade(machine)
        machine.say(f"undone   {journal.old} runs, as before.")
        return back
    if back:
        undone = UpgradeJournal(journal.new, journal.old, is_rollback=True)
        switch_release(machine, undone)
        end_upgrade(machine)
        machine.say(f"undone   The portal runs the release {journal.old} again.")
        return True
    try:
        switch_release(machine, journal)
    except InstallationStopped as reason:
        _go_back(machine, journal, str(reason))
    finish(machine, journal.new, releases.current_release(machine) if journal.is_rollback else journal.old)
    return True


def _go_back(machine: TargetMachine, journal: UpgradeJournal, reason: str) -> None:
    """Let the old release run again. Raises InstallationStopped with the phase and the reason."""
    stopped = f"The upgrade to {journal.new} stopped in the phase {journal.phase}: {reason}"
    if journal.phase in SWITCHED:
        machine.say(f"back     to the release {journal.old}")
        try:
            switch_release(machine, UpgradeJournal(journal.new, journal.old, is_rollback=True))
        except InstallationStopped as second:
            raise InstallationStopped(f"{stopped} Going back failed too: {second}") from second
    end_upgrade(machine)
    kept = " The migrations stay; the old release works with them." if journal.phase in SWITCHED else ""
    raise InstallationStopped(f"{stopped} The portal runs the release {journal.old}.{kept}")


def run_upgrade(machine: TargetMachine, source: Path, commit: str = "HEAD", *, back: bool = False) -> None:
    """Deal with an interrupted upgrade, then upgrade or go back. Raises InstallationStopped with the reason."""
    if not machine.path(releases.RELEASES).exists():
        raise InstallationStopped("No release is installed. Run deploy/install first.")
    with only_upgrade(machine):
        if resume(machine, back=back):
            return
        if back:
            roll_back(machine)
        else:
            upgrade(machine, source, commit)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    described = argparse.ArgumentParser(prog="deploy/upgrade", description="Upgrade the portal while it is in use.")
    described.add_argument(
        "code", nargs="?", default="HEAD", help="a commit of this checkout (default: HEAD), or a folder with the code"
    )
    described.add_argument("--back", action="store_true", help="return to the previous release, or undo this change")
    return described


def main() -> None:
    arguments = parser().parse_args()
    folder = Path(arguments.code)
    source, commit = (folder.resolve(), "HEAD") if folder.is_dir() else (SOURCE, arguments.code)
    try:
        run_upgrade(TargetMachine(), source, commit, back=arguments.back)
    except InstallationStopped as reason:
        sys.exit(f"stopped: {reason}")


if __name__ == "__main__":
    main()
