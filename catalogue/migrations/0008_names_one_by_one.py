from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from catalogue.search import words

# Right for entries with one name.
FILL = "UPDATE catalogue_searchrow SET known_as = ARRAY[names] WHERE names <> ''"


def fill_of_several_names(apps: Any, _schema_editor: Any) -> None:
    """Else another entry could be added under a name of theirs until the `reindex`."""
    texts = apps.get_model("catalogue", "EntryText").objects.exclude(name="")
    names: dict[int, list[str]] = {}
    for pk, first, other in texts.order_by("pk").values_list(
        "entry_id", "entry__name", "name"
    ):
        names.setdefault(pk, [first]).append(other)
    rows = apps.get_model("catalogue", "SearchRow").objects
    for pk, known in names.items():
        folded = dict.fromkeys(map(words.plain, known))
        rows.filter(entry_id=pk).update(known_as=[name for name in folded if name])


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_reasons_of_private_collections"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchrow",
            name="known_as",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                default=list,
                help_text="Each name in any language, as its words.",
                size=None,
            ),
        ),
        # Before the rows are written: tables with keys to check get no index.
        migrations.AddIndex(
            model_name="searchrow",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["known_as"], name="search_row_known_as"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(fill_of_several_names, migrations.RunPython.noop),
    ]
