"""Fragments and tags, rendered as pages render them."""

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from catalogue.models import Tool
from catalogue.templatetags.entries import host, markdown
from catalogue.tiles import pieces
from contributions import actions
from contributions.actions import Why
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)
from usecases.models import UseCase


def rendered(source: str, **context: object) -> BeautifulSoup:
    html = Template("{% load entries %}" + source).render(Context(context))
    return BeautifulSoup(html, "html.parser")


def included(name: str, **context: object) -> BeautifulSoup:
    given = " ".join(f"{key}={key}" for key in context)
    return rendered(f'{{% include "{name}" with {given} only %}}', **context)


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.text.split())


def test_tile_is_drawn_as_in_the_design():
    assert [(piece.css, piece.path) for piece in pieces("tool", "decidim")][-3:] == [
        ("n1", "M16 8h7.25v7.25h-7.25zM16 16h7.25v7.25h-7.25zM8 24h7.25v7.25h-7.25z"),
        ("n2", "M8 0h7.25v7.25h-7.25z"),
        ("k-tool", "M0 8h15.25v15.25h-15.25z"),
    ]


@pytest.mark.parametrize(
    ("kind", "css"),
    [("tool", "k-tool"), ("use_case", "k-use"), ("organization", "k-org")],
)
def test_tile_has_twelve_cells_and_the_shape_of_the_kind(kind, css):
    *cells, keystone = pieces(kind, "any-slug")

    assert sum(cell.path.count("M") for cell in cells) == 12
    assert keystone.css == css


def test_tile_is_hidden_from_screen_readers():
    svg = rendered("{% tile entry 44 %}", entry=Tool(kind="tool", slug="x")).svg

    assert (svg["aria-hidden"], svg["width"], svg["height"]) == ("true", "44", "44")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**a** and *b*", "<p><strong>a</strong> and <em>b</em></p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("# Big", "<p># Big</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ],
)
def test_markdown_shows_plain_formatting_only(written, shown):
    assert markdown(written).strip() == shown


def test_markdown_links_lend_no_weight():
    link = BeautifulSoup(markdown("See https://example.org"), "html.parser").a

    assert link["href"] == "https://example.org"
    assert set(link["rel"]) == {"nofollow", "ugc", "noopener"}


@pytest.mark.parametrize(
    "written",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![x](https://example.org/x.png)",
        '[x](https://example.org "a\\" onclick=alert(1)")',
        "<a href=javascript:alert(1)>x</a>",
    ],
)
def test_markdown_lets_nothing_run_or_load(written):
    soup = BeautifulSoup(markdown(written), "html.parser")

    assert not soup.find_all("img")
    for element in soup.find_all(True):
        assert not any(name.startswith("on") for name in element.attrs)
        assert element.get("href", "https:").startswith("https:")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.decidim.org/en/", "decidim.org"),
        ("http://a.example:8000", "a.example"),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_host_of_an_address(address, shown):
    assert host(address) == shown


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("2016", "2016", "2016"),
        ("2016-12", "December 2016", "décembre 2016"),
        ("2016-12-07", "7 December 2016", "7 décembre 2016"),
        ("", "", ""),
    ],
)
def test_partial_date_is_as_precise_as_its_source(value, english, french):
    assert rendered("{{ value|partial_date }}", value=value).text == english
    with translation.override("fr"):
        assert rendered("{{ value|partial_date }}", value=value).text == french


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"since": "2018", "state": "in use"}, "since 2018"),
        ({"since": "2018", "state": "ended"}, "from 2018"),
        ({"since": "2018", "until": "2020-02"}, "2018–February 2020"),
        ({"since": "2018", "until": "2018"}, "2018"),
        ({"until": "2020"}, "until 2020"),
        ({}, ""),
    ],
)
def test_period_claims_no_more_than_is_known(values, shown):
    assert rendered("{% period case %}", case=UseCase(**values)).text == shown


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        ("AGPL-3.0-or-later", "AGPL-3.0 or later"),
        ("GPL-3.0-only", "GPL-3.0"),
        ("MIT", "MIT"),
        ("proprietary", "Proprietary"),
    ],
)
def test_licence_is_shown_as_readers_know_it(identifier, shown):
    assert rendered("{{ value|licence }}", value=identifier).text == shown


def loaded(entry):
    rows = type(entry).objects.with_texts().select_related("search_row")
    return rows.prefetch_related("links_from__object__texts").get(pk=entry.pk)


@pytest.mark.django_db
def test_row_shows_a_tool_at_a_glance():
    tool = ToolFactory(
        name="Decidim",
        licence="AGPL-3.0-or-later",
        programming_languages=["Ruby", "JavaScript"],
        summary="Participation for cities.",
        tags=[TagFactory(name="Budgets")],
    )
    body = OrganizationFactory()
    UseCaseFactory(links=[link("uses", tool), link("run_by", body)])

    entry = loaded(tool)
    row = included("catalogue/_row.html", entry=entry, tags=entry.tag_list)

    assert row.h3.a["href"] == "/en/tools/decidim/"
    assert words(row) == (
        "Decidim Participation for cities. AGPL-3.0 or later Ruby, JavaScript "
        "Used by 1 organization Budgets Choose Decidim"
    )


@pytest.mark.django_db
def test_row_of_an_entry_with_a_name_only_shows_that():
    row = included("catalogue/_row.html", entry=loaded(ToolFactory(name="Bare")))

    assert words(row) == "Bare Choose Bare"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "values", "shown"),
    [
        (UseCaseFactory, {"country": "FI", "since": "2018"}, "Finland From 2018"),
        (
            OrganizationFactory,
            {"country": "FI", "type": "local government"},
            "Local government Finland",
        ),
    ],
)
def test_row_shows_the_facts_of_its_kind(make, values, shown):
    row = included("catalogue/_row.html", entry=loaded(make(name="Name", **values)))

    assert words(row) == f"Name {shown} Choose Name"


@pytest.mark.django_db
def test_row_reads_nothing_from_the_database(django_assert_num_queries):
    entry = loaded(ToolFactory(summary="Text.", tags=[TagFactory()]))

    with django_assert_num_queries(0):
        included("catalogue/_row.html", entry=entry)


@pytest.mark.django_db
def test_row_marks_texts_in_another_language_than_the_page():
    texts = {"ar": text("ملخص")}
    entry = loaded(ToolFactory(name="أداة", language="ar", texts=texts))

    row = included("catalogue/_row.html", entry=entry)

    assert (row.bdi["lang"], row.bdi["dir"]) == ("ar", "rtl")
    assert (row.p["lang"], row.p["dir"]) == ("ar", "rtl")


@pytest.mark.django_db
def test_row_does_not_mark_the_language_of_the_page():
    entry = loaded(ToolFactory(language="en", summary="Text."))

    assert not included("catalogue/_row.html", entry=entry).select("[lang]")


@pytest.mark.django_db
def test_row_escapes_what_people_wrote():
    entry = loaded(ToolFactory(name="<b>x</b>", summary="<i>y</i>"))

    row = included("catalogue/_row.html", entry=entry)

    assert not row.select("b, i")
    assert "<b>x</b>" in row.h3.text


SENTENCES = [
    (["Body"], ["Tool"], "Body used Tool for Case."),
    (["A", "B", "C"], ["T", "U"], "A, B and C used T and U for Case."),
    ([], ["Tool"], "Tool was used for Case."),
    (["Body"], [], "Body: Case."),
    ([], [], "Case"),
    (["Body"], ["Case"], "Body used Case: Case."),
    ([], ["Case"], "Case"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("bodies", "tools", "shown"), SENTENCES)
def test_sentence_reads_well_when_something_is_missing(bodies, tools, shown):
    links = [link("run_by", OrganizationFactory(name=name)) for name in bodies]
    links += [link("uses", ToolFactory(name=name)) for name in tools]
    case = loaded(UseCaseFactory(name="Case", links=links))

    sentence = included("usecases/_sentence.html", use_case=case)

    assert words(sentence).replace(" .", ".").replace(" ,", ",") == shown


@pytest.mark.django_db
def test_sentence_does_not_name_hidden_entries():
    secret = ToolFactory(name="Secret", hidden=True)
    case = loaded(UseCaseFactory(name="Case", links=[link("uses", secret)]))

    assert words(included("usecases/_sentence.html", use_case=case)) == "Case"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"licence": "MIT"}, "Licence filled in"),
        ({"website": ""}, "Website removed"),
        ({"name": "New"}, "Name changed"),
        (
            {"licence": "MIT", "form": "software"},
            "Form filled in and licence filled in",
        ),
        ({"texts": {"en": text("Short.")}}, "Summary filled in"),
        (
            {"licence": "MIT", "form": "software", "state": "active"},
            "Form filled in and 2 more changes",
        ),
    ],
)
def test_change_is_told_in_a_few_words(values, shown):
    tool = ToolFactory(name="Old", website="https://example.org")

    change = actions.edit(tool, values, Why(by=None))

    assert rendered("{{ change|what_changed }}", change=change).text == shown


@pytest.mark.django_db
def test_change_of_sets_is_told_with_numbers():
    tool = ToolFactory(tags=[TagFactory()])
    links = [link("works_with", ToolFactory()), link("built_on", ToolFactory())]
    values = {"tags": [TagFactory().pk], "links": links}

    change = actions.edit(tool, values, Why(by=None))

    told = rendered("{{ change|what_changed }}", change=change).text
    assert told == "2 links added and 2 more changes"


def pager(number: int, query: str = "", pages: int = 10) -> BeautifulSoup:
    page = Paginator(range(pages * 10), 10).get_page(number)
    return included("catalogue/_pager.html", page=page, query=QueryDict(query))


def test_pager_keeps_the_filters_and_marks_the_page():
    soup = pager(3, "tag=a&tag=b&page=3")

    assert soup.find("a", rel="next")["href"] == "?tag=a&tag=b&page=4"
    assert words(soup.select_one("[aria-current=page]")) == "Page 3"
    assert "21 to 30 of 100" in soup.text


def test_pager_has_no_links_beyond_its_ends():
    assert not pager(1).find("a", rel="prev")
    assert not pager(10).find("a", rel="next")


def test_pager_is_absent_when_one_page_holds_all():
    assert not words(pager(1, pages=1))


def test_chip_says_that_it_removes_its_filter():
    chips = [{"label": "Tag: Votes", "address": "?a=1"}]

    soup = included("catalogue/_chips.html", chips=chips)

    assert words(soup) == "Remove filter Tag: Votes"
    assert soup.a["href"] == "?a=1"
