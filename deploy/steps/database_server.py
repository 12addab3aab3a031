"""PostgreSQL: its version and clock, the two roles, and the database."""

from urllib.parse import parse_qsl, unquote, urlsplit

from deploy.steps.step_list import InstallOptions, InstallStep
from deploy.steps.target_machine import APP, OWNER_SETTINGS, InstallationStopped, TargetMachine

OLDEST_VERSION = 15
LARGEST_CLOCK_DIFFERENCE = 120  # seconds
AS_SUPERUSER = ("runuser", "-u", "postgres", "--", "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align")
TUNING = "".join(
    f"ALTER DATABASE {{name}} SET {setting};\n"
    for setting in ("jit = off", "random_page_cost = 1.1", "max_parallel_workers_per_gather = 0")
)
"""The portal's statements are short, and its disk has no moving parts."""


def connection_variables(url: str) -> dict[str, str]:
    """Return the environment variables with which psql connects to a URL. A command line would show the password."""
    parts = urlsplit(url)
    found = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGCONNECT_TIMEOUT": "5",
    }
    found |= {f"PG{key.upper()}": value for key, value in parse_qsl(parts.query) if key in ("host", "sslmode")}
    return {name: value for name, value in found.items() if value}


def query(machine: TargetMachine, url: str, statement: str) -> str:
    """Return the first value of a statement. Raises InstallationStopped with PostgreSQL's message."""
    command = ("psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", statement)
    return machine.run(*command, env=connection_variables(url)).stdout.strip()


def query_as_portal(machine: TargetMachine, statement: str) -> str:
    """The same as the portal's own role."""
    return query(machine, machine.settings()["DATABASE_URL"], statement)


def find_server_problems(machine: TargetMachine, options: InstallOptions) -> list[str]:
    """Return whether roles and database are missing. Raises InstallationStopped for a server that does not fit."""
    if options.has_local_database:
        if not machine.succeeds(*AS_SUPERUSER, "--command", "SELECT 1"):
            return ["PostgreSQL does not run."]
        url = machine.settings(OWNER_SETTINGS)["DATABASE_OWNER_URL"]
        if not machine.succeeds("psql", "--no-psqlrc", "--command", "SELECT 1", env=connection_variables(url)):
            _require_version(machine.run(*AS_SUPERUSER, "--command", "SHOW server_version_num").stdout)
            return ["The roles or the database are missing."]
    _require_version(query_as_portal(machine, "SHOW server_version_num"))
    ahead = machine.clock() - float(query_as_portal(machine, "SELECT extract(epoch FROM clock_timestamp())"))
    if abs(ahead) > LARGEST_CLOCK_DIFFERENCE:
        raise InstallationStopped(
            f"The clock of this machine is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the database's. "
            "Synchronise both (timedatectl set-ntp true) and try again."
        )
    if query_as_portal(machine, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C":
        raise InstallationStopped(
            'The database has the locale "C" and cannot search in Urdu. Make it anew: '
            "createdb --locale=C.UTF-8 --template=template0 portal"
        )
    return []


def _require_version(number: str) -> None:
    """Raise InstallationStopped for an old server. `number`: as server_version_num shows it, such as 170002."""
    if (version := int(number.strip()) // 10000) < OLDEST_VERSION:
        raise InstallationStopped(
            f"PostgreSQL {version} is too old: the portal needs {OLDEST_VERSION} or newer. Debian 13 has 17."
        )


def create_roles_and_database(machine: TargetMachine, options: InstallOptions) -> None:
    """Start PostgreSQL and run the script of `create_roles` as its superuser."""
    if not machine.succeeds(*AS_SUPERUSER, "--command", "SELECT 1"):
        machine.run("systemctl", "enable", "--now", "postgresql")
        for _second in range(60):
            if machine.succeeds(*AS_SUPERUSER, "--command", "SELECT 1"):
                break
            machine.pause(1)
    _require_version(machine.run(*AS_SUPERUSER, "--command", "SHOW server_version_num").stdout)
    script = machine.manage(machine.path(APP), "create_roles", "--sql", as_owner=True).stdout
    name = urlsplit(machine.settings(OWNER_SETTINGS)["DATABASE_OWNER_URL"]).path.lstrip("/")
    machine.run(*AS_SUPERUSER, "--set", "ON_ERROR_STOP=1", typed=script + TUNING.format(name=name))


DATABASE = InstallStep("PostgreSQL: version, clock, roles, database", find_server_problems, create_roles_and_database)
