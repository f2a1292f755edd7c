from catalogue.models.collection import Collection, CollectionItem
from catalogue.models.entry import Entry, EntryStatus
from catalogue.models.link import Link, Role
from catalogue.models.search_row import FacetValue, SearchRow
from catalogue.models.slug import Slug
from catalogue.models.tag import EntryTag, Tag, TagKind
from catalogue.models.text import EntryText
from catalogue.models.tool import Tool
from catalogue.models.version import CatalogueVersion

__all__ = [
    "CatalogueVersion",
    "Collection",
    "CollectionItem",
    "Entry",
    "EntryStatus",
    "EntryTag",
    "EntryText",
    "FacetValue",
    "Link",
    "Role",
    "SearchRow",
    "Slug",
    "Tag",
    "TagKind",
    "Tool",
]
