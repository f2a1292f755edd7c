from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.access import LABELS, Role, may_administer, role_given_to
from accounts.models import User
from contributions.admin import standing
from contributions.admin.base import ReadingAdmin
from contributions.models import Act, Change, Suggestion

FLAGS: dict[Role, dict[str, bool]] = {
    Role.GUEST: {"is_guest": True},
    Role.CONTRIBUTOR: {"is_guest": False, "is_organizer": False, "is_staff": False},
    Role.ORGANIZER: {"is_organizer": True, "is_staff": False},
    Role.MODERATOR: {"is_staff": True, "is_superuser": False},
    Role.ADMINISTRATOR: {"is_superuser": True},
}


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (role.name.lower(), label)
            for role, label in LABELS.items()
            if role in FLAGS
        ]

    def queryset(self, request: HttpRequest, people: QuerySet[User]) -> QuerySet[User]:
        flags = {role.name.lower(): flags for role, flags in FLAGS.items()}
        return people.filter(**flags.get(self.value() or "", {}))


class BlockedFilter(admin.SimpleListFilter):
    title = _("blocked")
    parameter_name = "blocked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, people: QuerySet[User]) -> QuerySet[User]:
        blocked = {"is_active": False, "deleted_at": None}
        if self.value() == "yes":
            return people.filter(**blocked)
        return people.exclude(**blocked) if self.value() == "no" else people


def count_of(model: Any) -> Coalesce:
    """How many of them a person has, asked for each person by itself."""
    theirs = model.objects.filter(person=OuterRef("pk")).order_by().values("person")
    counted = theirs.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@admin.register(User)
class PersonAdmin(ReadingAdmin):
    list_display = ["name", "username", "role", "is_trusted", "is_blocked"]
    list_display += ["changes", "last_login", "date_joined"]
    list_filter = [RoleFilter, "is_trusted", BlockedFilter]
    search_fields = ["display_name", "username"]
    ordering = ["-date_joined", "-pk"]
    fields = ["name", "username", "email", "role", "is_trusted", "is_blocked"]
    fields += ["is_public", "merged_into", "date_joined", "last_login"]
    fields += ["changes", "suggestions", "collections", "reports"]
    change_form_template = "admin/accounts/person.html"

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """By the filters alone: a row of an account holds secrets."""
        filters: Any = self.list_filter
        names = {getattr(one, "parameter_name", one) for one in filters}
        return lookup.partition("__")[0] in names

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request).select_related("merged_into")
        return people.annotate(change_count=count_of(Change))

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        email = ["email"] if may_administer(request.user) else []
        return [*self.search_fields, *email]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """E-mail addresses are for administrators."""
        hidden = set() if may_administer(request.user) else {"email"}
        return [name for name in self.fields if name not in hidden]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(standing.decide)
        own = path("<int:pk>/<slug:verb>/", view, name="accounts_user_decide")
        return [*super().get_urls()[:-1], own, super().get_urls()[-1]]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        person = self.get_object(request, object_id)
        extra = extra_context or {}
        if person is not None:
            acts = Act.objects.filter(person=person).select_related("by")
            extra["acts"] = acts.order_by("-created_at", "-pk")
            extra["decisions"] = standing.open_to(request.user, person)
        return super().change_view(request, object_id, form_url, extra)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        address = reverse("admin:contributions_act_changelist")
        return redirect(f"{address}?about={object_id}")

    @admin.display(description=_("name"), ordering="display_name")
    def name(self, person: User) -> str:
        return str(person)

    @admin.display(description=_("role"))
    def role(self, person: User) -> str:
        return str(LABELS[role_given_to(person)])

    @admin.display(description=_("blocked"), boolean=True)
    def is_blocked(self, person: User) -> bool:
        return person.is_blocked

    @admin.display(description=_("changes"), ordering="change_count")
    def changes(self, person: Any) -> str:
        address = reverse("admin:contributions_change_changelist")
        return self._counted(address, person, person.change_count)

    @admin.display(description=_("suggestions"))
    def suggestions(self, person: User) -> str:
        address = reverse("admin:contributions_suggestion_changelist")
        count = Suggestion.objects.filter(person=person).count()
        return self._counted(address, person, count)

    @admin.display(description=_("collections"))
    def collections(self, person: User) -> str:
        address = reverse("admin:catalogue_collection_changelist")
        return self._counted(address, person, person.collections.count())

    @admin.display(description=_("reports"))
    def reports(self, person: User) -> str:
        address = reverse("admin:contributions_report_changelist")
        return self._counted(address, person, person.reports.count())

    def _counted(self, address: str, person: User, count: int) -> str:
        if not count:
            return "0"
        named = f"{address}?person__id__exact={person.pk}"
        return format_html('<a href="{}">{}</a>', named, count)
