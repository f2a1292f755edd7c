import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import owns
from accounts.models import User
from catalogue import kinds, pages
from catalogue.kinds import Kind
from catalogue.models import Entry, Slug, Tool
from catalogue.vocabularies import LANGUAGE_TAG, KindName
from contributions import clashes
from contributions.actions import AlreadyHere, Clashing
from contributions.forms.editing import Editing
from contributions.forms.link_rows import PREFIX
from contributions.forms.suggesting import SenderForm
from contributions.models import Draft
from contributions.spam import TooMany
from contributions.views import kept
from contributions.views.sending import send, sign_in_first

FORM = "contributions/entry_form.html"
USES = "links:uses:tool"
PREFILLED = ("name", "website", "tags")
# Far more than a field takes: the form says what is too long.
MOST_PREFILLED = 5_000


@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request: HttpRequest, kind: Kind) -> HttpResponse:
    return _form(request, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    entry = _entry(request, kind, slug=slug)
    if entry is None and request.method == "POST":
        # A redirect would drop what was sent.
        entry = _entry(request, kind, slugs__kind=kind.name, slugs__slug=slug)
        return _form(request, kind, entry) if entry else _gone(request, kind, slug)
    if entry is None:
        return pages.redirect_moved(request, kind.name, slug, "edit/")
    return _form(request, kind, entry)


@require_http_methods(["GET", "HEAD", "POST"])
def tool_use(request: HttpRequest, slug: str) -> HttpResponse:
    """“I use this”: a use case of the tool, in one short form."""
    present = Slug.objects.at(KindName.TOOL, [slug]).values("present")
    tool = get_object_or_404(Tool.objects.visible_to(request.user), pk__in=present)
    rows = [{"key": USES, "text": tool.name, "entry": tool.pk}]
    return _form(request, kinds.get("use_case"), None, rows=rows, tool=tool)


def _entry(request: HttpRequest, kind: Kind, **named: str) -> Any:
    entries: Any = kind.model.objects
    shown = entries.visible_to(request.user).not_merged().for_records()
    return shown.filter(**named).first()


def _gone(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """What was typed is given back, for the entry that stands for this one if any."""
    present = Slug.objects.at(kind.name, [slug]).values("present")
    entries: Any = Entry.objects.visible_to(request.user)
    return kept.gone(request, entries.filter(pk__in=present).first())


def _form(request: HttpRequest, kind: Kind, entry: Any, **context: Any) -> HttpResponse:
    person, rows = request.user, context.pop("rows", None)
    if request.method != "POST":
        language = _language(request.GET.get("language", ""))
        typed = _typed(request, kind, entry)
        editing = Editing.open(kind, person, entry, language, typed, rows, request.GET)
        return _show(request, editing, context)
    if "add-row" in request.POST:
        typed = {name: list(values) for name, values in request.POST.lists()}
        editing = Editing.open(kind, person, entry, typed=typed)
        editing.add_row(request.POST["add-row"])
        return _show(request, editing, context)
    editing = Editing.sent(kind, person, entry, request.POST)
    if "preview" not in request.POST:
        editing.sender = SenderForm.of(request)
    if "signed-in" in request.POST and editing.is_suggestion:
        editing.sender = None
        editing.errors.append(_signed_out())
        return _show(request, editing, context, status=403)
    if "sign-in" in request.POST:
        editing.sender = None
        return _submit(request, editing, context, sign_in_first)
    if not editing.is_valid():
        return _show(request, editing, context, status=422)
    if "preview" in request.POST:
        return _show(request, editing, {**context, "is_preview": True})
    return _submit(request, editing, context)


def _submit(
    request: HttpRequest,
    editing: Editing,
    context: dict[str, Any],
    act: Callable[[HttpRequest, Editing], HttpResponse] = send,
) -> HttpResponse:
    try:
        return act(request, editing)
    except AlreadyHere as found:
        context = {"editing": editing, "entries": found.entries, "sent": sent(request)}
        return render(request, "contributions/already_here.html", context, status=409)
    except Clashing as clash:
        if editing.form.data.get("settled_at"):
            editing.errors.append(_("Choose for each field which value stands."))
        editing.clashes = clashes.describe(clash.entry, clash.clashes)
        editing.settled_at = clash.version
        return _show(request, editing, context, status=409)
    except ValidationError as error:
        editing.refuse(error)
        return _show(request, editing, context, status=422)
    except TooMany as limit:
        editing.errors.append(str(limit))
        return limit.answer(_show(request, editing, context))


def _show(
    request: HttpRequest, editing: Editing, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    editing.sender = editing.sender or SenderForm.of(request, is_sent=False)
    editing.is_short = "tool" in context
    context = {**context, "editing": editing, "open_field": request.GET.get("field")}
    if request.method != "POST" and "draft" not in request.GET:
        context["earlier_draft"] = _earlier_draft(request, editing, context.get("tool"))
    return render(request, FORM, context, status=status)


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, to be given back in hidden fields."""
    skipped = {"csrfmiddlewaretoken", "version", "preview", "different"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in skipped
        for value in values
    ]


def _signed_out() -> str:
    return _(
        "You were signed out meanwhile. Sign in and keep what you typed, or send it as "
        "a suggestion."
    )


def _earlier_draft(
    request: HttpRequest, editing: Editing, tool: Tool | None
) -> Draft | None:
    """What the person left unfinished in this very form, which may be about a tool."""
    if not isinstance(request.user, User):
        return None
    drafts = request.user.drafts.filter(kind=editing.kind.name, entry=editing.entry)
    if tool is not None:
        first = {"key": [USES], "entry": [str(tool.pk)]}
        begun = {f"{PREFIX}-0-{name}": sent for name, sent in first.items()}
        drafts = drafts.filter(values__contains=begun)
    return drafts.newest_first().first()


def _language(code: str) -> str:
    return code if re.fullmatch(LANGUAGE_TAG, code) else ""


def _typed(request: HttpRequest, kind: Kind, entry: Any) -> dict[str, list[str]] | None:
    """What a draft holds, or what an address brings along: a name, a website, tags."""
    if draft := _draft(request, kind, entry):
        # What was begun on an entry that is merged now is read as added to the other.
        is_moved = draft.entry is not None and draft.entry.merged_into_id is not None
        version = {"version": ["0"]} if is_moved else {}
        return {**draft.values, **version, "draft": [str(draft.pk)]}
    given = {name: request.GET.getlist(name) for name in PREFILLED}
    return {name: [v[-1][:MOST_PREFILLED]] for name, v in given.items() if v} or None


def _draft(request: HttpRequest, kind: Kind, entry: Any) -> Draft | None:
    try:
        pk = UUID(request.GET.get("draft", ""))
    except ValueError:
        return None
    drafts = Draft.objects.select_related("entry")
    draft = drafts.filter(pk=pk, kind=kind.name).first()
    if draft is None or _entry_of(draft) != (entry.pk if entry else None):
        return None
    return draft if draft.person_id is None or owns(request.user, draft) else None


def _entry_of(draft: Draft) -> int | None:
    """The entry that a draft goes to: the one that stands for its own now."""
    if draft.entry is None:
        return None
    return draft.entry.merged_into_id or draft.entry_id
