"""The demo collects its static files again if they changed since the last start, and otherwise not."""

import shutil

import pytest

from operations.demo_launcher.static_files import collect_static_files_if_changed


@pytest.fixture
def sheet(settings, tmp_path):
    """The only static file, and the folder of collected files beside it."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "files"], str(tmp_path / "collected")
    sheet = tmp_path / "files" / "sheet.css"
    sheet.parent.mkdir()
    sheet.write_text("p { margin: 0 }")
    return sheet


def test_what_lies_there_is_collected_once(sheet, tmp_path):
    assert [collect_static_files_if_changed(), collect_static_files_if_changed()] == [True, False]
    assert (tmp_path / "collected" / "sheet.css").read_text() == "p { margin: 0 }"


def test_another_file_is_collected_and_one_that_went_is_gone(sheet, tmp_path):
    collect_static_files_if_changed()
    (sheet.parent / "more.css").write_text("p {}")
    sheet.write_text("p { margin: 1px }")
    assert collect_static_files_if_changed()
    assert (tmp_path / "collected" / "sheet.css").read_text() == "p { margin: 1px }"
    (sheet.parent / "more.css").unlink()
    assert collect_static_files_if_changed()
    assert [path.name for path in (tmp_path / "collected").iterdir()] == ["sheet.css"]


def test_they_are_kept_otherwise_and_collected_again(sheet, settings):
    collect_static_files_if_changed()
    manifest = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": manifest}
    assert collect_static_files_if_changed()


def test_a_folder_that_somebody_removed_is_made_again(sheet, tmp_path):
    collect_static_files_if_changed()
    shutil.rmtree(tmp_path / "collected")
    assert collect_static_files_if_changed()


def test_a_start_that_failed_half_way_leaves_nothing_to_the_next(sheet, monkeypatch):
    collect_static_files_if_changed()
    sheet.write_text("p { margin: 2px }")
    with monkeypatch.context() as patch:
        patch.setattr("operations.demo_launcher.static_files.call_command", _full)
        with pytest.raises(OSError, match="full"):
            collect_static_files_if_changed()
    assert collect_static_files_if_changed()


def _full(*arguments, **options):
    raise OSError("the disk is full")
