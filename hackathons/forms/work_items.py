from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import shapes
from hackathons.models import Hackathon, WorkItem

MOST_LINES = 500
LONGEST_LINE = 500


class WorkItemsForm(forms.Form):
    """Names or addresses that an organizer pastes, one on each line."""

    lines = forms.CharField(
        label=gettext_lazy("Names or addresses, one on each line"),
        widget=forms.Textarea({"class": "input", "rows": 12}),
        max_length=MOST_LINES * LONGEST_LINE,
    )

    def clean_lines(self) -> list[str]:
        typed = self.cleaned_data["lines"]
        if not shapes.is_storable(typed):
            raise forms.ValidationError(_("This holds characters that no text has."))
        lines = [" ".join(line.split()) for line in typed.splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > MOST_LINES:
            message = _("These are %(n)s lines; at most %(most)s go in at once.")
            words = message % {"n": len(lines), "most": MOST_LINES}
            raise forms.ValidationError(words)
        too_long = next((line for line in lines if len(line) > LONGEST_LINE), "")
        if too_long:
            message = _("This line is too long: “%(line)s…”.")
            raise forms.ValidationError(message % {"line": too_long[:40]})
        return lines

    def save(self, hackathon: Hackathon) -> None:
        """Lines that are in the list already stay as they are."""
        items = [
            WorkItem(hackathon=hackathon, text=text)
            for text in self.cleaned_data["lines"]
        ]
        WorkItem.objects.bulk_create(items, ignore_conflicts=True)
