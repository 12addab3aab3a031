"""Secrets are masked in every notation; text that is no key stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.etag import compose_etag, format_etag
from operations.personal_data_masking import mask_personal_data

JOINTS = st.sampled_from(["", " ", "-", "\u2011", "–", ".", "/", "\u00a0", "%20", "+", "\u200e", " - "])
URDU, ARABIC = (str.maketrans("0123456789", digits) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))
SCRIPTS = st.sampled_from([{}, URDU, ARABIC])
AROUND = st.sampled_from(["", "of ", "(", "'", "no. 4: ", "/track/", "q=", "لاہور ", "phone:"])


def digits(length: int, first: str = "0123456789"):
    return st.tuples(st.sampled_from(first), st.text("0123456789", min_size=length - 1, max_size=length - 1)).map(
        "".join
    )


def in_parts(number: str, *lengths: int) -> list[str]:
    parts = []
    for length in lengths:
        parts, number = [*parts, number[:length]], number[length:]
    return parts


@given(digits(13, "1234567"), JOINTS, SCRIPTS, AROUND)
def test_a_cnic(number, joint, script, around):
    written = joint.join(in_parts(number.translate(script), 5, 7, 1))
    assert mask_personal_data(f"{around}{written} came") == f"{around}[number] came"


@given(digits(9), JOINTS, SCRIPTS, AROUND)
def test_an_e_tag(number, joint, script, around):
    etag = compose_etag(2026, int(number))
    written = joint.join(in_parts(etag.translate(script), 4, 4, 4))
    assert mask_personal_data(f"{around}{written}, late") == f"{around}[number], late"


@given(digits(9), st.sampled_from(["0", "+92", "0092", "92", "%2B92", "+92 (0)", ""]), JOINTS, SCRIPTS, AROUND)
def test_a_mobile_number(number, before, joint, script, around):
    written = before + joint.join(in_parts(f"3{number}".translate(script), 3, 3, 4))
    line = mask_personal_data(f"{around}{written} rang")
    assert line in {f"{around}[phone] rang", f"{around}[number] rang"}


@pytest.mark.parametrize(
    "written",
    [
        *("042-35761999", "(042) 35761999", "0423 5761999", "+92 42 3576 1999", "061 9200 111", "0345.1234567"),
        *("+44 20 7946 0958", "+1 (212) 555-0100", "0044 20 7946 0958", "+966-50-123-4567"),
    ],
)
def test_numbers_on_wires_and_abroad(written):
    assert mask_personal_data(f"told {written}, twice").replace("([phone]", "[phone]") == "told [phone], twice"


@given(st.emails(domains=st.sampled_from(["example.org", "mail.example.com.pk"])))
def test_an_e_mail_address(address):
    name, _, domain = address.rpartition("@")
    assert f"{name}@{domain}" not in mask_personal_data(f"To {address}: refused")


@given(st.uuids(), st.sampled_from([str, lambda key: key.hex, lambda key: str(key).upper()]))
def test_a_draft(key, form):
    assert mask_personal_data(f"/complain/{form(key)}/what/") == "/complain/[uuid]/what/"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("GET /a/dHdlbnR5LXR3byBsZXR0ZXJz?x=1", "GET /a/[token]?x=1"),
        ("Not Found: /desk/password/reset/3k-abc/", "Not Found: /desk/password/reset/[token]/"),
        ("/desk/password/reset/sent/", "/desk/password/reset/sent/"),
        ("Authorization: Bearer abc.def-g=", "Authorization: Bearer [token]"),
        ("access_token=EAAG12&v=1", "access_token=[token]&v=1"),
        ("{'password': 'kite over Multan'}", "{'password': [token] over Multan'}"),
        ("redis://:hunter2@127.0.0.1:6379/0", "redis://[secret]@127.0.0.1:6379/0"),
        (
            "violates\nDETAIL:  Failing row contains (7, Ayesha\nkhan, 3).\nCONTEXT: COPY",
            "violates\nDETAIL:  Failing row contains [row].\nCONTEXT: COPY",
        ),
        (f"Key (etag)=({compose_etag(2026, 7)}) already exists", "Key (etag)=([number]) already exists"),
        (f"{format_etag(compose_etag(2026, 7))} 35202-1234567-1 0300-1112233", "[number] [number] [phone]"),
    ],
)
def test_what_opens_something(line, said):
    assert mask_personal_data(line) == said


def test_what_is_no_key_stays():
    lines = [
        "Message 4711 (registered) is given up after 12 tries at 2026-11-24 09:00:00, /about/12345678901234567/",
        "2026-11-24T09:00:00.123456+05:00 took 0.3012345678901 s, 1764238569.123456, 12.5 %, [123456, 234567]",
        "The tallies of 15 are not what its complaints add up to: {'open': 3000}",
        "commit 9f86d081884cx at 127.0.0.1:8000, run 20261124",
    ]
    assert [mask_personal_data(line) for line in lines] == lines
