"""A provider with an empty register, and who works on it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.house import House


@pytest.fixture
def house(house: House) -> House:
    """The provider as it is before anything stands in its register."""
    house.take_tools_out()
    return house


@pytest.fixture
def manager(house: House) -> FlaskClient:
    return house.as_("manager")


@pytest.fixture
def owner(house: House) -> FlaskClient:
    return house.as_("owner")
