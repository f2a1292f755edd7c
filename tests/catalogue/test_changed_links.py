"""Changes of links in words, with the names that the page knows."""

import pytest

from catalogue.wording import what_changed


def link(pk: int, **values: str) -> dict[str, object]:
    return {"role": "works_with", "object": pk, "since": "", **values}


@pytest.mark.parametrize(
    ("added", "removed", "expected"),
    [
        ([link(1)], [], "Linked to CKAN"),
        ([], [link(1)], "Link to CKAN removed"),
        ([link(1, since="2016")], [link(1)], "Link to CKAN changed"),
        ([link(2)], [], "1 link added"),
        ([link(1), link(2)], [], "2 links added"),
        ([link(1)], [link(2)], "Linked to CKAN and 1 link removed"),
    ],
)
def test_changed_links_are_told_by_name_where_it_is_known(added, removed, expected):
    delta = {"links": {"added": added, "removed": removed}}

    assert what_changed("tool", 2, delta, {1: "CKAN"}) == expected
