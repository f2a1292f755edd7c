"""What a visitor's browser makes of an answer."""

from bs4 import BeautifulSoup, Tag
from django.test import Client


def page(client: Client, address: str) -> BeautifulSoup:
    """The page at an address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag: Tag) -> str:
    """What a part of a page says, without its line breaks."""
    return " ".join(tag.get_text().split())
