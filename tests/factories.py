"""Test objects, made by the actions that make them in production.

Each factory gives the least valid object; what a test is about, it spells out.
"""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from accounts.models import User
from catalogue.models import Collection, Entry, EntryStatus, Tag, Tool
from contributions import actions
from contributions.actions import Why
from contributions.models import Occasion, Team
from hackathons.models import Hackathon, Membership
from organizations.models import Organization
from usecases.models import UseCase


def link(role: str, to: Entry, **values: str) -> dict[str, Any]:
    """A link as a record holds it."""
    return {"role": role, "object": to.pk, **values}


def text(summary: str = "", **values: Any) -> dict[str, Any]:
    """An original text as a record holds it."""
    return {"summary": summary, "is_original": True, **values}


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    class Params:
        moderator = factory.Trait(is_staff=True)

    username = factory.Sequence("person{}".format)


class TagFactory(factory.Factory):
    class Meta:
        model = Tag

    name = factory.Sequence("Tag {}".format)
    slug = factory.LazyAttribute(lambda tag: tag.name.lower().replace(" ", "-"))

    @classmethod
    def _create(cls, model_class: type[Tag], *args: Any, **values: Any) -> Tag:
        return actions.create_tags([Tag(**values)])[0]


class CollectionFactory(factory.Factory):
    """A collection; `entries` are in it in that order."""

    class Meta:
        model = Collection

    class Params:
        public = factory.Trait(is_public=True)

    title = factory.Sequence("Collection {}".format)
    person = factory.SubFactory(UserFactory)

    @classmethod
    def _create(
        cls, model_class: type[Collection], *args: Any, person: User, **values: Any
    ) -> Collection:
        return actions.create_collection(person, **values)


class EntryFactory(factory.Factory):
    """An entry from the fields of its record.

    Beside them: `summary` for an English original, `tags` as Tag objects, `status`,
    and `by`, who adds it.
    """

    class Meta:
        abstract = True

    class Params:
        hidden = factory.Trait(status=EntryStatus.HIDDEN)
        held = factory.Trait(status=EntryStatus.HELD)

    @classmethod
    def _create(
        cls,
        model_class: type[Entry],
        *args: Any,
        kind: str,
        by: User | None = None,
        status: str = EntryStatus.PUBLISHED,
        summary: str = "",
        tags: tuple[Tag, ...] | list[Tag] = (),
        **record: Any,
    ) -> Entry:
        if summary:
            record["texts"] = {"en": text(summary), **record.get("texts", {})}
        record["tags"] = [tag.pk for tag in tags]
        entry = actions.create(kind, record, Why(by=by))
        if status != EntryStatus.PUBLISHED:
            actions.set_status(entry, EntryStatus(status), Why(by=by))
        return model_class.objects.get(pk=entry.pk)


class ToolFactory(EntryFactory):
    class Meta:
        model = Tool

    kind = "tool"
    name = factory.Sequence("Tool {}".format)


class UseCaseFactory(EntryFactory):
    class Meta:
        model = UseCase

    kind = "use_case"
    name = factory.Sequence("Use case {}".format)


class OrganizationFactory(EntryFactory):
    class Meta:
        model = Organization

    kind = "organization"
    name = factory.Sequence("Organization {}".format)


class HackathonFactory(factory.Factory):
    """A hackathon that opened an hour ago and closes in seven.

    Beside its fields: `name`, `opens_at` and `closes_at` of its occasion; `organizers`
    and `tags`; the names of its `teams`.
    """

    class Meta:
        model = Hackathon

    class Params:
        planned = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=1)),
            closes_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=2)),
        )
        closed = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=2)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)),
        )

    name = factory.Sequence("Hackathon {}".format)
    slug = factory.LazyAttribute(lambda event: event.name.lower().replace(" ", "-"))
    code = factory.Sequence(lambda n: f"K{n:04}".replace("0", "X").replace("1", "Z"))
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=7))

    @classmethod
    def _create(
        cls,
        model_class: type[Hackathon],
        *args: Any,
        name: str,
        opens_at: datetime,
        closes_at: datetime,
        organizers: tuple[User, ...] | list[User] = (),
        tags: tuple[Tag, ...] | list[Tag] = (),
        teams: tuple[str, ...] | list[str] = (),
        **values: Any,
    ) -> Hackathon:
        occasion = Occasion.objects.create(
            name=name, opens_at=opens_at, closes_at=closes_at
        )
        hackathon = model_class.objects.create(occasion=occasion, **values)
        hackathon.organizers.set(organizers)
        hackathon.tags.set(tags)
        Team.objects.bulk_create([Team(occasion=occasion, name=n) for n in teams])
        return hackathon


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    class Params:
        guest = factory.Trait(person__is_guest=True)

    hackathon = factory.SubFactory(HackathonFactory)
    person = factory.SubFactory(UserFactory)
