"""Write the bill of materials (SBOM, CycloneDX 1.6) and the licences of what the portal consists of: `make sbom`.

`python -m operations.containers.bill_of_materials FOLDER` lists the Python packages of requirements.txt and
requirements-observability.txt as they are installed, and the browser libraries and fonts of static/vendor and
documents/fonts. `--debian ROOT` adds the Debian packages of an image's file system. It exits with 1 and names each part
whose licence is not known to be acceptable.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LOCKED = ("requirements.txt", "requirements-observability.txt")
VENDORED = ("static/vendor/README.md", "documents/fonts/README.md")

ACCEPTED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT"),
    *("MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0"),
}
"""SPDX names of licences under which the portal may be run and passed on as Apache-2.0."""
CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
READ_BY_HAND = {
    "imapclient": "BSD-3-Clause",  # "New BSD", in a field that tools do not read
    "protobuf": "BSD-3-Clause",  # "3-Clause BSD License"
    "pypdfium2": "BSD-3-Clause OR Apache-2.0",  # and PDFium with its libraries, whose texts the wheel contains
    "qrcode": "BSD-3-Clause",  # its "Other/Proprietary" classifier is for the MIT code that it contains
}
"""Licences of packages whose metadata say it in words. Read in the package's own files."""
OPEN_FONT = {"OFL 1.1": "OFL-1.1"}


def package_key(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_packages() -> set[str]:
    """Return the names of the packages that a production server installs."""
    text = "".join((BASE_DIR / name).read_text() for name in LOCKED)
    return {package_key(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE)}


def python_bill() -> dict:
    """Return the bill of the installed Python packages that are locked for production, as cyclonedx-py writes it."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--no-validate"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([*command, sys.executable], check=True, stdout=subprocess.PIPE, env=environment)  # noqa: S603
    bill = json.loads(done.stdout)
    names = locked_packages()
    bill["components"] = [part for part in bill["components"] if package_key(part["name"]) in names]
    kept = {part["bom-ref"] for part in bill["components"]}
    bill["dependencies"] = [
        {"ref": entry["ref"], "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in kept]}
        for entry in bill.get("dependencies", [])
        if entry["ref"] in kept
    ]
    bill["metadata"]["component"] = {"type": "application", "name": "complaint-portal", "bom-ref": "complaint-portal"}
    for part in bill["components"]:
        part["licenses"] = [{"expression": licence_of(part)}] if licence_of(part) else part.get("licenses", [])
    return bill


def licence_of(part: dict) -> str:
    """Return the SPDX expression of a component's licence, or "" if its metadata name none that is known."""
    if known := READ_BY_HAND.get(package_key(part["name"])):
        return known
    said = part.get("licenses", [])
    if expression := next((entry["expression"] for entry in said if "expression" in entry), ""):
        return expression
    licences = [entry["license"] for entry in said]
    if ids := sorted({licence["id"] for licence in licences if "id" in licence}):
        return " AND ".join(ids)
    # Several classifiers name parts under different licences, or a choice: all of them must be acceptable.
    names = {CLASSIFIERS.get(licence.get("name", ""), "") for licence in licences}
    return " AND ".join(sorted(names)) if names and "" not in names else ""


def vendored_components() -> list[dict]:
    """Return the browser libraries and fonts that the repository contains, from the tables of their README files."""
    rows = []
    for file in VENDORED:
        rows += re.findall(r"^\| (\S+) \| (@?[^@|]+)@([\d.]+)[^|]*\| ([^(|]+?) \(", (BASE_DIR / file).read_text(), re.M)
    return [
        {
            "type": "library",
            "bom-ref": f"npm:{name}@{version}:{what}",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
            "licenses": [{"expression": OPEN_FONT.get(licence, licence)}],
        }
        for what, name, version, licence in rows
    ]


def debian_components(root: Path) -> list[dict]:
    """Return the Debian packages of a file system, with the licences of all sections of their copyright files."""
    paragraphs = (root / "var/lib/dpkg/status").read_text().split("\n\n")
    components = []
    for paragraph in paragraphs:
        fields = dict(re.findall(r"^(Package|Version|Architecture|Status): (.*)$", paragraph, re.MULTILINE))
        if not fields.get("Status", "").endswith(" installed"):
            continue
        name, version = fields["Package"], fields["Version"]
        copyright_file = root / "usr/share/doc" / name / "copyright"
        text = copyright_file.read_text(errors="replace") if copyright_file.exists() else ""
        licences = sorted(set(re.findall(r"^License: ?(\S.*)$", text, re.MULTILINE)))
        components.append(
            {
                "type": "library",
                "bom-ref": f"deb:{name}",
                "name": name,
                "version": version,
                "purl": f"pkg:deb/debian/{name}@{version}?arch={fields['Architecture']}",
                "licenses": [{"license": {"name": licence[:200]}} for licence in licences],
            }
        )
    return components


def unacceptable_parts(components: list[dict]) -> dict[str, str]:
    """Return the licence of each part that has none, or one that is not accepted."""
    found = {}
    for part in components:
        expression = licence_of(part)
        words = set(re.split(r"\s+(?:AND|OR)\s+|[()\s]+", expression)) - {""}
        # Of a choice, one acceptable licence is enough.
        choices = [
            set(choice.replace("(", " ").replace(")", " ").split(" AND ")) for choice in expression.split(" OR ")
        ]
        is_accepted = words and any({word.strip() for word in choice} <= ACCEPTED for choice in choices)
        if not is_accepted:
            found[part["name"]] = expression or "no licence that is known"
    return found


def write_bill(folder: Path, *, debian_root: Path | None = None) -> dict[str, str]:
    """Write bom.json and licences.csv into a folder, and return the unacceptable parts."""
    folder.mkdir(parents=True, exist_ok=True)
    bill = python_bill()
    own = bill["components"] + vendored_components()
    bill["components"] = own + (debian_components(debian_root) if debian_root else [])
    (folder / "bom.json").write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n")
    with (folder / "licences.csv").open("w", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(["name", "version", "licence"])
        for part in bill["components"]:
            named = "; ".join(entry["license"]["name"] for entry in part["licenses"] if "license" in entry)
            writer.writerow([part["name"], part["version"], licence_of(part) or named])
    return unacceptable_parts(own)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the bill of materials and the licences.")
    parser.add_argument("folder", type=Path, help="where bom.json and licences.csv are written")
    parser.add_argument("--debian", type=Path, metavar="ROOT", help="a file system whose Debian packages are added")
    arguments = parser.parse_args()
    found = write_bill(arguments.folder, debian_root=arguments.debian)
    print(f"{arguments.folder}/bom.json and licences.csv: written.")
    if found:
        raise SystemExit("\n".join(f"{name}: {licence}" for name, licence in found.items()))


if __name__ == "__main__":
    main()
