"""The control: the listener to every log line of a run finds what must not be in one."""

import logging

import pytest

from complaints.rules.etag import compose_etag, format_etag
from tests import log_lines

ETAG = compose_etag(2026, 190_735_551)
PERSONAL = [
    *("35202-1234567-1", "3520212345671", "35202 1234567 1", "۳۵۲۰۲-۱۲۳۴۵۶۷-۱"),
    *(
        "+923001112233",
        "0300-1112233",
        "03001112233",
        "923001112233",
        "0300 111 2233",
        "(042) 35761999",
        "+442079460958",
    ),
    *(ETAG, format_etag(ETAG), ETAG.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))),
]


@pytest.mark.parametrize("written", PERSONAL)
@pytest.mark.parametrize("line", ["Told {}.", '{{"message": "Not Found: /track/{}/"}}', "q={}&page=2", "{}"])
def test_each_is_found_wherever_it_stands(written, line):
    assert len(list(log_lines.personal_numbers_in(line.format(written)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        '{"at": "2026-11-27T10:26:06.123456Z", "request_id": "4f35202123456710000000000000aa", "message": "[number]"}',
        "2026-11-24 09:00:00,123 took 0.3001112233 s; portal_3520212345671_own; /about/12345678901234567/",
        "Complaints [123456, 234567, 345678], 264819073550 of 3000, at 127.0.0.1:8000 by 1764238569.123456",
    ],
)
def test_nothing_else_is(line):
    assert list(log_lines.personal_numbers_in(line)) == []


@pytest.fixture
def listener():
    """A listener beside a handler that masks nothing, and one beside the portal's."""
    bare = logging.StreamHandler()
    bare.setFormatter(logging.Formatter("%(message)s"))
    return log_lines.Listener(bare)


@pytest.mark.parametrize("written", PERSONAL)
def test_a_line_that_is_not_masked_is_trouble_and_the_portals_own_is_none(listener, log_listener, written):
    logger = logging.getLogger("complaints")
    heard = log_listener.heard
    record = logger.makeRecord("complaints", logging.WARNING, __file__, 1, "Told %s.", (written,), None)
    listener.handle(record)
    assert len(listener.trouble) == 1
    logger.warning("Told %s.", written, extra={"to": written})
    assert log_listener.heard == heard + 1
    assert log_listener.trouble == []


def test_what_a_process_wrote_is_found_in_its_file(tmp_path):
    (tmp_path / "portal.said").write_text(f"[INFO] started\nNot Found: /track/{ETAG}/\n")
    (tmp_path / "worker.said").write_text("[INFO] started\n")
    assert log_lines.personal_numbers_in_files(tmp_path.rglob("*.said")) == [
        f"E-tag {ETAG} in portal.said: Not Found: /track/{ETAG}/"
    ]
