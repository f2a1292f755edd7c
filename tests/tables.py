"""The tables themselves, past the actions."""

from django.db import connection


def empty_the_catalogue() -> None:
    """As after the migrations: no entry, tag or change, and ids from 1 again.

    TRUNCATE fires none of the guards, and the test's rollback takes it back.
    """
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE catalogue_entry, catalogue_tag, contributions_batch"
            " RESTART IDENTITY CASCADE"
        )


def empty_all() -> None:
    """No row but those that the migrations made."""
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    kept |= {"auth_group", "auth_group_permissions"}
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - kept
        quoted = ", ".join(map(connection.ops.quote_name, sorted(names)))
        cursor.execute(f"TRUNCATE {quoted} CASCADE")
