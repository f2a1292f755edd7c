"""The form that opens a hackathon, and changes it later."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.forms.base import long_text
from contributions.forms.collections import StyledForm
from contributions.forms.fields import KnownTagsField, TextField
from hackathons import local_times
from hackathons.models import Hackathon
from hackathons.models.hackathon import LARGEST_GOAL, validate_time_zone

MOST_TEAMS = 100
LONGEST_TEAM_NAME = 80
LONGEST = timedelta(days=31)
GOALS = ("goal_tools", "goal_use_cases", "goal_organizations")
RULES = ("reviews_first", "allows_guests", "has_ranking")


class LocalTimeField(TextField):
    """A local date and time; which moment it is, its time zone says."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"type": "datetime-local", "dir": "ltr"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        return local_times.read(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.strftime(local_times.WRITTEN)
        return value


class GoalField(forms.IntegerField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=1,
            max_value=LARGEST_GOAL,
            widget=forms.NumberInput({"inputmode": "numeric"}),
            error_messages={
                name: gettext_lazy("Write a number from 1 to 100,000.")
                for name in ("invalid", "min_value", "max_value")
            },
        )


class TeamsField(TextField):
    """Names of teams, one a line."""

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        names = {line.casefold(): line for line in lines if line}
        if len(names) > MOST_TEAMS:
            raise ValidationError(_("A hackathon has at most 100 teams."))
        if any(len(name) > LONGEST_TEAM_NAME for name in names.values()):
            raise ValidationError(_("The name of a team has at most 80 characters."))
        return list(names.values())

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class HackathonForm(StyledForm):
    """What an organizer says of a hackathon; its times are of its own time zone."""

    name = TextField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write a name.")},
    )
    introduction = TextField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("What you do together, in one or two sentences."),
        max_length=2000,
        required=False,
        widget=long_text(3),
    )
    place = TextField(
        label=gettext_lazy("Places"),
        help_text=gettext_lazy("Empty when it is online only."),
        max_length=200,
        required=False,
    )
    online = forms.MultipleChoiceField(
        label=gettext_lazy("Online"),
        choices=[("online", gettext_lazy("People also take part from elsewhere"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    time_zone = TextField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("That of the place, like Africa/Nairobi or UTC."),
        max_length=64,
        validators=[validate_time_zone],
        widget=forms.TextInput({"list": "time-zones", "dir": "ltr"}),
    )
    opens = LocalTimeField(
        label=gettext_lazy("Opens"),
        help_text=gettext_lazy("In this time zone, to the minute."),
        error_messages={"required": gettext_lazy("Write a date and a time.")},
    )
    closes = LocalTimeField(
        label=gettext_lazy("Closes"),
        help_text=gettext_lazy("Where clocks go back: the later one."),
        error_messages={"required": gettext_lazy("Write a date and a time.")},
    )
    goal_tools = GoalField(gettext_lazy("Goal: tools"))
    goal_use_cases = GoalField(gettext_lazy("Goal: use cases"))
    goal_organizations = GoalField(gettext_lazy("Goal: organizations"))
    tags = KnownTagsField(
        label=gettext_lazy("Tags"),
        help_text=gettext_lazy("What it is about: its gaps are searched among them."),
        required=False,
    )
    teams = TeamsField(
        label=gettext_lazy("Teams"),
        help_text=gettext_lazy("One a line; a table or a place, for instance."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
    )
    rules = forms.MultipleChoiceField(
        label=gettext_lazy("Rules"),
        choices=[
            ("allows_guests", gettext_lazy("People may join with a name only")),
            ("reviews_first", gettext_lazy("Moderators look before publishing")),
            ("has_ranking", gettext_lazy("The board ranks people and teams")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, data: Any = None, *, hackathon: Hackathon | None = None, **kwargs: Any
    ) -> None:
        given = _values_of(hackathon) if hackathon else _values_of_new()
        super().__init__(data, initial=given, **kwargs)
        self.hackathon = hackathon
        self.fields["tags"].widget.attrs |= {
            "data-tags": reverse("contributions:tag_suggest"),
            "data-remove": _("Remove tag %s"),
            "data-chosen": _("Tags"),
        }
        if not hackathon and data is None:
            self.fields["time_zone"].widget.attrs["data-own-time-zone"] = ""
        if hackathon and hackathon.archived_at:
            for name in ("time_zone", "opens", "closes"):
                self.fields[name].disabled = True

    def clean_teams(self) -> list[str]:
        names: list[str] = self.cleaned_data["teams"]
        kept = {name.casefold() for name in names}
        if self.hackathon:
            for team in self.hackathon.occasion.teams.filter(changes__isnull=False):
                if team.name.casefold() not in kept:
                    raise ValidationError(
                        _("%(name)s has changes already, so it stays in the list.")
                        % {"name": team.name}
                    )
        return names

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("place") and not values.get("online") and "place" in values:
            self.add_error("place", _("Write a place, or say that it is online."))
        if values.get("time_zone"):
            zone = ZoneInfo(values["time_zone"])
            self._put_in_zone("opens", zone, last=False)
            self._put_in_zone("closes", zone, last=True)
        self._check_length(values)
        return values

    def _put_in_zone(self, name: str, zone: ZoneInfo, *, last: bool) -> None:
        local = self.cleaned_data.get(name)
        if local is None:
            return
        try:
            self.cleaned_data[name] = local_times.moment(local, zone, last=last)
        except ValidationError as error:
            self.add_error(name, error)

    def _check_length(self, values: dict[str, Any]) -> None:
        opens, closes = values.get("opens"), values.get("closes")
        if not (opens and closes and values.get("time_zone")):
            return
        if closes <= opens:
            self.add_error("closes", _("It must close after it opens."))
        elif closes - opens > LONGEST:
            self.add_error("closes", _("A hackathon lasts a month at most."))

    @cached_property
    def time_zones(self) -> list[str]:
        """The zones that are named after places."""
        return ["UTC", *sorted(z for z in available_timezones() if _is_place(z))]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as they stand: times beside each other, and so the goals."""
        beside = {"closes", *GOALS[1:]}
        rows: list[list[forms.BoundField]] = []
        for field in self:
            if field.name in beside:
                rows[-1].append(field)
            else:
                rows.append([field])
        return rows

    @property
    def of_occasion(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "name": values["name"],
            "opens_at": values["opens"],
            "closes_at": values["closes"],
        }

    @property
    def of_hackathon(self) -> dict[str, Any]:
        values = self.cleaned_data
        plain = ("introduction", "place", "time_zone", *GOALS)
        return {
            **{name: values[name] for name in plain},
            **{name: name in values["rules"] for name in RULES},
            "is_online": bool(values["online"]),
        }


def _is_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/"))


def _values_of(hackathon: Hackathon) -> dict[str, Any]:
    return {
        **{name: getattr(hackathon, name) for name in GOALS},
        "name": hackathon.name,
        "introduction": hackathon.introduction,
        "place": hackathon.place,
        "online": ["online"] if hackathon.is_online else [],
        "time_zone": hackathon.time_zone,
        "opens": hackathon.opens_at.replace(tzinfo=None),
        "closes": hackathon.closes_at.replace(tzinfo=None),
        "tags": [tag.label for tag in hackathon.tags.all()],
        "teams": [team.name for team in hackathon.occasion.teams.order_by("pk")],
        "rules": [name for name in RULES if getattr(hackathon, name)],
    }


def _values_of_new() -> dict[str, Any]:
    """Tomorrow, from nine to five, for guests."""
    day = timezone.now().replace(tzinfo=None, second=0, microsecond=0)
    morning = (day + timedelta(days=1)).replace(hour=9, minute=0)
    return {
        "time_zone": "UTC",
        "opens": morning,
        "closes": morning.replace(hour=17),
        "rules": ["allows_guests"],
    }
