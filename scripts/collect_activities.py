"""A pytest plugin that prints which collected test proves which activity."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker in item.iter_markers("activity"):
            for activity in marker.args:
                print(f"activity\t{activity}\t{item.nodeid.split('[')[0]}")
