"""The scanners: wapiti (PyPI, in a temporary environment), sqlmap and testssl (Debian), each with a time limit."""

import csv
import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from operations import child_processes
from tests.databases import ROOT

WAPITI = "wapiti3==3.3.2"
MODULES = "xss,permanentxss,sql,exec,file,redirect,crlf,upload,csp,http_headers,cookieflags"
NOBODY = "http://127.0.0.1:9"  # a proxy on which nothing listens: requests to other hosts fail here
SLOWEST = 15  # seconds for one answer
HIGH = {"HIGH", "CRITICAL"}
GRAVE = {"Open Redirect"}  # wapiti calls it low; here it must not occur
VULNERABLE = re.compile(r"^Parameter: .+$", re.MULTILINE)  # how sqlmap begins a finding
OF_THE_CERTIFICATE = (
    "cert_",
    "DNS_",
    "OCSP_",
    "HSTS_preload",
    "overall_grade",
    "grade_cap",
    "scanTime",
    "security_txt",
)
"""The finding of testssl for a certificate that is valid for a day and has no known issuer."""


@dataclass(frozen=True)
class Finding:
    """`kind`: the kind of finding, in the tool's words. `high`: whether it must not occur."""

    tool: str
    kind: str
    place: str
    said: str
    high: bool = True

    def as_dict(self) -> dict:
        return asdict(self)


class TooFar(Exception):
    """A target that is not this machine."""


def only_here(url: str) -> str:
    """Return the address if it is on the loopback. Raises TooFar."""
    if urlsplit(url).hostname != "127.0.0.1":
        raise TooFar(url)
    return url


def environment(package: str) -> Path:
    """Return the folder of programs of a kept environment with this package of PyPI, apart from the portal's."""
    folder = ROOT / ".tools" / package.replace("==", "-")
    if not (folder / "ready").exists():
        uv = ROOT / ".venv" / "bin" / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", folder], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", folder, package], check=True)
        (folder / "ready").touch()
    return folder / "bin"


class Wapiti:
    """wapiti in an environment of its own. `crawled`: how many pages it found, by the scan's name."""

    def __init__(self, folder: Path):
        self.folder, self.program = folder, environment(WAPITI) / "wapiti"
        self.crawled: dict[str, int] = {}

    def scan(
        self, site: str, *, name: str, start: str = "/", cookie: str = "", seconds: int, skip: Sequence[str] = ()
    ) -> list[Finding]:
        """Crawl a site from that page and attack the pages found. Each module may take an eighth of the seconds."""
        report, store = self.folder / f"wapiti-{name}.json", self.folder / f"wapiti-{name}"
        command = [self.program, "-u", f"{only_here(site)}/", "-s", f"{site}{start}", "--scope", "folder"]
        command += ["-m", MODULES, "--endpoint", NOBODY, "--flush-session"]
        command += ["--no-bugreport", "-v", "0", "-f", "json", "-o", report, "--store-session", store, "-d", "6"]
        command += ["--max-scan-time", str(seconds // 2), "--max-attack-time", str(max(2, seconds // 8))]
        command += ["-t", str(SLOWEST), "--max-links-per-page", "60", "--max-files-per-dir", "60", "-S", "aggressive"]
        command += ["-C", cookie] if cookie else []
        for one in skip:
            command += ["-x", one]
        said = _ended(command, seconds=seconds * 3 + 60)
        if not report.exists():
            raise RuntimeError(f"wapiti left no report of {name}: {said[-2000:]}")
        read = json.loads(report.read_text())
        self.crawled[name] = read["infos"]["crawled_pages_nbr"]
        return [
            Finding("wapiti", kind, f"{one['method']} {one['path']}", one["info"], one["level"] >= 2 or kind in GRAVE)
            for kind, found in read["vulnerabilities"].items()
            for one in found
        ]


def sqlmap(urls: Sequence[str], *, folder: Path, name: str, cookie: str = "", seconds: int) -> list[Finding]:
    """Try to read the database through every parameter of these addresses."""
    place = folder / f"sqlmap-{name}"
    place.mkdir()
    (place / "urls").write_text("\n".join(only_here(url) for url in urls) + "\n")
    told = ["-m", place / "urls", *(["--cookie", cookie] if cookie else [])]
    return _sqlmap(told, place, seconds=seconds)


def sqlmap_posted(request: str, *, folder: Path, name: str, seconds: int) -> list[Finding]:
    """Try to read the database through every field of a form, as sent in this request. Django's token stays."""
    place = folder / f"sqlmap-{name}"
    place.mkdir()
    only_here(f"http://{re.search(r'^Host: (.+)$', request, re.MULTILINE).group(1)}")
    (place / "request").write_text(request)
    return _sqlmap(
        ["-r", place / "request", "--skip", "csrfmiddlewaretoken", "--ignore-redirects"], place, seconds=seconds
    )


def _sqlmap(told: Sequence, place: Path, *, seconds: int) -> list[Finding]:
    command = ["sqlmap", *told, "--batch", "--ignore-stdin", "--output-dir", place, "--level", "1", "--risk", "1"]
    command += ["--technique", "BEU", "--dbms", "PostgreSQL", "--threads", "2", "--timeout", str(SLOWEST)]
    command += ["--retries", "0", "--disable-coloring", "--flush-session", "--ignore-code", "*"]
    command += ["--time-limit", str(seconds), "--results-file", place / "results.csv"]
    said = _ended(command, seconds=seconds + 60)
    if "testing" not in said:
        raise RuntimeError(f"sqlmap tested nothing: {said[-2000:]}")
    found = []
    for report in place.glob("results.csv"):
        with report.open() as lines:
            rows = [row for row in csv.DictReader(lines) if row.get("Technique(s)")]
        found += [
            Finding("sqlmap", "SQL injection", row["Target URL"], f"{row['Parameter']}: {row['Technique(s)']}")
            for row in rows
        ]
    if not found and (caught := VULNERABLE.search(said)):
        found.append(Finding("sqlmap", "SQL injection", place.name, caught.group(0)))
    return found


def testssl(port: int, *, folder: Path, name: str, seconds: int) -> list[Finding]:
    """Return what a TLS front offers."""
    report = folder / f"testssl-{name}.json"
    command = ["testssl", "--quiet", "--warnings", "batch", "--color", "0", "--jsonfile", report]
    command += ["--openssl-timeout", "10"]
    command += ["--connect-timeout", "10", "--protocols", "--std", "--server-defaults", "--headers", "--vulnerable"]
    said = _ended([*command, f"127.0.0.1:{port}"], seconds=seconds)
    if not report.exists():
        raise RuntimeError(f"testssl left no report: {said[-2000:]}")
    text = report.read_text().rstrip().rstrip(",")
    rows = json.loads(text if text.endswith("]") else text + "]")
    return [
        Finding("testssl", row["id"], row["ip"], row["finding"], row["severity"] in HIGH)
        for row in rows
        if row["severity"] in {"LOW", "MEDIUM", *HIGH} and not row["id"].startswith(OF_THE_CERTIFICATE)
    ]


def _ended(command: Sequence, *, seconds: int) -> str:
    """Run a program with a time limit and without access to other machines. Return its output."""
    alone = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), NOBODY)
    told = os.environ | alone | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    child = child_processes.start_child(
        ["nice", "-n", "10", *command], env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        return child.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode(errors="replace")
    finally:
        child_processes.stop_child(child)
