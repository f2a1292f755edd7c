"""Arbitrary records, as property tests want them."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from catalogue import records
from catalogue.models.link import ROLE_KINDS
from catalogue.models.tool import ToolForm, ToolState
from catalogue.partial_dates import contradicts
from catalogue.records import Record
from catalogue.vocabularies import Platform
from organizations.models import OrganizationType
from usecases.models import UseCaseState

# Whom a record may link to: (kind, id).
Target = tuple[str, int]

LANGUAGES = ["ar", "en", "es", "fr", "pt-br", "zh-Hant", "ckb"]

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
names = st.text(characters, min_size=1, max_size=200).map(str.strip).filter(bool)
addresses = st.just("") | st.builds(
    "{}://{}.example/{}".format,
    st.sampled_from(["http", "https"]),
    st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=60),
    st.text("abcXYZ0123456789-_~/", max_size=100),
)
languages = st.sampled_from(["", *LANGUAGES])
countries = st.sampled_from(["", "FR", "BR", "TW", "EU", "XK"])
dates = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))
partial_dates = st.just("") | st.builds(
    lambda day, length: day.isoformat()[:length], dates, st.sampled_from([4, 7, 10])
)


def texts(longest: int) -> st.SearchStrategy[str]:
    return st.text(characters, max_size=longest)


def lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(values, max_size=4)


def one_of(choices: type) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *choices.values])


@st.composite
def periods(draw: st.DrawFn) -> tuple[str, str]:
    since, until = draw(partial_dates), draw(partial_dates)
    if since and until and contradicts(since, until):
        return until, since
    return since, until


@st.composite
def texts_by_language(draw: st.DrawFn) -> dict[str, Record]:
    chosen = draw(st.lists(st.sampled_from(LANGUAGES), unique=True, max_size=4))
    original = draw(st.sampled_from(["", *chosen]))
    return {
        language: {
            "name": draw(texts(200)),
            "summary": draw(texts(300)),
            "description": draw(texts(500)),
            "is_original": language == original,
            "outdated": language != original and draw(st.booleans()),
        }
        for language in chosen
    }


@st.composite
def links(draw: st.DrawFn, kind: str, targets: Sequence[Target]) -> list[Record]:
    possible = [
        (str(role), target)
        for role, pairs in ROLE_KINDS.items()
        for target_kind, target in targets
        if (kind, target_kind) in pairs
    ]
    if not possible:
        return []
    found = []
    for role, target in draw(
        st.lists(st.sampled_from(possible), unique=True, max_size=4)
    ):
        since, until = draw(periods())
        found.append(
            {
                "role": role,
                "object": target,
                "since": since,
                "until": until,
                "source": draw(texts(100)),
            }
        )
    return found


def _tool_fields() -> dict[str, st.SearchStrategy]:
    return {
        "form": one_of(ToolForm),
        "repository": addresses,
        "licence": st.sampled_from(["", "MIT", "AGPL-3.0-or-later", "proprietary"]),
        "programming_languages": lists(st.text(characters, min_size=1, max_size=50)),
        "platforms": lists(st.sampled_from(Platform.values)),
        "interface_languages": lists(st.sampled_from(LANGUAGES)),
        "state": one_of(ToolState),
    }


@st.composite
def _use_case_fields(draw: st.DrawFn) -> Record:
    since, until = draw(periods())
    state = draw(one_of(UseCaseState))
    return {
        "country": draw(countries),
        "place": draw(texts(200)),
        "since": since,
        "until": until,
        "state": state,
        "ended_because": draw(texts(500)) if state == UseCaseState.ENDED else "",
        "outcome": draw(texts(2000)),
    }


def _fields(kind: str) -> st.SearchStrategy[Record]:
    if kind == "tool":
        return st.fixed_dictionaries(_tool_fields())
    if kind == "use_case":
        return _use_case_fields()
    return st.fixed_dictionaries(
        {"type": one_of(OrganizationType), "country": countries}
    )


@st.composite
def valid_records(
    draw: st.DrawFn, kind: str, tags: Sequence[int], targets: Sequence[Target]
) -> Record:
    """A record that the database takes: the whole of it, in canonical order."""
    return records.complete(
        kind,
        {
            "name": draw(names),
            "language": draw(languages),
            "website": draw(addresses),
            **draw(_fields(kind)),
            "texts": draw(texts_by_language()),
            "tags": draw(st.lists(st.sampled_from(list(tags)), unique=True)),
            "links": draw(links(kind, targets)),
        },
    )
