"""The bill of materials lists what a production server runs on, and no part has an unknown licence."""

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from operations.containers import bill_of_materials as bill_module

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write the bill, with the packages of a small Debian root."""
    root = tmp_path_factory.mktemp("root")
    (root / "var/lib/dpkg").mkdir(parents=True)
    (root / "usr/share/doc/bubblewrap").mkdir(parents=True)
    (root / "usr/share/doc/bubblewrap/copyright").write_text("Files: *\nCopyright: 2016 A\nLicense: LGPL-2+\n")
    installed, removed = "install ok installed", "deinstall ok config-files"
    (root / "var/lib/dpkg/status").write_text(
        f"Package: bubblewrap\nStatus: {installed}\nArchitecture: amd64\nVersion: 0.11.0-2\n\n"
        f"Package: gone\nStatus: {removed}\nArchitecture: amd64\nVersion: 1\n"
    )
    folder = tmp_path_factory.mktemp("bill")
    found = bill_module.write_bill(folder, debian_root=root)
    return folder, json.loads((folder / "bom.json").read_text()), found


def test_each_dependency_has_a_licence_that_is_known(written):
    _folder, _bill, found = written
    assert found == {}


def test_the_bill_is_valid_and_lists_what_is_installed_for_production(written):
    folder, bill, _found = written
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str((folder / "bom.json").read_text()) is None
    names = {bill_module.package_key(part["name"]) for part in bill["components"]}
    assert bill_module.locked_packages() - names <= {"colorama", "tzdata"}  # for Windows only
    assert {"django", "bootstrap", "htmx.org", "chart.js", "bubblewrap"} - {
        part["name"].lower() for part in bill["components"]
    } == set()
    assert {"pytest", "hypothesis", "gone"} & names == set()
    rows = (folder / "licences.csv").read_text().splitlines()
    assert "bubblewrap,0.11.0-2,LGPL-2+" in rows
    assert len(rows) == len(bill["components"]) + 1


@pytest.mark.parametrize(
    ("licences", "reason"),
    [
        ([], "no licence that is known"),
        ([{"license": {"name": "License :: Other/Proprietary License"}}], "no licence that is known"),
        ([{"license": {"id": "AGPL-3.0-only"}}], "AGPL-3.0-only"),
        ([{"expression": "MIT AND AGPL-3.0-only"}], "MIT AND AGPL-3.0-only"),
    ],
)
def test_a_dependency_without_an_acceptable_licence_is_refused(licences, reason):
    parts = [
        {"name": "new-package", "licenses": licences},
        {"name": "good", "licenses": [{"expression": "MIT OR GPL-3.0"}]},
    ]
    assert bill_module.unacceptable_parts(parts) == {"new-package": reason}
