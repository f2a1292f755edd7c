import pytest

from contributions.models import Affiliation, Change
from tests.factories import (
    OrganizationFactory,
    ToolFactory,
    UseCaseFactory,
    UserFactory,
    link,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return OrganizationFactory(name="Town")


@pytest.fixture
def ada(town):
    person = UserFactory()
    Affiliation.objects.create(person=person, organization=town)
    return person


def works_for_the_maker(entry) -> bool:
    (change,) = Change.objects.with_people().filter(entry=entry)
    return change.by_maker


@pytest.mark.parametrize("role", ["developed_by", "provided_by"])
def test_who_works_for_a_tools_maker_is_marked(ada, town, role):
    assert works_for_the_maker(ToolFactory(by=ada, links=[link(role, town)]))


def test_who_works_for_those_that_run_a_use_case_is_marked(ada, town):
    assert works_for_the_maker(UseCaseFactory(by=ada, links=[link("run_by", town)]))


def test_who_works_for_an_organization_is_marked_on_its_entry(ada, town):
    other = OrganizationFactory(by=ada)
    Affiliation.objects.update(organization=other)

    assert works_for_the_maker(other)


def test_funding_a_tool_is_not_making_it(ada, town):
    assert not works_for_the_maker(ToolFactory(by=ada, links=[link("funded_by", town)]))


def test_who_was_a_guest_before_is_marked_too(ada, town):
    guest = UserFactory(is_guest=True, merged_into=ada)

    assert works_for_the_maker(
        ToolFactory(by=guest, links=[link("developed_by", town)])
    )


def test_others_are_not_marked(ada, town):
    makers = [link("developed_by", town)]

    assert not works_for_the_maker(ToolFactory(by=UserFactory(), links=makers))
    assert not works_for_the_maker(ToolFactory(by=None, links=makers))
    assert not works_for_the_maker(ToolFactory(by=ada))


def test_marks_of_a_list_cost_no_query_of_their_own(
    ada, town, django_assert_num_queries
):
    for _ in range(3):
        ToolFactory(by=ada, links=[link("developed_by", town)])

    with django_assert_num_queries(1):
        changes = Change.objects.with_people().filter(person=ada)
        assert [change.by_maker for change in changes] == [True] * 3
