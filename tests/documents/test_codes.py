"""QR codes on pages."""

import re

import segno

from documents.qr_codes import qr_modules, qr_svg

URL = "https://complaints.example.org/track/264819073555/?a=1&b=2"


def test_the_drawing_is_the_code_with_four_modules_of_white_around():
    drawn = qr_svg(URL)
    rows = qr_modules(URL)
    side = len(rows) + 8
    assert f'viewBox="0 0 {side} {side}"' in drawn
    black = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn):
        black |= {(int(y), int(x) + step) for step in range(int(length))}
    assert black == {(y + 4, x + 4) for y, row in enumerate(rows) for x, module in enumerate(row) if module == "1"}


def test_the_code_is_the_text():
    assert qr_modules(URL) == ["".join(map(str, row)) for row in segno.make(URL, error="m", micro=False).matrix]


def test_it_is_black_on_white_whatever_the_theme_and_without_inline_style():
    drawn = qr_svg(URL)
    assert '<rect class="qr-paper" width=' in drawn
    assert 'fill="#fff"' in drawn
    assert 'fill="#000"' in drawn
    assert "style" not in drawn


def test_it_says_what_it_is_and_nothing_breaks_out_of_it():
    assert '<title>QR code: https://a.b/?x="&gt;' not in qr_svg('https://a.b/?x=">')
    assert "<title>QR code: https://a.b/?x=&quot;&gt;</title>" in qr_svg('https://a.b/?x=">')
    assert "<title>Complaint status</title>" in qr_svg(URL, title="Complaint status")
