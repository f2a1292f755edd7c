from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "Moderators"
# What moderators read in the admin; what they write goes through pages of its own.
READ = {
    "accounts": ["user"],
    "catalogue": ["collection", "tag", "tool"],
    "contributions": ["act", "batch", "change", "report", "suggestion"],
    "organizations": ["organization"],
    "usecases": ["usecase"],
}


def add_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the group, with those who are moderators already.

    Django adds permissions after all migrations, which is too late for this one.
    """
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    for app, models in READ.items():
        for model in models:
            group.permissions.add(_permission(apps, app, model))
    people = apps.get_model("accounts", "User").objects.filter(is_staff=True)
    group.user_set.add(*people.filter(is_superuser=False))


def _permission(apps: Apps, app: str, model: str) -> int:
    found, _created = apps.get_model(
        "contenttypes", "ContentType"
    ).objects.get_or_create(app_label=app, model=model)
    name = apps.get_model(app, model)._meta.verbose_name
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=found,
        codename=f"view_{model}",
        defaults={"name": f"Can view {name}"},
    )
    return permission.pk


def remove_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0007_acts"),
        ("accounts", "0004_trusted_people"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_group, remove_group)]
