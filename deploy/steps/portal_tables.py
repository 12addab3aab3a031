"""The tables of the portal and what they must hold before the first complaint."""

from deploy.steps.database_server import query_as_portal
from deploy.steps.releases import current_release
from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import APP, DATA, OWNER_SETTINGS, InstallationStopped, TargetMachine

STATIC_MARKER = f"{DATA}/static/.release"
ADMINISTRATORS = "SELECT count(DISTINCT officer_id) FROM accounts_posting WHERE role = 'administrator'"


def find_migration_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return whether migrations are missing. A further machine leaves them to the first one."""
    done = machine.manage(machine.path(APP), "migrate", "--check", "--skip-checks", accepted=(0, 1))
    if done.returncode == 0:
        return []
    if errors := [line.strip() for line in done.stderr.splitlines() if "Error" in line]:
        raise InstallationStopped(errors[-1])
    if not options.is_first:
        raise InstallationStopped("Migrations are missing. Install or upgrade the first machine first.")
    return ["Migrations are missing."]


def migrate(machine: TargetMachine, options: InstallOptions) -> None:
    """Run the migrations as the owner of the database."""
    if not machine.path(OWNER_SETTINGS).exists():
        raise InstallationStopped(f"{OWNER_SETTINGS} is missing. Migrations need the address of the owner.")
    machine.manage(machine.path(APP), "migrate_online", "--verbosity", "0", "--skip-checks", as_owner=True)


def find_data_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return which lists are missing in the database."""
    if not options.is_first:
        return []
    count = {
        table: query_as_portal(machine, f"SELECT count(*) FROM {table}")  # noqa: S608 - names of this file
        for table in ("complaints_category", "accounts_officer")
    }
    problems = ["Regions, districts, categories and limits are missing."] if count["complaints_category"] == "0" else []
    if count["accounts_officer"] == "0" and options.officers:
        problems.append("Your officers are missing.")
    if query_as_portal(machine, ADMINISTRATORS) == "0" and options.administrators:
        problems.append("The first two administrators are missing.")
    return problems


def load_data(machine: TargetMachine, options: InstallOptions) -> None:
    """Load the reference data, the operator's offices and officers, and the first administrators."""
    app = machine.path(APP)
    if query_as_portal(machine, "SELECT count(*) FROM complaints_category") == "0":
        machine.manage(app, "load_reference", "--skip-checks")
    if query_as_portal(machine, "SELECT count(*) FROM accounts_officer") == "0":
        if options.offices:
            machine.manage(app, "import_offices", str(options.offices), "--skip-checks")
        if options.officers:
            machine.manage(app, "import_officers", str(options.officers), "--invite", "--skip-checks")
    if query_as_portal(machine, ADMINISTRATORS) == "0" and options.administrators:
        people = [word for person in options.administrators for word in ("--officer", *person)]
        machine.manage(app, "create_administrators", *people, "--skip-checks")


def find_static_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return whether the static files are another release's."""
    if "web" not in options.roles or machine.text(STATIC_MARKER).strip() == current_release(machine):
        return []
    return ["The static files are not this release's."]


def collect_static_files(machine: TargetMachine, options: InstallOptions) -> None:
    """Collect them. Files of older releases stay, because their pages may still be open somewhere."""
    machine.manage(machine.path(APP), "collectstatic", "--no-input", "--verbosity", "0", "--skip-checks")
    machine.write(STATIC_MARKER, f"{current_release(machine)}\n")


def find_check_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return the errors of `check --deploy`, and say its warnings."""
    done = machine.manage(machine.path(APP), "check", "--deploy", "--database", "default", accepted=(0, 1))
    lines = [line.strip() for line in done.stderr.splitlines()]
    for line in lines:
        if line.startswith("?: (") and not done.returncode:
            machine.say(f"warning  {line.removeprefix('?: ')}")
    return [line.removeprefix("?: ") for line in lines if line.startswith("?: (")] if done.returncode else []


MIGRATIONS = InstallStep("Migrations", find_migration_problems, migrate)
REFERENCE = InstallStep("Districts, categories, offices, officers, administrators", find_data_problems, load_data)
STATIC_FILES = InstallStep("Static files", find_static_problems, collect_static_files)
DEPLOY_CHECK = InstallStep("The portal's own checks (check --deploy)", find_check_problems)
