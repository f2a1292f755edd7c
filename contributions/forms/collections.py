"""The forms of collections; choosing one needs a look at those the person has."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Collection, CollectionItem
from catalogue.models.collection import MOST_ENTRIES
from contributions.forms.base import long_text
from contributions.forms.fields import TextField

NEW = "new"
NOTE_LENGTH = 500
READERS = [("no", gettext_lazy("Only me")), ("yes", gettext_lazy("Everybody"))]


class ReadersField(forms.TypedChoiceField):
    """Whether everybody may read a collection, as two answers to choose from."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Who may read it"),
            choices=READERS,
            coerce=lambda answer: answer == "yes",
            widget=forms.RadioSelect,
            initial="no",
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class StyledForm(forms.Form):
    """Gives its controls the class of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs["class"] = "input"


class CollectionForm(StyledForm):
    title = TextField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a title.")},
    )
    introduction = TextField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy(
            "What these entries have in common, and for whom. Markdown works:"
            " **bold**, lists, [links](https://…)."
        ),
        max_length=2000,
        required=False,
        widget=long_text(6),
    )
    is_public = ReadersField()


class CollectForm(StyledForm):
    """Into which collection entries go; a new one needs a title."""

    collection = forms.ChoiceField(label=gettext_lazy("Collection"))
    title = TextField(
        label=gettext_lazy("Title of the new collection"),
        help_text=gettext_lazy("Only for a new one; you alone see it at first."),
        max_length=200,
        required=False,
    )
    note = TextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Why it is in this collection; shown beside the entry."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=long_text(2),
    )

    def __init__(
        self, *args: Any, mine: Sequence[Collection], is_single: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mine = {str(collection.pk): collection for collection in mine}
        choices = [(pk, collection.title) for pk, collection in self.mine.items()]
        choices.append((NEW, _("A new collection")))
        self.fields["collection"].choices = choices  # type: ignore[attr-defined]
        if not mine:
            self.fields["collection"].widget = forms.HiddenInput()
            self.fields["collection"].initial = NEW
        if not is_single:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_new = values.get("collection") == NEW
        if is_new and "title" in values and not values["title"]:
            self.add_error("title", _("Write a title."))
        if values.get("collection") in self.mine and values.get("title"):
            self.add_error(
                "title", _("Choose “A new collection” above, or leave this empty.")
            )
        return values

    @property
    def chosen(self) -> Collection | None:
        """The collection that was chosen; None for a new one."""
        return self.mine.get(self.cleaned_data["collection"])


class ItemForm(StyledForm):
    """An entry's note and place in a collection.

    What both were is sent along, so that only what somebody touched is written;
    `about` is the name of the entry.
    """

    about = ""

    note = TextField(
        label=gettext_lazy("Note"),
        max_length=NOTE_LENGTH,
        required=False,
        show_hidden_initial=True,
        widget=long_text(2),
    )
    place = forms.IntegerField(
        label=gettext_lazy("Place"),
        min_value=1,
        max_value=MOST_ENTRIES,
        show_hidden_initial=True,
        error_messages={"required": gettext_lazy("Write a number.")},
    )

    @classmethod
    def of(cls, item: CollectionItem, sent: Any = None) -> "ItemForm":
        given = {"note": item.note, "place": item.place}
        form = cls(sent, initial=given, prefix=str(item.pk))
        form.about = item.entry.name
        return form
