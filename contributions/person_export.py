"""Everything that the site knows about one person, as JSON can hold it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from accounts.models import User
from catalogue.models import Collection
from contributions.models import Affiliation, Change, Message

PROFILE = (
    *("username", "display_name", "email", "is_public", "is_guest", "is_organizer"),
    *("is_staff", "is_trusted", "date_joined", "last_login"),
)
CHANGE = (
    *("id", "entry_id", "entry__kind", "entry__slug", "version", "created_at"),
    *("comment", "source", "reverts_id", "fields"),
)
SUGGESTION = (
    *("id", "kind", "entry_id", "name", "content", "comment", "source", "email"),
    *("created_at", "status", "reason", "message", "decided_at", "change_id"),
)


def everything_about(person: User) -> dict[str, Any]:
    affiliation = Affiliation.objects.filter(person=person)
    return {
        "profile": {name: getattr(person, name) for name in PROFILE},
        "affiliation": _rows(affiliation, "organization_id", "organization__name"),
        "email_addresses": _rows(
            EmailAddress.objects.filter(user=person), "email", "verified", "primary"
        ),
        "sign_in": {
            "has_password": person.has_usable_password(),
            "methods": _rows(
                Authenticator.objects.filter(user=person),
                *("type", "created_at", "last_used_at"),
            ),
            "services": _rows(
                SocialAccount.objects.filter(user=person),
                *("provider", "uid", "extra_data", "date_joined", "last_login"),
            ),
            "sessions": _rows(
                UserSession.objects.filter(user=person),
                *("created_at", "last_seen_at", "ip", "user_agent"),
            ),
        },
        "changes": _rows(Change.objects.made_by(person).order_by("pk"), *CHANGE),
        "drafts": _rows(
            person.drafts.order_by("created_at", "pk"),
            *("id", "kind", "entry_id", "name", "values", "created_at", "updated_at"),
        ),
        "suggestions": _rows(person.suggestions.order_by("created_at"), *SUGGESTION),
        "questions_and_answers": _rows(
            Message.objects.filter(suggestion__person=person).order_by("pk"),
            *("suggestion_id", "is_question", "text", "created_at"),
        ),
        "collections": [_collection(each) for each in _collections(person)],
        "confirmations": _rows(
            person.confirmations.order_by("pk"), "entry_id", "path", "created_at"
        ),
        "reports": _rows(
            person.reports.order_by("pk"),
            *("entry_id", "change_id", "collection_id"),
            *("reason", "message", "created_at"),
        ),
    }


def _rows(rows: "QuerySet[Any]", *fields: str) -> list[dict[str, Any]]:
    return list(rows.values(*fields))


def _collections(person: User) -> "QuerySet[Collection]":
    return person.collections.order_by("pk").prefetch_related("items")


def _collection(collection: Collection) -> dict[str, Any]:
    items = collection.items.all()
    return {
        "slug": collection.slug,
        "title": collection.title,
        "introduction": collection.introduction,
        "is_public": collection.is_public,
        "private_because": collection.private_because,
        "created_at": collection.created_at,
        "entries": [{"id": item.entry_id, "note": item.note} for item in items],
    }
