import pytest

from tests.world import build


@pytest.fixture
def world(db):
    return build()
