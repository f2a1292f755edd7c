"""The pages on which a moderator edits a tag, or merges several into one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import may_curate
from accounts.models import User
from catalogue.models import EntryTag, Tag, TagKind
from contributions import actions
from contributions.actions import Overtaken
from contributions.forms.typed import number
from contributions.models import TagAct

MOST_TAGS = 20
MOST_SYNONYMS = 200
LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != "en"]
INPUT = {"class": "input"}


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.TextInput(INPUT),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class TagForm(forms.Form):
    """A tag as moderators change it: one label for each language, a synonym a line."""

    name = forms.CharField(
        label=gettext_lazy("Name in English"),
        max_length=100,
        widget=forms.TextInput(INPUT),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=TagKind.choices)
    synonyms = forms.CharField(
        label=gettext_lazy("Synonyms"),
        help_text=gettext_lazy("One on each line. Searches find the tag by them."),
        widget=forms.Textarea({**INPUT, "rows": 4}),
        required=False,
    )
    is_hidden = forms.BooleanField(
        label=gettext_lazy("Hidden from readers"), required=False
    )
    reason = _reason()

    def __init__(self, data: Any, tag: Tag) -> None:
        initial = {f"label_{code}": label for code, label in tag.labels.items()}
        initial |= {"name": tag.name, "kind": tag.kind, "is_hidden": tag.is_hidden}
        super().__init__(data, initial={**initial, "synonyms": "\n".join(tag.synonyms)})
        self.tag = tag
        for code, language in LANGUAGES:
            self.fields[f"label_{code}"] = forms.CharField(
                label=_("Label in %(language)s") % {"language": language},
                max_length=100,
                widget=forms.TextInput({**INPUT, "lang": code, "dir": "auto"}),
                required=False,
            )
        self.order_fields(["name", *(f"label_{c}" for c, _n in LANGUAGES), "kind"])

    def clean_synonyms(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["synonyms"].splitlines()]
        if any(len(line) > 100 for line in lines):
            raise forms.ValidationError(_("A synonym has at most 100 characters."))
        found = list(dict.fromkeys(filter(None, lines)))
        if len(found) > MOST_SYNONYMS:
            message = _("A tag has at most %d synonyms.") % MOST_SYNONYMS
            raise forms.ValidationError(message)
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What was sent, with what the form does not show left as it is."""
        data = self.cleaned_data
        labels = {c: n for c, n in self.tag.labels.items() if c not in dict(LANGUAGES)}
        labels |= {c: n for c, _l in LANGUAGES if (n := data[f"label_{c}"].strip())}
        names = ("name", "kind", "synonyms", "is_hidden")
        return {**{name: data[name] for name in names}, "labels": labels}


class MergeForm(forms.Form):
    """Which of several tags stands for all of them."""

    keep = forms.ModelChoiceField(
        Tag.objects.none(),
        label=gettext_lazy("Which tag is kept?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose the tag that is kept.")},
    )
    reason = _reason()

    def __init__(self, data: Any, tags: Any) -> None:
        super().__init__(data)
        self.fields["keep"].queryset = tags  # type: ignore[attr-defined]


def merge_address(ids: Iterable[int]) -> str:
    listed = ",".join(str(pk) for pk in ids)
    return f"{reverse('admin:catalogue_tag_merge')}?tags={listed}"


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    by = _moderator(request)
    tag = get_object_or_404(Tag, pk=pk)
    form = TagForm(request.POST if request.method == "POST" else None, tag)
    status = 422
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            seen = number(request.POST.get("seen", ""))
            act = actions.edit_tag(tag, form.values, by, reason, seen)
        except Overtaken:
            form.add_error(None, _overtaken(tag))
            status = 409
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            told = _("The tag was changed.") if act else _("Nothing was changed.")
            messages.success(request, told)
            return redirect("admin:catalogue_tag_change", pk)
    context = {"tag": tag, "seen": actions.last_act(tag)}
    return _show(request, _("Edit the tag"), form, status, **context)


def _overtaken(tag: Tag) -> str:
    """Who was faster, and what it is like now: what was typed stands below."""
    last = TagAct.objects.filter(tag=tag).select_related("by").latest("pk")
    values = {"person": last.by, "name": tag.name, "synonyms": ", ".join(tag.synonyms)}
    return (
        _(
            "%(person)s changed this tag meanwhile. It is now “%(name)s”, with these "
            "synonyms: %(synonyms)s. Send again to replace that."
        )
        % values
    )


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    by = _moderator(request)
    sent = request.GET.get("tags", "")[:400].split(",")
    ids = [int(pk) for pk in sent if pk.isascii() and pk.isdigit() and len(pk) < 18]
    tags = Tag.objects.filter(pk__in=ids[:MOST_TAGS], merged_into=None).order_by("pk")
    if len(tags) < 2:
        messages.warning(request, _("Choose two tags or more that were not merged."))
        return redirect("admin:catalogue_tag_changelist")
    carried = EntryTag.objects.filter(tag__in=tags).values("content_object").distinct()
    form = MergeForm(request.POST if request.method == "POST" else None, tags)
    if form.is_valid():
        kept = form.cleaned_data["keep"]
        try:
            reason = form.cleaned_data["reason"]
            batch = actions.merge_tags(tags, kept, by, reason)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Merged. This batch can be undone."))
            return redirect("admin:contributions_batch_change", batch.pk)
    return _show(request, _("Merge tags"), form, count=carried.count())


def _moderator(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not may_curate(request.user):
        raise PermissionDenied
    return request.user


def _show(
    request: HttpRequest,
    title: str,
    form: forms.Form,
    refused: int = 422,
    **context: Any,
) -> HttpResponse:
    frame = {**admin.site.each_context(request), "title": title, "form": form}
    status = refused if form.is_bound else 200
    template = "admin/contributions/tag_form.html"
    return render(request, template, {**frame, **context}, status=status)
