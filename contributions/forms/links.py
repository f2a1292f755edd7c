"""The rows in which a person says how an entry is linked to others.

A row names its role and direction by a key (`forms.link_keys`). The other entry is
chosen by id, or typed and resolved by its name; or it is created in place. One that was
merged since is the entry that stands for it.
A link of which the entry is the object stands in the other one's record: its row says
at which version of that one it was opened (`forms.inbound`).
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Person
from catalogue import partial_dates
from catalogue.models import Entry
from catalogue.models.text import NAME_LENGTH
from catalogue.records import Record
from catalogue.search import words
from contributions import doubles
from contributions.forms.base import UNKNOWN
from contributions.forms.fields import CountryField, PartialDateField, TextField
from contributions.forms.link_keys import LinkKey, keys_of, shown_for
from contributions.merge_plan import filled
from contributions.submissions import CreatedInPlace
from organizations.models import OrganizationType

MOST_CANDIDATES = 5
LARGEST_ID = 2**63 - 1
LINKED = gettext_lazy("These two are linked so already.")
DATED = ("since", "until", "source")


class LinkForm(forms.Form):
    """One row. Empty rows are left out; `DELETE` takes a link away."""

    key = forms.ChoiceField(label=gettext_lazy("How are they linked?"))
    text = TextField(label=gettext_lazy("Name"), max_length=NAME_LENGTH, required=False)
    entry = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )
    since = PartialDateField(label=gettext_lazy("Since"), required=False)
    until = PartialDateField(label=gettext_lazy("Until"), required=False)
    source = TextField(
        label=gettext_lazy("Source of this link"), max_length=500, required=False
    )
    opened_at = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )
    was = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    create = forms.BooleanField(required=False)
    new_type = forms.ChoiceField(
        label=gettext_lazy("What kind of organization?"),
        choices=[*UNKNOWN, *OrganizationType.choices],
        required=False,
    )
    new_country = CountryField(
        label=gettext_lazy("Country"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"list": "countries"}),
    )

    def __init__(self, *args: Any, kind: str, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys, self.person = keys_of(kind), person
        choices = [(key.name, key.label) for key in self.keys.values()]
        self.fields["key"].choices = choices  # type: ignore[attr-defined]
        for name, bound in self.fields.items():
            if name not in {"create", "DELETE"}:
                bound.widget.attrs["class"] = "input"
        self.candidates: list[Entry] = []
        self.found: Entry | None = None
        self.is_followed = self.stands_elsewhere = False

    @property
    def link_key(self) -> LinkKey:
        """The key of this row; the first one where it is not known."""
        name = self["key"].value()
        return self.keys.get(name) or next(iter(self.keys.values()))

    @property
    def is_settled(self) -> bool:
        """Whether the row names an entry and needs no attention."""
        return bool(self["entry"].value() and self["text"].value() and not self.errors)

    @property
    def is_inbound(self) -> bool:
        """Whether it stands for a link that the other entry has to this one."""
        return bool(self["opened_at"].value())

    @property
    def shown_for(self) -> str:
        """Which of the entry's own links it was opened on."""
        names = ("was", "key", "entry")
        return shown_for({name: self.data.get(self.add_prefix(name)) for name in names})

    @property
    def is_filled(self) -> bool:
        values = self.cleaned_data
        if values.get("DELETE") or self.stands_elsewhere:
            return False
        if self.is_inbound:
            return self.found is not None
        return bool(values.get("text"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_sent = self.is_inbound or self.is_filled
        if not is_sent or "key" not in values or "text" in self.errors:
            return values
        since, until = values.get("since"), values.get("until")
        if since and until and partial_dates.contradicts(since, until):
            self.add_error("until", _("The end lies before the start."))
        if self.is_inbound:
            return values  # The formset finds the entries of all these rows at once.
        if values.get("create"):
            self._refuse_double(values["text"])
        else:
            self._find(values)
        return values

    def _find(self, values: dict[str, Any]) -> None:
        """The entry that was chosen, or the only one of the name that was typed."""
        try:
            self.found = self._chosen(values) or self._named(values["text"])
        except ValidationError as error:
            self.add_error("text", error)

    def _refuse_double(self, name: str) -> None:
        """What is here already is chosen, so that nothing that was typed is dropped."""
        kind = self.link_key
        same = {entry.pk for entry in doubles.exact(kind.kind, name)}
        self.candidates = list(self._entries().filter(pk__in=same)) if same else []
        if self.candidates:
            message = _(
                "This name is here already. Choose the entry; another one of the same "
                "name is added on a page of its own."
            )
            self.add_error("text", message)

    def _entries(self) -> Any:
        shown = Entry.objects.visible_to(self.person)
        return shown.filter(kind=self.link_key.kind).select_related("search_row")

    def _chosen(self, values: dict[str, Any]) -> Entry | None:
        """By id, unless another name was typed since.

        Of what was merged since, its old name leads to the entry that stands for it.
        """
        if not values.get("entry"):
            return None
        pk = values["entry"]
        present = Entry.objects.filter(pk=pk).values(now=Coalesce("merged_into", "pk"))
        stands = self._entries().filter(pk=Subquery(present))
        entry = stands.prefetch_related("texts").first()
        if entry is None:
            return None
        self.is_followed = entry.pk != pk
        named = [entry, Entry.objects.get(pk=pk)] if self.is_followed else [entry]
        names = {words.plain(name) for one in named for name in _names(one)}
        typed = words.plain(values.get("text") or "")
        return entry if not typed or typed in names else None

    def _named(self, name: str) -> Entry:
        same = Q(search_row__sort_name=words.fold(name)) | Q(texts__name__iexact=name)
        found = list(self._entries().filter(same).distinct()[:MOST_CANDIDATES])
        if len(found) == 1:
            return found[0]
        self.candidates = found or self._alike(name)
        kind = self.link_key.kind_label.lower()
        if found:
            raise ValidationError(_("Several entries have this name. Choose one."))
        raise ValidationError(
            _("There is no %(kind)s of this name yet. Choose one, or create it.")
            % {"kind": kind}
        )

    def _alike(self, name: str) -> list[Entry]:
        plain = words.plain(name)
        rows = self._entries().filter(search_row__names__trigram_word_similar=plain)
        return list(rows.order_by("-search_row__uses", "pk")[:MOST_CANDIDATES])

    def refuse_itself(self) -> None:
        """An entry has no link to itself; one that a merge made so says nothing."""
        if self.is_followed:
            self.stands_elsewhere = True
        else:
            self.add_error("text", _("An entry cannot be linked to itself."))

    def join(self, other: "LinkForm") -> None:
        """Stand in another row of the same link, as a merge makes one of two.

        What that row cannot take in is for the person to settle.
        """
        mine = {name: self.cleaned_data.get(name, "") for name in DATED}
        both = filled({name: other.cleaned_data.get(name, "") for name in DATED}, mine)
        is_whole = all(both[name] == value for name, value in mine.items() if value)
        if self.is_followed and is_whole:
            other.cleaned_data |= both
            self.stands_elsewhere = True
        else:
            self.add_error("text", LINKED)

    @property
    def is_own(self) -> bool:
        """Whether the entry of the form is the subject."""
        return self.link_key.is_own and not self.is_inbound

    def link(self, other: int) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "role": self.link_key.role,
            "object" if self.is_own else "subject": other,
            "since": values["since"],
            "until": values["until"],
            "source": values["source"],
        }

    def created(self) -> CreatedInPlace:
        record: Record = {"name": self.cleaned_data["text"]}
        if self.link_key.kind == "organization":
            record["type"] = self.cleaned_data["new_type"]
            record["country"] = self.cleaned_data["new_country"]
        return CreatedInPlace(self.link_key.kind, record)


def _names(entry: Entry) -> list[str]:
    return [entry.name, *(text.name for text in entry.texts.all())]
