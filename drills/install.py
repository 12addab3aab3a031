"""Install the portal with `deploy/install` in an empty Debian 13, file a complaint in Urdu, and upgrade it.

`python -m drills.install [--only-install]`, as root. mmdebstrap makes a root folder from this machine's package
sources, which is deleted afterwards (`--keep FOLDER` keeps it). The first call, `deploy/install HOST --download`, uses
the machine's network; everything after it runs in a separate network, so that the servers' ports do not conflict.
systemd does not run in a chroot: drills/systemctl_standin.py starts what the units say. Prints the seconds from the
clone to the first E-tag. What happens inside is in drills/installed_portal.py.
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
CHECKOUT, HOST = "/root/portal", "complaints.example.org"
WHEELS = "/root/wheels"
COPIED_FILES = ("/etc/pip.conf", "/etc/resolv.conf", "/etc/hosts")
# The first file is replaced when the package ca-certificates is installed.
CERTIFICATES, COPIED_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/lent.crt"
PATIENCE = 3000
DOWNLOAD = f"""
cd {CHECKOUT}
deploy/install {HOST} --download
"""
# The next releases have the same packages, and no network.
KEEP_WHEELS = f"""
cd /srv/portal/app
.venv/bin/python -m pip download --quiet --require-hashes --dest {WHEELS} -r requirements.txt
"""
TRY = f"""
mkdir -p /run/systemd/system
install -m 755 {CHECKOUT}/drills/systemctl_standin.py /usr/local/bin/systemctl
echo "127.0.0.1 {HOST}" >> /etc/hosts
cd {CHECKOUT}
exec python3 -B -m drills.installed_portal {HOST}"""


def readme_commands() -> list[str]:
    """Return the commands of README's chapter of installation."""
    text = (BASE_DIR / "README.md").read_text().split("## Run it for real", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line and not line.startswith("#")]


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
    # As in a container, no server starts when packages are installed. deploy/install starts them.
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)


def clone_checkout(root: Path) -> None:
    """Clone the committed state, as an operator does."""
    target = root / CHECKOUT[1:]
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", BASE_DIR, target], check=True)
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
    if own_network:
        env |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": f"{WHEELS} {os.environ.get('PIP_FIND_LINKS', '')}".strip()}
    with (root / "root/output").open("w+") as output:  # to be watched during the drill
        result = subprocess.run(
            command, env=env, stdout=output, stderr=output, stdin=subprocess.DEVNULL, timeout=PATIENCE
        )
        output.seek(0)
        text = output.read()
    if result.returncode:
        raise SystemExit(f"{text[-6000:]}\ndrill: it ended with {result.returncode}")
    return text


def run_drill(root: Path, *, only_install: bool) -> None:
    """Install the portal, file a complaint, print how long it took, and upgrade."""
    began = time.monotonic()
    make_root(root)
    # An operator installs git to clone. It is not part of the measured time.
    run_in_root(root, "apt-get update -qq\napt-get install -y -qq --no-install-recommends git", own_network=False)
    print_progress(f"a bare Debian 13 with git is made: {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    clone_checkout(root)
    run_in_root(root, DOWNLOAD, own_network=False)
    print_progress(f"packages are installed: {time.monotonic() - began:.0f} s after the clone")
    waited = time.monotonic()
    if not only_install:
        run_in_root(root, KEEP_WHEELS, own_network=False)
    waited = time.monotonic() - waited  # only the drill needs them
    output = run_in_root(root, TRY + (" --only-install" if only_install else ""), own_network=True)
    print(output, flush=True)
    filed_at = float(re.search(r"^filed at ([0-9.]+)$", output, flags=re.MULTILINE)[1])
    print_progress(f"from clone to first E-tag: {filed_at - began - waited:.0f} s (load {os.getloadavg()[0]:.1f})")


def print_progress(text: str) -> None:
    print(f"drill: {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the root there and keep it")
    parser.add_argument("--only-install", action="store_true", help="do not upgrade")
    options = parser.parse_args()
    if os.geteuid() or not shutil.which("mmdebstrap"):
        raise SystemExit("drill: this needs root, and Debian's mmdebstrap.")
    if options.keep:
        options.keep.mkdir(parents=True)
        run_drill(options.keep, only_install=options.only_install)
        return
    with tempfile.TemporaryDirectory(prefix="install-") as folder:
        Path(folder).chmod(0o755)
        run_drill(Path(folder) / "root", only_install=options.only_install)


if __name__ == "__main__":
    main()
