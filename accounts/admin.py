from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Administrators say here who organizes and who moderates."""

    list_display = ["username", "display_name", "email", "is_organizer", "is_staff"]
    list_filter = ["is_organizer", "is_guest", "is_staff", "is_superuser", "is_active"]
    search_fields = ["username", "display_name", "email"]
    readonly_fields = ["is_guest", "merged_into", "deleted_at"]
    fieldsets = (
        *(UserAdmin.fieldsets or ()),
        (
            _("In the catalogue"),
            {
                "fields": (
                    *("display_name", "is_public", "is_organizer"),
                    *("is_guest", "merged_into", "deleted_at"),
                )
            },
        ),
    )
