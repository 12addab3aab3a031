"""The tree of offices in the database."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Office
from tests.plans import as_in_production

pytestmark = pytest.mark.django_db


def test_an_office_is_named_in_the_readers_language(lahore):
    with translation.override("ur"):
        assert lahore("t_station").name == "تھانہ دریا"
    with translation.override("en"):
        assert lahore("t_station").name == "River Police Station"


def test_the_place_columns_of_a_station_come_in_one_query(lahore, django_assert_num_queries):
    station = lahore("t_station")
    with django_assert_num_queries(1):
        columns = station.area_ids()
    codes = ["region_lahore", "lahore", "t_city", "t_circle", "t_station"]
    assert columns == dict(zip(["region", "district", "division", "circle", "station"], map(pk_of, codes), strict=True))


def test_a_district_has_no_division_circle_or_station(lahore):
    assert lahore("multan").area_ids() == {
        "region": pk_of("region_multan"),
        "district": pk_of("multan"),
        "division": None,
        "circle": None,
        "station": None,
    }


def pk_of(code):
    return Office.objects.get(code=code).pk


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"kind": "region", "parent": None}, "office_only_central_has_no_parent"),
        ({"kind": "kiosk"}, "office_kind_is_known"),
        ({"path": "punjab/x"}, "office_path_is_codes_closed_by_slashes"),
        ({"path": "punjab/"}, "office_path_unique"),
        ({"kind": "central", "parent": None}, "office_one_central"),
    ],
)
def test_the_database_refuses_an_impossible_office(lahore, wrong, constraint):
    plain = {"code": "x", "kind": "unit", "parent": lahore("lahore"), "path": "punjab/region_lahore/lahore/x/"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Office.objects.create(name_en="X", name_ur="ایکس", head_title="INCHARGE", **(plain | wrong))


def test_a_subtree_is_found_by_the_index_of_paths(lahore):
    as_in_production()
    with CaptureQueriesContext(connection) as told, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        list(Office.objects.within(lahore("lahore")))
        cursor.execute("EXPLAIN " + told.captured_queries[-1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "office_path_unique" in plan
    assert "~>=~" in plan
