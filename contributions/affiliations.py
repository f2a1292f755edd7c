"""Whether somebody who changed an entry works for those whom it tells about."""

from django.db.models import Exists, F, OuterRef, Q

from catalogue.models import Link, Role

MAKERS = (Role.DEVELOPED_BY, Role.PROVIDED_BY, Role.RUN_BY)


def by_maker() -> Q:
    """For a queryset of changes: their person works for the entry's maker.

    The maker of a tool develops or provides it, that of a use case runs it; an
    organization is its own. What somebody did as a guest counts for their account.
    """
    theirs = Q()
    for person in ("person", "person__merged_into"):
        employer = f"{person}__affiliation__organization"
        made = Link.objects.filter(
            subject=OuterRef("entry"), object=OuterRef(employer), role__in=MAKERS
        )
        theirs |= Q(Exists(made)) | Q(entry=F(employer))
    return theirs
