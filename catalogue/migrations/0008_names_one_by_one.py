import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# Right for entries with one name; `reindex` brings those of the others.
FILL = "UPDATE catalogue_searchrow SET known_as = ARRAY[names] WHERE names <> ''"


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
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="searchrow",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["known_as"], name="search_row_known_as"
            ),
        ),
    ]
