"""`import_offices FILE.csv`: idempotent, reported line by line, all or nothing."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import FormerOfficeName, Office
from accounts.signals import offices_moved

pytestmark = pytest.mark.django_db
PLACED = "code,kind,parent,name_en,name_ur,latitude,longitude,address_en,telephone\n"
HEADER = "code,kind,parent,name_en,name_ur,head_title,routes_to,certainty,source\n"


@pytest.fixture
def load(tmp_path, capsys):
    """Load lines under the header. Return the output, or the errors if the import failed."""

    def run(*lines: str, header: str = HEADER, **options) -> str:
        file = tmp_path / "list.csv"
        file.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        try:
            call_command("import_offices", str(file), **options)
        except CommandError as error:
            return f"FAILED {error}\n{capsys.readouterr().err}"
        return capsys.readouterr().out

    return run


def test_a_list_may_name_the_child_before_the_parent(load):
    said = load("n_station,station,n_circle,North,شمال,,,,", "n_circle,circle,multan,North,شمال,,,,")
    assert "2 created, 0 changed, 0 unchanged" in said
    station = Office.objects.get(code="n_station")
    assert station.path == "punjab/region_multan/multan/n_circle/n_station/"
    assert (station.parent.code, station.head_title) == ("n_circle", "SHO")


def test_the_same_list_twice_changes_nothing(load):
    lines = ["n_circle,circle,multan,North,شمال,SDPO,multan,likely,gazette"]
    load(*lines)
    before = Office.objects.get(code="n_circle").changed_at
    assert "0 created, 0 changed, 1 unchanged" in load(*lines)
    assert Office.objects.get(code="n_circle").changed_at == before


def test_a_change_names_the_columns_that_changed(load):
    load("n_circle,circle,multan,North,شمال,,,,")
    assert "~ n_circle: name_en, routes_to" in load("n_circle,circle,multan,Northern,شمال,,multan,,")


def test_another_name_is_a_rename_unless_the_list_is_a_correction(load):
    load("n_circle,circle,multan,Nroth,شمال,,,,")
    load("n_circle,circle,multan,North,شمال,,,,", correction=True)
    load("n_circle,circle,multan,Northern,شمالی,INCHARGE,,,")
    load("n_circle,circle,multan,Northern,شمالی,INCHARGE,,likely,")
    kept = FormerOfficeName.objects.values_list("office__code", "name_en", "name_ur", "head_title")
    assert list(kept) == [("n_circle", "North", "شمال", "SDPO")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Bad Code,circle,multan,North,شمال,,,,", "” is not a valid code. Use only lower-case letters, digits and _."),
        ("n_circle,kiosk,multan,North,شمال,SHO,,,", "“kiosk” is not a kind of office"),
        ("n_circle,circle,nowhere,North,شمال,,,,", "The parent office “nowhere” does not exist."),
        ("n_circle,circle,punjab,North,شمال,,,,", "A circle cannot be under punjab"),
        ("n_circle,circle,,North,شمال,,,,", "A circle cannot be under –"),
        ("n_circle,circle,multan,North,,,,,", "Give the name in English and in Urdu."),
        ("n_circle,circle,multan,North,شمال,KING,,,", "“KING” is not the post of a head of office."),
        ("n_circle,circle,multan,North,شمال,,n_circle,,", "cannot go to “n_circle”"),
        ("n_circle,circle,multan,North,شمال,,nowhere,,", "cannot go to “nowhere”"),
        ("sindh,central,,Other,دوسرا,,,,", "There is already a central office: “"),
        ("n_circle,circle,multan,No\x07rth,شمال,,,,", "The name contains characters that are not allowed."),
        (f"n_circle,circle,multan,{'N' * 121},شمال,,,,", "name_en is longer than 120"),
        ("vehari,circle,lahore,Vehari,وہاڑی,,,,", "“below_vehari” is under this office and cannot be under a circle"),
        ("good,circle,multan,Good,اچھا,,,,", "The code “good” is already used in line 2."),
        ("n_circle", "Give the name in English and in Urdu."),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_half_loaded(load, line, says):
    load("below_vehari,circle,vehari,Below,نیچے,,,,")
    before = Office.objects.count()
    said = load("good,circle,multan,Good,اچھا,,,,", line)
    assert said.startswith("FAILED list.csv: nothing was loaded.")
    assert "line 3:" in said
    assert "line 2:" not in said
    assert says in said
    assert Office.objects.count() == before


def test_a_row_after_a_cell_of_several_lines_still_gets_the_right_number(load):
    assert "line 4:" in load('good,circle,multan,Good,اچھا,,,,"two\nlines"', "bad,kiosk,multan,Bad,برا,SHO,,,")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("n_circle,circle,multan,North,شمال,,,,here, and there,", "line 3: There are more cells than columns"),
        (f"n_circle,circle,multan,North,شمال,,,,{'s' * 2001}", "line 3: source is longer than 2000"),
        (f"n_circle,circle,multan,North,{'ش' * 121},,,,", "line 3: name_ur is longer than 120"),
        (f"n_circle,circle,multan,North,شمال,,,,{'s' * 140_000}", "list.csv, line 3: this row is incomplete."),
        (f'"n_circle,{"x" * 140_000}', "list.csv, line 3: this row is incomplete."),
    ],
    ids=["surplus", "source", "name", "endless", "quotation"],
)
def test_a_row_that_holds_too_much_is_named_by_its_line(load, line, says):
    before = Office.objects.count()
    said = load("good,circle,multan,Good,اچھا,,,,", line)
    assert said.startswith("FAILED")
    assert says in said
    assert Office.objects.count() == before


def test_an_endless_header_is_an_error_like_any_other(tmp_path):
    (tmp_path / "long.csv").write_text("code," + "k" * 140_000, encoding="utf-8")
    with pytest.raises(CommandError, match="line 1: this row is incomplete"):
        call_command("import_offices", str(tmp_path / "long.csv"))


def test_a_file_that_is_no_list_or_no_text_says_so(tmp_path):
    (tmp_path / "other.csv").write_text("name,phone\nA,1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="lacks these columns: code, kind, parent, name_en, name_ur"):
        call_command("import_offices", str(tmp_path / "other.csv"))
    (tmp_path / "picture.csv").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_offices", str(tmp_path / "picture.csv"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_offices", str(tmp_path / "absent.csv"))


def test_a_circle_that_moves_takes_its_stations_along(load):
    load("n_circle,circle,multan,North,شمال,,,,", "n_station,station,n_circle,North,شمال,,,,")
    heard = []
    offices_moved.connect(listener := lambda **told: heard.append(set(told["office_ids"])))
    try:
        load("n_circle,circle,vehari,North,شمال,,,,")
    finally:
        offices_moved.disconnect(listener)
    station = Office.objects.get(code="n_station")
    assert station.path == "punjab/region_multan/vehari/n_circle/n_station/"
    assert Office.objects.line_of(station).get(kind=Office.Kind.DISTRICT).code == "vehari"
    assert station in Office.objects.within(Office.objects.get(code="vehari"))
    assert station not in Office.objects.within(Office.objects.get(code="multan"))
    assert heard == [{station.pk, station.parent_id}]


def test_positions_and_addresses_come_where_the_list_has_them_and_stay_where_it_does_not(load):
    load("n_circle,circle,multan,North,شمال,30.2,71.47,Fort Road,061-9200000", header=PLACED)
    circle = Office.objects.get(code="n_circle")
    assert (circle.latitude, circle.longitude, circle.address, circle.telephone) == (
        30.2,
        71.47,
        "Fort Road",
        "061-9200000",
    )
    assert "1 unchanged" in load("n_circle,circle,multan,North,شمال,,,,")
    assert Office.objects.get(code="n_circle").latitude == 30.2
    assert "~ n_circle: latitude, longitude" in load(
        "n_circle,circle,multan,North,شمال,,,Fort Road,061-9200000", header=PLACED
    )
    assert Office.objects.get(code="n_circle").latitude is None


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("30.2,", "Give both latitude and longitude"),
        ("71.47,30.2", "swapped"),
        ("north,east", "like 31.5204"),
        ("nan,nan", "is not in Pakistan"),
    ],
)
def test_a_position_that_is_none_is_said_by_line(load, cells, says):
    said = load(f"n_circle,circle,multan,North,شمال,{cells},,", header=PLACED)
    assert "line 2: " in said
    assert says in said
    assert not Office.objects.filter(code="n_circle").exists()
