"""The catalogue as files: one record a line, sorted, readable in a diff.

A folder holds `tags.jsonl` and a file per kind, named by its path. A line is an
entry's record without its empty values, with its id, slug and old slugs, and with the
source that its last change named. A tag's line says that it is hidden, or the slug of
the tag it was merged into. Tags are named by slug, linked entries as `kind/slug`:
slugs are never used twice, so they lead to one entry for ever.
"""

from contributions.catalogue_files.exporting import export_to
from contributions.catalogue_files.importing import Outcome, import_from
from contributions.catalogue_files.lines import LineError, holds_catalogue

__all__ = ["LineError", "Outcome", "export_to", "holds_catalogue", "import_from"]
