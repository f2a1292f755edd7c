from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import may_administer
from catalogue import version
from contributions.admin.base import ReadingAdmin
from contributions.models import Occasion
from hackathons.models import Hackathon

OF_OCCASION = ("name", "opens_at", "closes_at")


class HackathonForm(forms.ModelForm):
    """A hackathon with its name and times, which its occasion holds."""

    name = forms.CharField(label=_("name"), max_length=120)
    opens_at = forms.SplitDateTimeField(
        label=_("opens"),
        help_text=_("In UTC; on the site, in its own time zone."),
        widget=AdminSplitDateTime,
    )
    closes_at = forms.SplitDateTimeField(label=_("closes"), widget=AdminSplitDateTime)

    class Meta:
        model = Hackathon
        fields = (
            *("introduction", "place", "is_online", "time_zone", "code"),
            *("goal_tools", "goal_use_cases", "goal_organizations"),
            *("allows_guests", "reviews_first", "has_ranking", "organizers"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in OF_OCCASION:
                self.initial[name] = getattr(self.instance.occasion, name)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        given = {name: values[name] for name in OF_OCCASION if name in values}
        if len(given) == len(OF_OCCASION):
            Occasion(pk=self.instance.pk, **given).clean_fields()
            if given["closes_at"] <= given["opens_at"]:
                self.add_error("closes_at", _("It must close after it opens."))
        return values


@admin.register(Hackathon)
class HackathonAdmin(ReadingAdmin):
    """Moderators look; administrators change. Organizers work on the site."""

    form = HackathonForm
    list_display = ["__str__", "slug", "code", "state", "place", "reviews_first"]
    list_filter = ["reviews_first", "allows_guests"]
    list_select_related = ["occasion"]
    search_fields = ["occasion__name", "place", "code"]
    ordering = ["-occasion__opens_at", "pk"]
    autocomplete_fields = ["organizers"]

    def has_change_permission(
        self, request: HttpRequest, obj: object | None = None
    ) -> bool:
        return may_administer(request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return ["occasion", "slug", *HackathonForm.Meta.fields]
        return [*OF_OCCASION, *HackathonForm.Meta.fields]

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        for name in OF_OCCASION:
            setattr(obj.occasion, name, form.cleaned_data[name])
        obj.occasion.save(update_fields=[*OF_OCCASION])
        version.bump()
