"""A catalogue with all that moderators see of it, and the pages they see it on.

5,000 entries, 20,000 changes, 1,000 suggestions and 500 reports, copied into the
tables past the actions: fill only a database that is thrown away.
"""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benchmarks.synthetic import Synthetic, copy
from catalogue import kinds, records
from catalogue.models import Collection, CollectionItem, Entry, Tag
from contributions import guards
from contributions.models import (
    Act,
    Batch,
    BatchKind,
    Duplicate,
    Message,
    Occasion,
    Suggestion,
    TagAct,
)
from contributions.submissions import Submission

# With a fifth as many use cases and organizations, 5,000 entries.
TOOLS = 3_572
CHANGES = 20_000
SUGGESTIONS = 1_000
REPORTS = 500
PEOPLE = 300
BATCHES = 100
PAIRS = 300
HELD = 50
# One in so many of what was sent was seen to already.
SEEN_TO = 10
ROOMS = {"accounts", "catalogue", "usecases", "organizations", "contributions"}
ROOMS |= {"hackathons"}
EMPTIED = "accounts_user, contributions_batch, contributions_occasion"
FILTERED = {
    "catalogue_tool": "q=a&status__exact=published&form__exact=software",
    "usecases_usecase": "q=a&status__exact=published",
    "organizations_organization": "q=a&status__exact=published",
    "contributions_change": "q=comment",
    "contributions_batch": "kind__exact=import",
    "contributions_suggestion": "q=tool&status__exact=waiting&kind__exact=tool",
    "contributions_report": "q=advertises&reason__exact=spam",
    "catalogue_tag": "q=a&kind__exact=topic&look=alike",
    "accounts_user": "q=person&is_trusted__exact=0",
    "contributions_duplicate": "q=a",
    "contributions_act": "what=edit",
}
VERSIONS = """
UPDATE catalogue_entry SET version = log.version, website = log.website,
    status = CASE WHEN id <= %s THEN 'held' ELSE status END
FROM (
    SELECT entry_id, max(version) AS version,
        (array_agg(fields -> 'website' ->> 'to' ORDER BY version DESC))[1] AS website
    FROM contributions_change GROUP BY entry_id
) AS log WHERE log.entry_id = id
"""


def fill(is_searched: bool = True) -> None:
    """The pages of the admin read no row of the search; the public list does."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {EMPTIED} CASCADE")
    Synthetic(TOOLS).fill(is_searched)
    with transaction.atomic():
        guards.announce_migration()
        Filling().run()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class Filling:
    """The rows around the entries, always the same but for the moments."""

    def __init__(self) -> None:
        self.random, self.now = Random(1), timezone.now()
        self.entries = list(Entry.objects.order_by("pk").values_list("pk", "name"))
        self.people = self._people()

    def run(self) -> None:
        occasions = self._occasions()
        batches = self._batches()
        columns = "entry_id, version, person_id, created_at, comment, source, fields,"
        columns += " batch_id, occasion_id"
        copy("contributions_change", columns, self._changes(batches, occasions))
        with connection.cursor() as cursor:
            cursor.execute(VERSIONS, [HELD])
        columns = "id, kind, entry_id, name, content, comment, source, person_id,"
        columns += " email, language, held_because, created_at, status, reason,"
        columns += " message, decided_by_id, decided_at"
        copy("contributions_suggestion", columns, self._suggestions())
        columns = "entry_id, reason, message, created_at, person_id, note,"
        columns += " handled_by_id, handled_at"
        copy("contributions_report", columns, self._reports())
        self._questions()
        self._pairs()
        self._acts()
        self._collections()

    def _people(self) -> list[int]:
        named = (User(username=f"person-{n}") for n in range(PEOPLE))
        return [person.pk for person in User.objects.bulk_create(named)]

    def _occasions(self) -> list[int]:
        hours = timedelta(hours=1)
        found = Occasion.objects.bulk_create(
            Occasion(
                name=f"Hackathon {n}",
                opens_at=self.now - n * 24 * hours,
                closes_at=self.now + (8 - n * 24) * hours,
            )
            for n in range(5)
        )
        return [occasion.pk for occasion in found]

    def _batches(self) -> list[int]:
        kinds = (BatchKind.IMPORT, BatchKind.MANY)
        found = Batch.objects.bulk_create(
            Batch(kind=kinds[n % 2], label=f"Batch {n}", person_id=self._somebody())
            for n in range(BATCHES)
        )
        return [batch.pk for batch in found]

    def _changes(self, batches: list[int], occasions: list[int]) -> Iterator[tuple]:
        """Each entry is added, then given another website again and again."""
        for number in range(CHANGES):
            pk, name = self.entries[number % len(self.entries)]
            version = 1 + number // len(self.entries)
            was = f"https://{version - 1}.example.org/" if version > 1 else ""
            fields: Any = {
                "website": {"from": was, "to": f"https://{version}.example.org/"}
            }
            if version == 1:
                fields["name"] = {"from": "", "to": name}
            made = self.now - timedelta(minutes=CHANGES - number)
            batch = batches[number % BATCHES] if number % 4 == 0 else None
            at = occasions[number % 5] if number % 3 == 0 else None
            said = (self._somebody(), made, "A comment", "", json.dumps(fields))
            yield pk, version, *said, batch, at

    def _suggestions(self) -> Iterator[tuple]:
        """Half new tools, half changes to one."""
        for number in range(SUGGESTIONS):
            made = self.now - timedelta(hours=number / 5)
            name, pk, base = f"Suggested tool {number}", None, 0
            if number % 2:
                pk, name = self.entries[number]
                base = 2
            text = {"summary": "A sentence about it.", "is_original": True}
            values = {"name": name, "texts": {"en": text}, "licence": "MIT"}
            record = records.complete("tool", {**values, "tags": [1], "links": []})
            content = json.dumps(Submission("tool", record, pk, base).as_json())
            person = self._somebody() if number % 3 else None
            what = ("tool", pk, name, content, "A comment", "", person)
            yield uuid.uuid4(), *what, "", "en", "", made, *self._decision(number, made)

    def _decision(self, number: int, made: datetime) -> tuple:
        if number % SEEN_TO:
            return "waiting", "", "", None, None
        return "declined", "wrong", "No.", self._somebody(), made

    def _reports(self) -> Iterator[tuple]:
        for number in range(REPORTS):
            made = self.now - timedelta(hours=number)
            pk, _name = self.random.choice(self.entries)
            is_open = number % SEEN_TO
            handled = (None, None) if is_open else (self._somebody(), made)
            yield pk, "spam", "It advertises.", made, self._somebody(), "", *handled

    def _questions(self) -> None:
        waiting = Suggestion.objects.waiting().oldest_first()[:100]
        Message.objects.bulk_create(
            Message(
                suggestion=one, is_question=True, person_id=self._somebody(), text="?"
            )
            for one in waiting
        )

    def _pairs(self) -> None:
        Duplicate.objects.bulk_create(
            Duplicate(
                left_id=self.entries[n][0],
                right_id=self.entries[n + 1][0],
                score=0.9,
                reasons=["same name"],
                found_at=self.now,
            )
            for n in range(PAIRS)
        )

    def _acts(self) -> None:
        judge = self.people[0]
        Act.objects.bulk_create(
            Act(verb="note", person_id=person, by_id=judge, reason="A note.")
            for person in self.people
        )
        TagAct.objects.bulk_create(
            TagAct(tag=tag, by_id=judge, reason="So.", fields={"is_new": {}})
            for tag in Tag.objects.order_by("pk")[:PEOPLE]
        )

    def _collections(self) -> None:
        found = Collection.objects.bulk_create(
            Collection(slug=f"c-{n}", title=f"Collection {n}", person_id=person)
            for n, person in enumerate(self.people)
        )
        CollectionItem.objects.bulk_create(
            CollectionItem(collection=one, entry_id=pk, place=place)
            for one in found
            for place, (pk, _name) in enumerate(self.entries[:10], start=1)
        )

    def _somebody(self) -> int:
        return self.random.choice(self.people)


def pages() -> dict[str, str]:
    """What a moderator works on: each list, searched and filtered, and each page."""
    waiting = Suggestion.objects.waiting()
    person = User.objects.get(username="person-1")
    pair = Duplicate.objects.earliest("pk")
    merge = reverse("admin:contributions_merge_preview")
    undo = reverse("admin:contributions_batch_undo")
    report = person.reports.model.objects.filter(handled_at=None).earliest("pk")
    batch = Batch.objects.earliest("pk")
    return {
        "dashboard": reverse("admin:index"),
        "queue": reverse("moderation:queue"),
        "queue, filtered": reverse("moderation:queue")
        + "?what=suggestion&kind=tool&asked=none&tag=tag-1",
        "review of a suggested change": _review(waiting.exclude(entry=None)),
        "review of a suggested entry": _review(waiting.filter(entry=None)),
        "review of a report": reverse("moderation:report", args=[report.pk]),
        "review of a held entry": reverse("moderation:entry", args=[HELD]),
        "merge preview": f"{merge}?kept={pair.left_id}&gone={pair.right_id}",
        "undo of a person, dry run": f"{undo}?person={person.username}",
        "undo of a batch, dry run": f"{undo}?batch={batch.pk}",
        **_forms(),
        "one tag": reverse("admin:catalogue_tag_change", args=[1]),
        "one person": reverse("admin:accounts_user_change", args=[person.pk]),
        "one batch": reverse("admin:contributions_batch_change", args=[batch.pk]),
        **_lists(),
    }


def _forms() -> dict[str, str]:
    """The form of the first entry of each kind."""
    return {
        f"form, {str(kind.label).lower()}": reverse(
            f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_change",
            args=[kind.model.objects.order_by("pk")[0].pk],
        )
        for kind in kinds.every()
    }


def _review(found: Any) -> str:
    return reverse("moderation:suggestion", args=[found.oldest_first()[0].pk])


def _lists() -> dict[str, str]:
    found = {}
    ours = (
        model._meta for model, one in admin.site._registry.items() if one.get_urls()
    )
    for meta in (meta for meta in ours if meta.app_label in ROOMS):
        name = f"{meta.app_label}_{meta.model_name}"
        address = reverse(f"admin:{name}_changelist")
        found[f"list of {meta.verbose_name_plural}"] = address
        if name in FILTERED:
            searched = f"list of {meta.verbose_name_plural}, narrowed"
            found[searched] = f"{address}?{FILTERED[name]}"
    return found
