"""Build the images, start compose.yaml with podman, and file a complaint in Urdu through its nginx.

`python -m drills.containers`, as root. No image registry is needed: mmdebstrap makes the base image from this machine's
Debian sources, under the public name that Containerfile asks for. Everything is kept in a folder of its own, which is
deleted at the end (`--keep FOLDER` keeps it, and a second run there builds only what has changed). Exit code 1 if
anything is not as expected.
"""

import argparse
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from drills import urdu_complaint
from drills.container_checks import Containers, check_containers

BASE_DIR = Path(__file__).resolve().parent.parent
BASE_IMAGE = "docker.io/library/debian:trixie-slim"
SERVICES = ("postgres", "valkey", "nginx", "pgbouncer")
PROGRAMS = {"podman": "podman", "buildah": "buildah", "podman-compose": "podman-compose", "mmdebstrap": "mmdebstrap"}
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PATIENCE, HOST = 600, "localhost"


def print_progress(text: str) -> None:
    print(f"drill: {text}", flush=True)


def has_hybrid_cgroups() -> bool:
    """Return whether this machine mixes both versions of cgroups, which crun refuses and runc accepts."""
    return Path("/sys/fs/cgroup/unified").exists() or not Path("/sys/fs/cgroup/cgroup.controllers").exists()


class Engine:
    """podman and buildah with storage and configuration in a folder of their own."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        runtime = "runc" if has_hybrid_cgroups() and shutil.which("runc") else "crun"
        (folder / "storage.conf").write_text(
            f'[storage]\ndriver = "overlay"\ngraphroot = "{folder}/storage"\nrunroot = "{folder}/run"\n'
        )
        (folder / "containers.conf").write_text(
            f'[engine]\nruntime = "{runtime}"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n'
            f'[containers]\nlog_driver = "k8s-file"\n[network]\nnetwork_config_dir = "{folder}/networks"\n'
        )
        self.environment = os.environ | {
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
            "PODMAN_IGNORE_CGROUPSV1_WARNING": "1",
            "BUILDAH_FORMAT": "docker",
        }
        print_progress(f"the runtime is {runtime}")

    def run(self, *command: str | Path, check: bool = True, **options) -> str:
        """Run a command and return its standard output. Raises SystemExit with its last lines if it fails."""
        done = subprocess.run(
            list(map(str, command)),
            env=self.environment | options.pop("environment", {}),
            capture_output=True,
            text=True,
            timeout=options.pop("timeout", PATIENCE),
            **options,
        )
        if check and done.returncode:
            said = (done.stdout + done.stderr)[-5000:]
            raise SystemExit(f"{said}\ndrill: {' '.join(map(str, command))} ended with {done.returncode}")
        return done.stdout

    def has_image(self, name: str) -> bool:
        return bool(self.run("podman", "images", "--quiet", name).strip())

    def make_base_image(self) -> None:
        """Make a Debian 13 without extras, as Containerfile expects it."""
        sources = [
            file for file in Path("/etc/apt/sources.list.d").glob("*.sources") if "file:" not in file.read_text()
        ]
        tar = self.folder / "base.tar"
        self.run("mmdebstrap", "--quiet", "--variant=minbase", "--mode=root", "trixie", tar, *sources)
        container = self.run("buildah", "from", "scratch").strip()
        self.run("buildah", "add", "--quiet", container, tar, "/")
        self.run(
            "buildah", "config", "--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", container
        )
        self.run("buildah", "commit", "--quiet", "--rm", container, BASE_IMAGE)
        tar.unlink()

    def build(self, context: Path, name: str, *arguments: str) -> None:
        """Build an image with this machine's package sources, which do not become part of it."""
        settings = {
            name[4:].lower().replace("_", "-"): value for name, value in os.environ.items() if name.startswith("PIP_")
        }
        settings["cert"] = "/etc/ssl/certs/lent.crt"
        (self.folder / "pip.conf").write_text(
            "[global]\n" + "".join(f"{key} = {value}\n" for key, value in settings.items())
        )
        lent = {
            self.folder / "pip.conf": "/etc/pip.conf",
            CERTIFICATES: settings["cert"],
            Path("/etc/hosts"): "/etc/hosts",
        }
        if (wheels := Path(settings.get("find-links", "/none"))).is_dir():
            lent[wheels] = str(wheels)
        for file in Path("/etc/apt/apt.conf.d").glob("99*"):
            lent[file] = str(file)
        mounts = [f"--volume={source}:{target}:ro" for source, target in lent.items() if source.exists()]
        # buildah would raise these limits, which a container without CAP_SYS_RESOURCE may not.
        limits = [f"--ulimit={kind}={most}:{most}" for kind, most in _hard_limits().items()]
        command = ["buildah", "build", "--layers", "--pull=never", "--network=host", *limits, *mounts, "--tag", name]
        self.run("nice", "-n", "10", *command, *arguments, context, timeout=1800)


def _hard_limits() -> dict[str, int]:
    kinds = {"nofile": resource.RLIMIT_NOFILE, "nproc": resource.RLIMIT_NPROC}
    return {kind: limit for kind, which in kinds.items() if (limit := resource.getrlimit(which)[1]) > 0}


def build_images(engine: Engine, context: Path) -> None:
    """Build the portal's image and those of its services."""
    for attempt in (BASE_IMAGE, "localhost/portal", *(f"localhost/portal-{name}" for name in SERVICES)):
        began = time.monotonic()
        if attempt == BASE_IMAGE:
            if not engine.has_image(BASE_IMAGE):
                engine.make_base_image()
        elif attempt == "localhost/portal":
            engine.build(context, attempt)
        else:
            target = attempt.removeprefix("localhost/portal-")
            file = context / "deploy/container/services.Containerfile"
            engine.build(context, attempt, f"--target={target}", f"--file={file}")
        print_progress(f"{attempt}: {time.monotonic() - began:.0f} s")
    print_progress(
        "sizes: " + ", ".join(engine.run("podman", "images", "--format", "{{.Repository}} {{.Size}}").splitlines())
    )


def find_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def clone_checkout(folder: Path) -> Path:
    """Clone the committed state and return its folder."""
    context = folder / "context"
    shutil.rmtree(context, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", BASE_DIR, context], check=True)
    if subprocess.run(["git", "status", "--porcelain"], cwd=BASE_DIR, capture_output=True, check=True).stdout:
        print("drill: what is not committed is not in the drill", file=sys.stderr)
    return context


def write_secrets(engine: Engine, folder: Path, port: int) -> Path:
    """Let the image write its secrets, as the runbook says."""
    secrets = folder / "secrets"
    shutil.rmtree(secrets, ignore_errors=True)
    secrets.mkdir()
    writer = ["--entrypoint", ".venv/bin/python", "localhost/portal", "-m", "operations.containers.container_secrets"]
    mounted = ["--rm", "--user", "0", "--network", "none", "--volume", f"{secrets}:/secrets"]
    engine.run("podman", "run", *mounted, *writer, HOST, "/secrets", "--port", str(port))
    return secrets


def run_drill(folder: Path) -> None:
    """Build, start, file a complaint, check, and stop."""
    began = time.monotonic()
    engine = Engine(folder)
    context = clone_checkout(folder)
    build_images(engine, context)
    port, plain = find_free_port(), find_free_port()
    secrets = write_secrets(engine, folder, port)
    composed = Containers(engine, context, port=port, plain_port=plain, secrets=secrets)
    started = time.monotonic()
    try:
        composed.start_servers()
        said = composed.initialize()
        print_progress(f"init ends {time.monotonic() - started:.0f} s after its start")
        if not (link := re.search(r"https://\S+", said)):
            raise SystemExit(f"{said}\ndrill: init printed no link")
        composed.start()
        urdu_complaint.CERTIFICATE = secrets / "tls-certificate.pem"
        site = f"https://{HOST}:{port}"
        composed.wait_until_ready(site)
        print_progress(f"the site answers {time.monotonic() - started:.0f} s after the start of init")
        print_progress(f"E-tag: {urdu_complaint.file_complaint(site)}")
        page = urdu_complaint.choose_password_and_sign_in(site, link[0])
        if "/desk/my-sign-in/first/" not in page:
            raise SystemExit(f"drill: the administrator was directed to {page}")
        print_progress("an administrator chose a password and is asked for a second factor")
        check_containers(composed, site)
    finally:
        composed.stop()
    print_progress(f"{time.monotonic() - began:.0f} s in all (load {os.getloadavg()[0]:.1f})")


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the portal in containers, and file a complaint in Urdu.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep images there, for another run")
    options = parser.parse_args()
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if os.geteuid() or missing:
        raise SystemExit(f"drill: this needs root, and Debian's {', '.join(PROGRAMS.values())} and runc.")
    if options.keep:
        run_drill(options.keep.absolute())
        return
    folder = Path(tempfile.mkdtemp(prefix="containers-"))
    try:
        run_drill(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
