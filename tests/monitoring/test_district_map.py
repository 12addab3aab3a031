"""The map: every district belongs to one shape, and a shape counts only its districts."""

from collections import Counter

from accounts.models import Office
from monitoring.district_map import load_outlines, overdue_map_context
from monitoring.map_presentation import tile_positions
from monitoring.queries.figures_with_filters import OfficeFigures

FOLDED = {"murree", "talagang", "wazirabad", "taunsa", "kot_addu"}


def rows() -> list[OfficeFigures]:
    offices = [Office(code=code, name_en=code.title(), name_ur=code) for code in tile_positions()]
    return [OfficeFigures(office, {}, number) for number, office in enumerate(offices)]


def trend(row: OfficeFigures) -> str:
    return f"{row.overdue} more than a week ago" if row.overdue else ""


def shade(overdue: int, open_now: int) -> tuple[int, str, str]:
    return 0, f"{overdue} of {open_now}", ""


def test_each_of_the_41_districts_is_in_one_shape():
    drawn_as = Counter(code for shape in load_outlines()["districts"] for code in (shape["code"], *shape["with"]))
    assert drawn_as == Counter(list(tile_positions()))
    assert len(tile_positions()) == 41
    assert {code for shape in load_outlines()["districts"] for code in shape["with"]} == FOLDED


def test_each_number_stands_within_the_frame():
    whole = load_outlines()
    assert all(0 < one["x"] < whole["width"] and 0 < one["y"] < whole["height"] for one in whole["districts"])


def test_a_shape_counts_its_districts_and_leads_to_them():
    counted = rows()
    of = {row.office.code: row.overdue for row in counted}
    link = "?office={0.office.code}".format
    seen = overdue_map_context(counted, link=link, shade=shade, trend=trend)
    assert sum(shape["count"] for shape in seen["shapes"]) == sum(of.values())
    by_name = {shape["name"]: shape for shape in seen["shapes"]}
    assert by_name["Attock"]["url"] == "?office=attock"
    both = by_name["Rawalpindi + Murree"]
    assert (both["count"], both["url"]) == (of["rawalpindi"] + of["murree"], "#office-rawalpindi")
    assert by_name["Chakwal + Talagang"]["trend"].count("more than a week ago") == 2
    assert by_name["Lahore"]["trend"] == f"{of['lahore']} more than a week ago"
    assert len(seen["folded"]) == len(FOLDED)


def test_a_district_without_an_office_is_not_drawn():
    drawn = [row for row in rows() if row.office.code != "murree"]
    seen = overdue_map_context(drawn, link=lambda row: "", shade=shade, trend=trend)
    assert "Rawalpindi" in {shape["name"] for shape in seen["shapes"]}
    assert len(seen["folded"]) == len(FOLDED) - 1
