"""Extensions by name: built-in ones fit their protocols; a package is loaded if named, refused if it does not fit."""

import sys
from dataclasses import replace

import pytest
from django.utils.module_loading import import_string

from operations import extension_checks, extension_points
from operations.extension_points import EVIDENCE_STORAGE, EXTENSION_POINTS, TRANSPORTS
from operations.file_storage.storage_settings import storage_entry
from operations.fresh_secrets import new_secrets
from tests.config.test_checks import GOOD, complaint
from tests.databases import manage
from tests.example_packages import install_example, write_package

GROUP = "complaint_portal.transports"
ENTRY_POINTS = {
    GROUP: {"odd": "badly:no_arguments", "broken": "badly.broken:send", "good": "badly:send"},
    "complaint_portal.evidence_storages": {"attic": "badly:Attic"},
    "complaint_portal.map_tiles": {"constant": "badly:CONSTANT"},
}
SOURCE = """
CONSTANT = "tile"

def no_arguments(): ...

def send(message): ...

class Attic:
    def open(self, name, mode="rb"): ...
"""
BROKEN = "raise RuntimeError('no licence')"
TILES_HOSTS = (
    "",
    "http://tiles.example.org",
    "https://tiles.example.org/map",
    "tiles.example.org",
    "https://x; script-src *",
)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with entry points of every kind, installed for this test."""
    write_package(tmp_path, "badly", entry_points=ENTRY_POINTS, __init__=SOURCE, broken=BROKEN)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "badly"]:
        del sys.modules[name]


@pytest.fixture
def strict(settings):
    settings.DEMO = settings.DEBUG = False
    return settings


@pytest.mark.parametrize("point", EXTENSION_POINTS, ids=lambda point: point.setting)
def test_the_built_in_ones_fit_their_protocol(point):
    protocol = import_string(point.protocol)
    misfits = {
        name: extension_checks.find_misfit(import_string(path), protocol) for name, path in point.built_in.items()
    }
    assert set(misfits.values()) <= {""}, misfits
    assert point.default == "" or point.default in point.built_in


def test_nothing_is_chosen_that_is_off_by_default(settings):
    assert (extension_points.DRAFTING_HELP.default, extension_points.MAP_TILES.default) == ("", "")
    assert extension_checks.check_extensions() == []


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("setting", "name", "problem"),
    [
        (
            "SMS_TRANSPORT",
            "no-such",
            f"SMS_TRANSPORT: no package offers 'no-such' in {GROUP}. Built in: json_gateway.",
        ),
        (
            "DRAFTING_HELP",
            "no-such",
            "no package offers 'no-such' in complaint_portal.drafting_help. Built in: none.",
        ),
        ("SMS_TRANSPORT", "broken", "SMS_TRANSPORT: 'broken' cannot be imported (RuntimeError: no licence)."),
        ("SMS_TRANSPORT", "odd", "it is not called like __call__(self, outgoing:"),
        ("MAP_TILES", "constant", "it is no function"),
    ],
)
def test_a_name_that_cannot_be_used_stops_the_start_in_one_line(strict, setting, name, problem):
    strict.MAP_TILES_HOST = "https://tiles.example.org"
    strict.EXTENSIONS = strict.EXTENSIONS | {setting: name}
    (error,) = extension_checks.check_extensions()
    assert problem in error.msg
    assert "\n" not in error.msg


@pytest.mark.usefixtures("package")
def test_a_storage_is_named_by_its_scheme_and_needs_every_method(strict):
    strict.EVIDENCE_ADDRESSES = ["attic://box", "/var/lib/portal/evidence", "s3://bucket/x", "gs://bucket"]
    attic, unknown = (error.msg for error in extension_checks.check_extensions())
    assert "it has no save()" in attic or "it has no stored_files()" in attic
    assert unknown.startswith("EVIDENCE_STORAGE: no package offers 'gs'")
    assert storage_entry("attic://box", None) == {"BACKEND": "badly.Attic", "OPTIONS": {"address": "attic://box"}}
    assert "badly.broken" not in sys.modules


@pytest.mark.usefixtures("package")
def test_only_what_is_named_is_imported(strict):
    assert TRANSPORTS["sms"].path_of("good") == "badly.send"
    assert extension_checks.check_extensions() == []
    assert "badly" not in sys.modules
    strict.EXTENSIONS = strict.EXTENSIONS | {"SMS_TRANSPORT": "good"}
    assert extension_checks.check_extensions() == []
    assert "badly" in sys.modules
    assert "badly.broken" not in sys.modules


@pytest.mark.usefixtures("package")
def test_two_packages_of_one_name_are_refused(strict, tmp_path):
    write_package(tmp_path, "other", entry_points={GROUP: {"good": "other:send"}}, __init__="")
    strict.EXTENSIONS = strict.EXTENSIONS | {"SMS_TRANSPORT": "good"}
    (error,) = extension_checks.check_extensions()
    assert error.msg == f"SMS_TRANSPORT: 2 packages offer 'good' in {GROUP}."


@pytest.mark.usefixtures("package")
def test_a_demo_uses_no_package(strict):
    strict.DEMO, strict.EXTENSIONS = True, strict.EXTENSIONS | {"SMS_TRANSPORT": "good"}
    (error,) = extension_checks.check_extensions()
    assert "DEMO is on" in error.msg


@pytest.mark.parametrize("host", TILES_HOSTS)
def test_tiles_need_a_host_that_the_policy_can_name(strict, host):
    strict.EXTENSIONS, strict.MAP_TILES_HOST = strict.EXTENSIONS | {"MAP_TILES": "xyz"}, host
    (error,) = extension_checks.check_extensions()
    assert error.msg.startswith("MAP_TILES_HOST is not like https://")


def test_a_function_in_c_and_an_unknown_name_are_no_silent_default():
    assert TRANSPORTS["sms"].path_of("no-such") == "no_such_extension.no-such"
    assert replace(TRANSPORTS["sms"], is_optional=True).default == ""
    assert EVIDENCE_STORAGE.path_of("") == ""


@pytest.mark.slow
def test_an_installed_package_starts_and_a_wrong_name_does_not(tmp_path):
    install_example("form_gateway", tmp_path)
    path = {"PYTHONPATH": str(tmp_path)}
    assert "no issues" in manage("check", **GOOD | new_secrets() | path, SMS_TRANSPORT="form_gateway")
    assert "no package offers 'form_gatewy'" in complaint(SMS_TRANSPORT="form_gatewy", **path)
