"""All link rows of a form together, and the links of the entry that have none.

An own link without a row stays as it is: only some are shown at a time, and none that
the person does not see.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from catalogue.models import Entry
from contributions.forms.links import LINKED, LinkForm

PREFIX = "links"
MOST_ROWS = 60
# An entry's own links that its form shows at a time.
ROWS_OF_OWN = 60


class BaseLinkFormSet(forms.BaseFormSet):
    """All rows; knows which entry they belong to, so that none links to itself."""

    entry: Entry | None = None
    had: Sequence[dict[str, Any]] = ()

    default_error_messages = {
        "missing_management_form": gettext_lazy(
            "The rows of links did not arrive whole. Look at them and send again."
        ),
        "too_many_forms": gettext_lazy("These are too many links: at most %(num)d."),
    }

    def open_on(self, entry: Entry | None, links: list[dict[str, Any]]) -> None:
        """The entry, and the own links that it had in the version that was shown."""
        self.entry, self.had = entry, links
        # What an entry has already does not count among the most rows.
        self.max_num = MOST_ROWS + min(len(links), ROWS_OF_OWN)
        self.absolute_max = self.max_num + 1

    @cached_property
    def without_row(self) -> list[dict[str, Any]]:
        """The own links that were out of the person's sight, or on another page."""
        shown = {form.shown_for for form in self.forms}
        return [
            one for one in self.had if f"{one['role']}:{one['object']}" not in shown
        ]

    def clean(self) -> None:
        self._find_inbound()
        stay = {(link["role"], link["object"]) for link in self.without_row}
        seen: dict[tuple[str, int], LinkForm] = {}
        # A row that leads elsewhere since a merge yields to one that always led there.
        for form in sorted(self.filled, key=lambda form: form.is_followed):
            if not form.found:
                continue
            if self.entry and form.found.pk == self.entry.pk:
                form.refuse_itself()
            identity = (form.link_key.name, form.found.pk)
            other = seen.setdefault(identity, form)
            if other is not form:
                form.join(other)
            elif form.is_own and (form.link_key.role, form.found.pk) in stay:
                form.add_error("text", LINKED)

    def _find_inbound(self) -> None:
        """What is not there or not shown any more is left as it is.

        One that was merged since is the entry that stands for it, unless that one has
        a row of its own, which says what is to become of the link.
        """
        rows = [f for f in self.cleaned if f.is_inbound]
        named = [f.cleaned_data.get("entry") for f in rows]
        ids: set[int] = {pk for pk in named if pk}
        if self.entry is None or not ids:
            return
        merged = Entry.objects.filter(pk__in=ids).exclude(merged_into__in=ids)
        leads = merged.exclude(merged_into=None)
        now = dict(leads.values_list("pk", "merged_into_id"))
        shown = Entry.objects.visible_to(self.form_kwargs["person"])
        found = shown.in_bulk([*ids, *now.values()])
        for form, pk in zip(rows, named, strict=True):
            form.found = found.get(now.get(pk, pk)) if pk else None

    @property
    def cleaned(self) -> list[LinkForm]:
        return [form for form in self.forms if hasattr(form, "cleaned_data")]

    @property
    def filled(self) -> list[LinkForm]:
        return [form for form in self.cleaned if form.is_filled]


LinkFormSet = forms.formset_factory(
    LinkForm,
    formset=BaseLinkFormSet,
    extra=0,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + 1,
    validate_max=True,
    can_delete=True,
)
