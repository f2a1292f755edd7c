import pytest
from django.db import connection
from django.db.models import Value

from catalogue.addresses import address_key
from catalogue.models import Entry, Tool
from tests.factories import OrganizationFactory, ToolFactory

pytestmark = pytest.mark.django_db


def key_of(address: str) -> str:
    tool = ToolFactory(website=address)
    return Tool.objects.values_list("website_key", flat=True).get(pk=tool.pk)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://decidim.org",
        "https://decidim.org/",
        "https://decidim.org//",
        "http://decidim.org",
        "https://www.decidim.org",
        "http://www.Decidim.ORG/",
        "https://decidim.org/#features",
        "https://decidim.org#features",
    ],
)
def test_spellings_of_one_address_meet(spelling: str) -> None:
    assert key_of(spelling) == "decidim.org"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://github.com/a/b", "https://github.com/a/c"),
        ("https://a.example/", "https://b.example/"),
        ("https://a.example/?page=1", "https://a.example/?page=2"),
        ("https://wwwa.example", "https://a.example"),
    ],
)
def test_different_addresses_do_not_meet(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://github.com/Decidim/decidim",
        "https://github.com/decidim/decidim.git",
        "https://github.com/decidim/decidim/",
        "http://www.github.com/decidim/decidim#readme",
    ],
)
def test_spellings_of_one_repository_meet(spelling: str) -> None:
    ToolFactory(repository=spelling)

    key = Tool.objects.values_list("repository_key", flat=True).get()

    assert key == "github.com/decidim/decidim"


def test_entry_is_found_by_another_spelling_of_its_website(
    django_assert_num_queries: object,
) -> None:
    tool = ToolFactory(website="https://www.decidim.org/")
    ToolFactory(website="https://consul.example/")
    typed = "http://Decidim.org"

    with django_assert_num_queries(1):
        found = list(Tool.objects.filter(website_key=address_key(Value(typed))))

    assert found == [tool]


def test_organization_is_found_by_its_website_as_well() -> None:
    organization = OrganizationFactory(website="https://www.decidim.org/")

    found = Entry.objects.get(website_key=address_key(Value("http://decidim.org")))

    assert found.pk == organization.pk


@pytest.mark.parametrize(
    ("model", "column", "index"),
    [
        (Entry, "website_key", "entry_website_key"),
        (Tool, "repository_key", "tool_repository_key"),
    ],
)
def test_typed_address_is_looked_up_in_an_index(
    model: type[Entry], column: str, index: str
) -> None:
    typed = address_key(Value("http://Decidim.org"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = model.objects.filter(**{column: typed}).explain()

    assert index in plan
