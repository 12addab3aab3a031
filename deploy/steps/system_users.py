"""The users and folders.

`portal` runs web server, workers and beat. `portal-files` inspects uploaded files: it reaches the evidence, whose group
it is, and reads no settings. The code and the folder of all data belong to root: `portal` could otherwise put a link in
the place of a folder in it, and the next installation would change what the link names.
"""

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import DATA, RELEASES, InstallationStopped, TargetMachine

USERS = ("portal", "portal-files")
FOLDERS = {
    RELEASES: (0o755, "root", "root"),
    "/etc/portal": (0o755, "root", "root"),
    DATA: (0o755, "root", "root"),  # before the folders in it: from then on nobody else can replace them
    f"{DATA}/evidence": (0o2770, "portal", "portal-files"),  # what is created in it gets its group
    f"{DATA}/speech": (0o755, "portal", "portal"),
    f"{DATA}/static": (0o755, "root", "root"),
    f"{DATA}/challenges": (0o755, "root", "root"),
    f"{DATA}/schedule": (0o700, "portal", "portal"),  # beat's
    f"{DATA}/home": (0o700, "portal", "portal"),
}


def find_user_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return which users and memberships are missing."""
    problems = [f"The user {user} is missing." for user in USERS if not machine.succeeds("getent", "passwd", user)]
    if not problems and "portal-files" not in machine.run("id", "--name", "--groups", "portal").stdout.split():
        problems.append("The user portal is not in the group portal-files.")
    return problems


def create_users(machine: TargetMachine, options: InstallOptions) -> None:
    """Create the users, without a shell, and let `portal` reach the files of `portal-files`."""
    for user in USERS:
        if not machine.succeeds("getent", "passwd", user):
            places = ("--home-dir", f"{DATA}/home", "--no-create-home", "--shell", "/usr/sbin/nologin")
            machine.run("useradd", "--system", "--user-group", *places, user)
    machine.run("usermod", "--append", "--groups", "portal-files", "portal")


def find_folder_problems(machine: TargetMachine, options: InstallOptions | None = None) -> list[str]:
    """Return which folders are missing or have other rights. Raises InstallationStopped for a link in their place."""
    if links := [folder for folder in FOLDERS if machine.path(folder).is_symlink()]:
        raise InstallationStopped(
            f"{' and '.join(links)}: a link in place of a folder. Look where it leads and who made it, remove it, and "
            "try again. For another disk, mount it there."
        )
    return [
        f"{folder} is missing, or not {owner}:{group} with mode {mode:o}."
        for folder, (mode, owner, group) in FOLDERS.items()
        if not machine.has_rights(folder, mode=mode, owner=owner, group=group)
    ]


def create_folders(machine: TargetMachine, options: InstallOptions | None = None) -> None:
    """Create the folders and set their rights."""
    for folder, (mode, owner, group) in FOLDERS.items():
        machine.path(folder).mkdir(parents=True, exist_ok=True)
        machine.set_rights(folder, mode=mode, owner=owner, group=group)


ACCOUNTS = InstallStep("Users portal and portal-files", find_user_problems, create_users)
PLACES = InstallStep("Folders for code, settings and data", find_folder_problems, create_folders)
