import pytest

from tests.browsing import page

pytestmark = pytest.mark.django_db


def test_page_leads_to_the_form_of_each_kind(client):
    links = [a["href"] for a in page(client, "/en/add/").select("main ul a")]

    assert links == ["/en/tools/add/", "/en/use-cases/add/", "/en/organizations/add/"]


def test_page_is_kept_for_visitors(client):
    assert client.get("/en/add/")["ETag"]
    assert not client.get("/en/add/").cookies
