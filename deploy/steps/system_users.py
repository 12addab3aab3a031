"""The users and folders.

`portal` runs web server, workers and beat. `portal-files` inspects uploaded files: it reaches the evidence, whose group
it is, and reads no settings. The code belongs to root.
"""

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import DATA, RELEASES, TargetMachine

USERS = ("portal", "portal-files")
FOLDERS = {
    RELEASES: (0o755, "root", "root"),
    "/etc/portal": (0o755, "root", "root"),
    DATA: (0o711, "portal", "portal"),
    f"{DATA}/evidence": (0o2770, "portal", "portal-files"),  # what is created in it gets its group
    f"{DATA}/speech": (0o755, "portal", "portal"),
    f"{DATA}/static": (0o755, "root", "root"),
    f"{DATA}/challenges": (0o755, "root", "root"),
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
            places = ("--home-dir", DATA, "--no-create-home", "--shell", "/usr/sbin/nologin")
            machine.run("useradd", "--system", "--user-group", *places, user)
    machine.run("usermod", "--append", "--groups", "portal-files", "portal")


def find_folder_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return which folders are missing or have other rights."""
    return [
        f"{folder} is missing, or not {owner}:{group} with mode {mode:o}."
        for folder, (mode, owner, group) in FOLDERS.items()
        if not machine.has_rights(folder, mode=mode, owner=owner, group=group)
    ]


def create_folders(machine: TargetMachine, options: InstallOptions) -> None:
    """Create the folders and set their rights."""
    for folder, (mode, owner, group) in FOLDERS.items():
        machine.path(folder).mkdir(parents=True, exist_ok=True)
        machine.set_rights(folder, mode=mode, owner=owner, group=group)


ACCOUNTS = InstallStep("Users portal and portal-files", find_user_problems, create_users)
PLACES = InstallStep("Folders for code, settings and data", find_folder_problems, create_folders)
