"""Every string of ours has its French, and French pages show no English."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from bs4 import BeautifulSoup, Comment, Doctype
from django.apps import apps
from django.conf import settings as project
from django.core.management import call_command

from tests.browsing import page
from tests.factories import (
    OrganizationFactory,
    TagFactory,
    ToolFactory,
    UseCaseFactory,
    link,
    text,
)
from toolbox.management.commands.compile_translations import compile_if_newer

FILE = "LC_MESSAGES/django.po"
SOURCES = project.LOCALE_PATHS[0]
FRENCH = SOURCES / "fr" / FILE
TRANSLATED = [
    code for code in project.FINISHED_LANGUAGES if code != project.LANGUAGE_CODE
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")
READ_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-of", "data-full")

needs_gettext = pytest.mark.skipif(
    not all(map(shutil.which, ("xgettext", "msguniq", "msgmerge"))),
    reason="gettext is not installed, which finds the strings to translate",
)


def entries(source: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(source))}


def translations(entry: polib.POEntry) -> list[str]:
    return [*entry.msgstr_plural.values()] or [entry.msgstr]


@pytest.fixture
def strings(tmp_path, monkeypatch, settings) -> dict[str, polib.POEntry]:
    """The strings of our code and templates as they are now, found in a copy."""
    for folder in [project.BASE_DIR / "templates", *own_apps()]:
        shutil.copytree(folder, tmp_path / folder.name)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LOCALE_PATHS[0].mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["fr"], no_obsolete=True, verbosity=0)
    return entries(tmp_path / "locale" / "fr" / FILE)


def own_apps() -> list[Path]:
    paths = [Path(config.path) for config in apps.get_app_configs()]
    return [path for path in paths if path.parent == project.BASE_DIR]


@needs_gettext
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_string_is_translated(strings, language):
    """A translation of a string that is not used yet, or no longer, does no harm."""
    known = entries(SOURCES / language / FILE)

    missing = [
        msgid
        for msgid, entry in strings.items()
        if msgid not in known
        or not all(translations(known[msgid]))
        or known[msgid].msgid_plural != entry.msgid_plural
    ]
    fuzzy = [entry.msgid for entry in known.values() if entry.fuzzy]

    assert len(strings) > 400
    assert (missing, fuzzy) == ([], [])


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_and_markup_are_kept(language):
    def signs(words: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(words) + re.findall(r"<[^>]*>", words))

    known = entries(SOURCES / language / FILE)

    changed = [
        translation
        for entry in known.values()
        for translation in translations(entry)
        if translation
        and signs(translation) not in (signs(entry.msgid), signs(entry.msgid_plural))
    ]
    assert changed == []


def test_french_is_set_as_french():
    """No-break spaces before double signs and inside quotes, curly apostrophes."""
    signs = re.compile(r"[ \w»)][:;?!](?!\w|//)|« |[^\xa0]»|«[^\xa0]|[\"'“”]|\.\.\.")
    badly_set = [
        words
        for entry in entries(FRENCH).values()
        for words in translations(entry)
        if signs.search(re.sub(r"<[^>]*>", "", words))
    ]
    assert badly_set == []


def test_unfinished_languages_are_not_offered(client, db):
    unfinished = {code for code, _name in project.LANGUAGES} - {
        *project.FINISHED_LANGUAGES
    }
    assert unfinished
    for language in (*project.FINISHED_LANGUAGES, *sorted(unfinished)):
        soup = page(client, f"/{language}/about/")
        offered = {a.get("hreflang") for a in soup.select("[hreflang]")}
        assert not offered & unfinished
        links = [a["href"] for a in soup.select("a[href]")]
        others = {address.split("/")[1] for address in links if address[0] == "/"}
        assert not (others - {language}) & unfinished


@pytest.fixture
def french(tmp_path, settings) -> Iterator[None]:
    """French compiled from its source, whatever was compiled before."""
    source = tmp_path / "fr" / FILE
    source.parent.mkdir(parents=True)
    shutil.copy(FRENCH, source)
    compile_if_newer(source)
    settings.LOCALE_PATHS = [tmp_path]


@pytest.fixture
def catalogue(db) -> None:
    """One of everything that pages tell, in French wherever people wrote it."""
    tag = TagFactory(name="Budget", slug="budget")
    city = OrganizationFactory(
        name="Brest", type="local government", country="FR", website="https://brest.fr/"
    )
    maker = OrganizationFactory(
        name="Éditrice", type="company", links=[link("part_of", city)]
    )
    other = ToolFactory(name="Vide")
    tool = ToolFactory(
        name="Consulte",
        form="software",
        licence="AGPL-3.0-or-later",
        website="https://consulte.example/",
        repository="https://git.example/consulte",
        programming_languages=["Python"],
        platforms=["web"],
        interface_languages=["fr", "en"],
        state="active",
        tags=[tag],
        texts={
            "fr": text("Recueille des avis.", description="Et les compte."),
            "en": {"summary": "Collects."},
        },
        links=[link("developed_by", maker, since="2016"), link("works_with", other)],
    )
    for number in range(24):
        ToolFactory(name=f"Autre {number}", links=[link("built_on", tool)])
    UseCaseFactory(
        name="Budget participatif",
        texts={"fr": text("Les habitants votent.")},
        country="FR",
        since="2016-12",
        until="2019",
        state="ended",
        ended_because="Fin du marché.",
        outcome="Trois projets.",
        tags=[tag],
        links=[link("uses", tool), link("run_by", city), link("partner", maker)],
    )
    UseCaseFactory(name="Fiche nue")


PAGES = [
    "/",
    "/search/?q=consulte",
    "/search/?q=zzz",
    *("/about/", "/licence/", "/sources/", "/accessibility/", "/privacy/"),
    *("/tools/", "/tools/?page=2", "/tools/?q=zzz", "/tools/?missing=licence"),
    *("/tools/consulte/", "/tools/vide/"),
    *("/use-cases/", "/use-cases/budget-participatif/", "/use-cases/fiche-nue/"),
    *("/organizations/", "/organizations/brest/", "/organizations/editrice/"),
    *("/tags/", "/tags/budget/", "/styleguide/"),
]


def shown(soup: BeautifulSoup) -> list[str]:
    """What a reader sees or hears, in pieces; not what is marked as English."""
    for element in soup.select("body [lang], script, style, bdi"):
        element.decompose()
    pieces = [
        str(piece)
        for piece in soup.find_all(string=True)
        if not isinstance(piece, Comment | Doctype)
    ]
    for element in soup.find_all(True):
        pieces += [element[name] for name in READ_ATTRIBUTES if name in element.attrs]
    pieces += [meta["content"] for meta in soup.select("meta[name=description]")]
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def english() -> re.Pattern[str]:
    """The English of all strings: a word or two as a whole piece, more anywhere."""
    alone, anywhere, also_french = set(), set(), set()
    for entry in entries(FRENCH).values():
        for words in filter(None, (entry.msgid, entry.msgid_plural)):
            if words in translations(entry):
                continue
            for piece in re.split(r"<[^>]*>", words):
                letters = PLACEHOLDER.sub("", piece)
                if not re.search("[a-z]{2}", letters, re.IGNORECASE):
                    continue
                parts = PLACEHOLDER.split(piece.replace("%%", "%").strip())
                pattern = r"\S.*?".join(map(re.escape, parts))
                (anywhere if len(letters.split()) > 2 else alone).add(pattern)
        for words in translations(entry):
            also_french |= {*map(re.escape, re.split(r"<[^>]*>", words))}
    alone -= also_french
    return re.compile(
        rf"^(?:{'|'.join(sorted(alone))})[:,.]?$|\b(?:{'|'.join(sorted(anywhere))})"
    )


def test_english_is_recognized():
    pattern = english()

    for words in (
        "Not filled in",
        "3 use cases",
        "Missing:",
        "Used by 2 organizations",
    ):
        assert pattern.search(words)
    for words in ("Non renseigné", "3 cas d’usage", "Licence", "Consulte", "2"):
        assert not pattern.search(words)


@pytest.mark.usefixtures("french", "catalogue")
def test_french_pages_show_no_english(client):
    pattern = english()
    found = {
        (address, piece)
        for address in PAGES
        for piece in shown(page(client, f"/fr{address}"))
        if pattern.search(piece)
    }
    assert found == set()


@pytest.mark.usefixtures("french", "catalogue")
def test_french_pages_name_languages_in_french(client):
    note = page(client, "/fr/tools/consulte/").select_one(".head a[hreflang=en]")

    assert note.get_text() == "Anglais"


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("organizations", "sentence"),
    [
        (["Brest"], "Brest a utilisé Consulte pour «\xa0Budget\xa0»."),
        (
            ["Brest", "Lyon"],
            "Brest et Lyon ont utilisé Consulte pour «\xa0Budget\xa0».",
        ),
    ],
)
def test_french_sentence_agrees_with_its_subjects(client, db, organizations, sentence):
    links = [link("run_by", OrganizationFactory(name=name)) for name in organizations]
    links.append(link("uses", ToolFactory(name="Consulte")))
    UseCaseFactory(name="Budget", links=links)

    story = page(client, "/fr/use-cases/budget/").select_one("#story").parent.p

    assert " ".join(re.split(r"[ \n]+", story.get_text())).strip() == sentence
