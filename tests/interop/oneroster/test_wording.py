"""What the report says is said whole in the reader's language."""

from __future__ import annotations

import pytest

from trellis.interop.oneroster import wording
from trellis.interop.oneroster.problems import Problem
from trellis.interop.oneroster.values import Order


@pytest.mark.parametrize("order", list(Order))
def test_order_of_day_and_month_is_said_in_the_language_of_the_reader(order, monkeypatch):
    unclear = Problem("dates_unclear", "users.csv", details={"read": order.value})
    assert f"read with the {order.value}." in wording.sentence_for(unclear)
    monkeypatch.setattr(wording, "gettext", {"day first": "el día primero", "month first": "el mes primero"}.get)
    assert "primero" in wording.sentence_for(unclear)
    assert unclear.as_json()["details"] == {"read": order.value}
