"""Writing tags: no change log of their own, but the catalogue's version grows."""

from collections.abc import Sequence

from catalogue import version
from catalogue.models import Tag
from contributions import sequences, validation
from contributions.actions.base import one_transaction


def create_tags(tags: Sequence[Tag]) -> list[Tag]:
    """Add tags; their slugs and names are unique. Raises ValidationError."""
    for tag in tags:
        validation.validate_tag(tag)
    with one_transaction():
        given = [tag.pk for tag in tags if tag.pk]
        if given:
            sequences.restart(Tag, max(given))
        created = Tag.objects.bulk_create(tags)
        version.bump()
    return created
