"""What becomes of an entry's form: a change, or a suggestion that waits."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import may_write
from accounts.models import User
from contributions import actions, claiming, suspicion
from contributions.actions import Submitted, Why
from contributions.forms.editing import Editing
from contributions.occasions import reviews_first, where
from contributions.spam import check_rate


def send(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Publish it, or keep it for the moderators; raises what the actions raise."""
    check_rate(request)
    values, submission = editing.form.cleaned_data, editing.submission()
    person = request.user if may_write(request.user) else None
    why = Why(
        by=person if isinstance(person, User) else None,
        comment=values["comment"],
        source=values["source"],
        **where(request),
    )
    held = ""
    if why.by:
        first = reviews_first(request)
        held = suspicion.why_held(why.by, submission, why, reviews_first=first)
    if why.by and not held:
        done = actions.submit(submission, why, values["draft"])
        messages.success(request, what_happened(done, bool(submission.settled)))
        return redirect(done.entry.get_absolute_url())
    email = editing.sender.cleaned_data.get("email", "") if editing.sender else ""
    suggestion = actions.suggest(
        submission, why, email=email, held_because=held, draft=values["draft"]
    )
    return redirect(suggestion)


def sign_in_first(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Keep what a visitor typed as nobody's draft, to go on with once signed in."""
    check_rate(request)
    typed = {name: list(values) for name, values in request.POST.lists()}
    typed.pop("sign-in", None)
    kind, entry = editing.kind.name, editing.entry
    draft = actions.save_draft(uuid4(), None, kind, entry, typed)
    claiming.remember(request, draft)
    return redirect_to_login(draft.get_absolute_url())


def what_happened(done: Submitted, was_settled: bool) -> str:
    """What is said to the person who sent it."""
    if done.change is None:
        return _("This was saved already.") if done.was_sent else _("Nothing changed.")
    if was_settled:
        return _("Saved as you chose. The other values stand in the history.")
    if done.kept:
        return _("Saved. Somebody else changed other fields meanwhile; both are kept.")
    return _("Saved. Thank you.")
