"""Releases of the portal: each has a folder of its own, and /srv/portal/app is a link to the one that runs.

A release folder is the committed code, its environment with the packages of requirements.txt, and the compiled
catalogue. It is complete once it contains the file `.complete`; an incomplete one is made anew.
"""

import hashlib
import os
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import APP, RELEASES, SETTINGS, InstallationStopped, TargetMachine

COMPLETE, PREVIOUS, JOURNAL = ".complete", "/srv/portal/previous", "/srv/portal/upgrade.json"
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".tools", "__pycache__", "*.mo", COMPLETE, ".env", "media")
KEPT = 3


def current_release(machine: TargetMachine) -> str:
    """Return the name of the release that /srv/portal/app names, or nothing."""
    link = machine.path(APP)
    return Path(os.readlink(link)).name if link.is_symlink() else ""


def release_folder(machine: TargetMachine, name: str) -> Path:
    """Return the folder of a release."""
    return machine.path(RELEASES) / name


def is_complete(machine: TargetMachine, name: str) -> bool:
    """Return whether a release can run."""
    return bool(name) and (release_folder(machine, name) / COMPLETE).exists()


def is_repository(machine: TargetMachine, source: Path) -> bool:
    """Return whether the code comes from a git checkout, and not from an unpacked archive."""
    return (source / ".git").exists()


def name_release(machine: TargetMachine, source: Path, commit: str = "HEAD") -> str:
    """Return the date and the commit of a checkout, or the date and the digest of an unpacked folder."""
    if is_repository(machine, source):
        return git(machine, source, "show", "--no-patch", "--date=format:%Y%m%d", "--format=%cd-%h", commit).strip()
    digest = hashlib.sha256()
    for folder, names, files in source.walk():
        names[:] = sorted(set(names) - set(NOT_COPIED(str(folder), names)))
        for file in sorted(set(files) - set(NOT_COPIED(str(folder), files))):
            digest.update(f"{(folder / file).relative_to(source)}\0".encode() + (folder / file).read_bytes())
    changed = datetime.fromtimestamp((source / "requirements.txt").stat().st_mtime, UTC)
    return f"{changed:%Y%m%d}-{digest.hexdigest()[:8]}"


def git(machine: TargetMachine, source: Path, *arguments: str) -> str:
    """Run git in a checkout, which may belong to another user."""
    return machine.run("git", "-c", f"safe.directory={source}", "-C", source, *arguments).stdout


def prepare_release(machine: TargetMachine, source: Path, commit: str = "HEAD") -> str:
    """Make the folder of a release, unless it is complete, and return its name."""
    name = name_release(machine, source, commit)
    folder = release_folder(machine, name)
    if is_complete(machine, name):
        return name
    shutil.rmtree(folder, ignore_errors=True)
    if is_repository(machine, source):
        folder.mkdir(parents=True)
        archive = folder.with_suffix(".tar")
        git(machine, source, "archive", "--format=tar", f"--output={archive}", commit)
        machine.run("tar", "--extract", "--file", archive, "--directory", folder, "--no-same-owner")
        archive.unlink()
    else:
        shutil.copytree(source, folder, symlinks=True, ignore=NOT_COPIED)
    _let_only_root_write(folder)
    link_packages(machine, current_release(machine), name)
    machine.run(folder / "bin/setup-production", cwd=folder)
    (folder / ".env").symlink_to(SETTINGS)
    (folder / COMPLETE).write_text(f"{name}\n")
    return name


def _let_only_root_write(folder: Path) -> None:
    """Take away that group and others may write. Archives bring such modes with them, and root runs the code."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~(stat.S_IWGRP | stat.S_IWOTH))


def link_packages(machine: TargetMachine, old: str, new: str) -> None:
    """Give a release the environment of another one with the same requirements, as hard links.

    It takes no time, no space and no package index; `bin/setup-production` compares the versions afterwards. The
    programs of an environment name its folder, so those are written anew.
    """
    if not is_complete(machine, old):
        return
    source, target = release_folder(machine, old), release_folder(machine, new)
    if (source / "requirements.txt").read_bytes() != (target / "requirements.txt").read_bytes():
        return
    machine.run("cp", "--archive", "--link", source / ".venv", target / ".venv")
    old_path, new_path = (f"{RELEASES}/{name}/.venv".encode() for name in (old, new))
    for file in [*(target / ".venv/bin").iterdir(), target / ".venv/pyvenv.cfg"]:
        if file.is_file() and not file.is_symlink() and old_path in (text := file.read_bytes()):
            mode = file.stat().st_mode
            file.unlink()  # the old release keeps its file
            file.write_bytes(text.replace(old_path, new_path))
            file.chmod(mode)


def link_release(machine: TargetMachine, name: str, link: str = APP) -> None:
    """Let a link name this release, at once."""
    new = machine.path(f"{link}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(f"releases/{name}")
    new.replace(machine.path(link))


def delete_old_releases(machine: TargetMachine) -> list[str]:
    """Delete all but the newest releases, never the current or the previous one. Return the names of the deleted."""
    used = {Path(os.readlink(machine.path(link))).name for link in (APP, PREVIOUS) if machine.path(link).is_symlink()}
    folders = [folder for folder in machine.path(RELEASES).iterdir() if folder.is_dir()]
    old = [folder for folder in sorted(folders, key=lambda folder: folder.stat().st_mtime) if folder.name not in used]
    deleted = old[: max(0, len(old) - (KEPT - len(used)))]
    for folder in deleted:
        shutil.rmtree(folder)
    return [folder.name for folder in deleted]


def find_release_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return what is wrong with the installed release. An unfinished upgrade is for deploy/upgrade."""
    if machine.path(JOURNAL).exists():
        raise InstallationStopped(
            "An upgrade was interrupted. Run `deploy/upgrade` to finish it, or `deploy/upgrade --back` to undo it."
        )
    if not current_release(machine):
        return ["No release is installed."]
    if not is_complete(machine, current_release(machine)):
        return [f"The release {current_release(machine)} is incomplete."]
    return []


def install_release(machine: TargetMachine, options: InstallOptions) -> None:
    """Prepare the release of this checkout and link it."""
    if is_repository(machine, options.source) and git(machine, options.source, "status", "--porcelain"):
        machine.say("         What is not committed is not installed.")
    link_release(machine, prepare_release(machine, options.source))


RELEASE = InstallStep("Release with its Python packages and the Urdu catalogue", find_release_problems, install_release)
