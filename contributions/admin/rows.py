"""Rows of an entry's page in the admin, each set a part of the entry's record.

They are read from the record and give a part of the record, not rows of tables: what
somebody else changed meanwhile is merged where the whole is sent to.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accounts.access import may_curate
from catalogue.models import Entry
from catalogue.records import Record
from contributions.admin.offering import Offer
from contributions.shapes import id_from

Row = dict[str, Any]
NOT_WHOLE = "missing_management_form"


class Rows(forms.BaseFormSet):
    """Some of a record's rows: the first so many, as nobody edits more on one page.

    `told` is what the writing room said against them when they were sent before.
    """

    part: ClassVar[str]
    offered: ClassVar[str] = ""
    default_error_messages: ClassVar = {
        NOT_WHOLE: gettext_lazy(
            "The rows did not arrive whole. Look at them and send again."
        ),
        "too_many_forms": gettext_lazy("These are too many: at most %(num)d."),
    }

    def __init__(
        self,
        data: Any = None,
        *,
        prefix: str,
        kind: str,
        base: Record,
        entry: Entry | None,
        told: list[str],
    ) -> None:
        self.kind, self.base, self.entry, self.told = kind, base, entry, told
        shown = None if data is not None else self.rows_of(base)[: self.max_num]
        super().__init__(data, prefix=prefix, initial=shown)

    @classmethod
    def get_default_prefix(cls) -> str:
        return cls.part

    def rows_of(self, record: Record) -> list[Row]:
        return record[self.part]

    def get_queryset(self) -> list:
        """The admin looks for rows of tables; these are none."""
        return []

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if isinstance(field.widget, Offer):
                field.widget.names = self.names
            elif isinstance(field.widget, forms.TextInput):
                field.widget.attrs["class"] = "vTextField"
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs["class"] = "vLargeTextField"

    @cached_property
    def filled(self) -> list[Any]:
        """The rows that are to stand, each without errors of its own."""
        read = [form for form in self.forms if getattr(form, "cleaned_data", None)]
        return [form for form in read if not form.cleaned_data.get("DELETE")]

    @cached_property
    def _chosen(self) -> set[int]:
        """The ids that the rows name, as opened or as they were sent."""
        if not self.is_bound:
            return {row[self.offered] for row in self.initial or []}
        names = (f"{self.add_prefix(n)}-{self.offered}" for n in self._numbers)
        found = (id_from(self.data.get(name, "")) for name in names)
        return {pk for pk in found if pk}

    @property
    def _numbers(self) -> range:
        return range(self.total_form_count())

    @cached_property
    def found(self) -> dict[int, Any]:
        """What the rows name, by id; asked for once."""
        if not self.offered or not self._chosen:
            return {}
        return self.among().in_bulk(self._chosen)

    def among(self) -> Any:
        raise NotImplementedError

    @cached_property
    def names(self) -> dict[str, str]:
        return {str(pk): self.name_of(one) for pk, one in self.found.items()}

    def name_of(self, one: Any) -> str:
        return str(one)

    def check(self) -> None:
        """Say beside the rows what they have wrong together."""

    def clean(self) -> None:
        opened = len(self.rows_of(self.base)[: self.max_num])
        total = self.management_form.cleaned_data["TOTAL_FORMS"] or 0
        if self.initial_form_count() != opened or total < opened:
            # A row that did not arrive would be one that was taken away.
            raise ValidationError(self.default_error_messages[NOT_WHOLE])
        self.check()
        if self.told:
            raise ValidationError(self.told)

    @property
    def out_of_sight(self) -> list[Row]:
        """The rows of the record that are too many to be shown; they stay."""
        return self.rows_of(self.base)[self.max_num :]


class RowsInline(admin.StackedInline):
    """A set of rows in the frame of the admin; who may change the entry may these."""

    template = "admin/contributions/rows.html"
    row: type[forms.Form]
    rows: type[Rows]
    most: int

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return forms.formset_factory(
            self.row,
            formset=self.rows,
            extra=1,
            can_delete=True,
            max_num=self.most,
            absolute_max=2 * self.most,
            validate_max=True,
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_curate(request.user)

    has_add_permission = has_change_permission = has_delete_permission = (
        has_view_permission
    )
