"""Run README's installation block in an empty Debian 13, and file a complaint in Urdu through its nginx.

`python -m drills.install`, as root. mmdebstrap makes a root folder from this machine's package sources, which is
deleted afterwards (`--keep FOLDER` keeps it). Commands that download packages use the machine's network; the servers
run in a separate network, so that their ports do not conflict. Prints the seconds from the clone to the first E-tag.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
APP = "/srv/portal/app"
FETCHES = ("apt-get ", "bin/setup-production")
COPIED_FILES = ("/etc/pip.conf", "/etc/resolv.conf", "/etc/hosts")
# The first file is replaced when the package ca-certificates is installed.
CERTIFICATES, COPIED_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/lent.crt"
PATIENCE = 1800


def installation_block() -> tuple[list[str], list[str]]:
    """Return the block's lines up to the last one that downloads packages, and the lines after it."""
    text = (BASE_DIR / "README.md").read_text().split("## Run it for real", 1)[1]
    lines = re.search(r"```sh\n(.*?)```", text, flags=re.DOTALL)[1].splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith(FETCHES))
    return lines[: last + 1], lines[last + 1 :]


def make_root(root: Path) -> None:
    """Make a minimal Debian 13 from this machine's package sources, except those that are local folders."""
    sources = [
        file for file in sorted(Path("/etc/apt/sources.list.d").glob("*.sources")) if "file:" not in file.read_text()
    ]
    subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", "--mode=root", "trixie", root, *sources], check=True)
    for folder in ("apt.conf.d", "auth.conf.d", "keyrings"):
        for file in Path("/etc/apt", folder).glob("*"):
            if file.is_file() and "docker" not in file.name:
                shutil.copy2(file, root / "etc/apt" / folder / file.name)
    for file in COPIED_FILES:
        if Path(file).exists():
            (root / file[1:]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, root / file[1:])
    (root / "etc/ssl").mkdir(exist_ok=True)
    shutil.copy(CERTIFICATES, root / COPIED_CERTIFICATES[1:])
    # As in a container, no server starts when packages are installed. The block starts them.
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)


def clone_checkout(root: Path) -> None:
    """Clone the committed state to the path that README names."""
    (root / "srv/portal").mkdir(parents=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", BASE_DIR, root / APP[1:]], check=True)
    if subprocess.run(["git", "status", "--porcelain"], cwd=BASE_DIR, capture_output=True, check=True).stdout:
        print("drill: what is not committed is not in the drill", file=sys.stderr)


def run_in_root(root: Path, script: str, *, own_network: bool) -> str:
    """Run a script in the root and return its output. Its processes end with it. Raises SystemExit if it fails."""
    (root / "root/script").write_text(script)
    network = ["--net"] if own_network else []
    wheels = Path(os.environ.get("PIP_FIND_LINKS", "/none"))
    mounts = ["mount -t proc proc proc", "mount --rbind /dev dev"]
    if wheels.is_dir():
        (root / str(wheels)[1:]).mkdir(parents=True, exist_ok=True)
        mounts.append(f"mount --bind {shlex.quote(str(wheels))} .{shlex.quote(str(wheels))}")
    if own_network:
        mounts.append("ip link set lo up")
    enter = "; ".join([f"cd {shlex.quote(str(root))}", *mounts, "exec chroot . bash -e -o pipefail /root/script"])
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *network, "sh", "-e", "-c", enter]
    pip_settings = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    pip_settings |= dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"), COPIED_CERTIFICATES)
    env = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    env |= pip_settings | {"DEBIAN_FRONTEND": "noninteractive"}
    with tempfile.TemporaryFile("w+") as output:
        result = subprocess.run(
            command, env=env, stdout=output, stderr=output, stdin=subprocess.DEVNULL, timeout=PATIENCE
        )
        output.seek(0)
        text = output.read()
    if result.returncode:
        raise SystemExit(f"{text[-6000:]}\ndrill: the block ended with {result.returncode}")
    return text


def run_drill(root: Path) -> None:
    """Install the portal, file a complaint, and print how long it took."""
    began = time.monotonic()
    make_root(root)
    print_progress(f"a bare Debian 13 is made: {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    clone_checkout(root)
    first, second = installation_block()
    in_app = f"set -x; cd {APP}\n"  # the block's first line names the host
    run_in_root(root, in_app + "\n".join(first), own_network=False)
    print_progress(f"packages are installed: {time.monotonic() - began:.0f} s after the clone")
    output = run_in_root(root, in_app + "\n".join([first[0], *second, PROBE]), own_network=True)
    for line in output.splitlines():
        if line.startswith(("E-tag", "An administrator")):
            print_progress(line)
    filed_at = float(re.search(r"^filed at ([0-9.]+)$", output, flags=re.MULTILINE)[1])
    print_progress(f"from clone to first E-tag: {filed_at - began:.0f} s (load {os.getloadavg()[0]:.1f})")


PROBE = """
echo "127.0.0.1 $HOST" >> /etc/hosts
set +x
link=$(.venv/bin/python manage.py create_administrators | grep -m1 -o 'https://[^ ]*')
.venv/bin/python -m drills.urdu_complaint https://$HOST "$link"
"""


def print_progress(text: str) -> None:
    print(f"drill: {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Run README's installation block in an empty Debian 13.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the root there and keep it")
    options = parser.parse_args()
    if os.geteuid() or not shutil.which("mmdebstrap"):
        raise SystemExit("drill: this needs root, and Debian's mmdebstrap.")
    if options.keep:
        options.keep.mkdir(parents=True)
        run_drill(options.keep)
        return
    with tempfile.TemporaryDirectory(prefix="install-") as folder:
        Path(folder).chmod(0o755)
        run_drill(Path(folder) / "root")


if __name__ == "__main__":
    main()
