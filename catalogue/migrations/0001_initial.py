import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import taggit.managers
from django.contrib.postgres.operations import CreateExtension, TrigramExtension
from django.db import migrations, models

import catalogue.partial_dates
import catalogue.vocabularies


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        CreateExtension("intarray"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tool", "Tool"),
                            ("use_case", "Use case"),
                            ("organization", "Organization"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("slug", models.CharField(editable=False, max_length=90)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        max_length=35,
                        validators=[catalogue.vocabularies.validate_language],
                        verbose_name="language of the name",
                    ),
                ),
                (
                    "website",
                    models.URLField(blank=True, max_length=500, verbose_name="website"),
                ),
                (
                    "website_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                django.db.models.functions.text.Lower(
                                    models.F("website")
                                ),
                                models.Value("^[a-z]+://(www\\.)?"),
                                models.Value(""),
                                function="regexp_replace",
                                output_field=models.TextField(),
                            ),
                            models.Value("(\\.git)?/*(#.*)?$"),
                            models.Value(""),
                            function="regexp_replace",
                            output_field=models.TextField(),
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("held", "Held for review"),
                            ("hidden", "Hidden"),
                        ],
                        default="published",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("updated_at", models.DateTimeField(verbose_name="last changed")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
            },
        ),
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "version of the catalogue",
                "verbose_name_plural": "versions of the catalogue",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="catalogue_version_one_row",
                        violation_error_message="The catalogue has one version.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FacetValue",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("facet", models.IntegerField()),
                ("value", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "facet value",
                "verbose_name_plural": "facet values",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facet", "value"),
                        name="facet_value_unique",
                        violation_error_message="This value is known already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=100, unique=True, verbose_name="name"),
                ),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        max_length=100,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("topic", "Topic"),
                            ("audience", "Audience"),
                            ("technology", "Technology"),
                        ],
                        default="topic",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "labels",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="labels by language"
                    ),
                ),
                (
                    "synonyms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="synonyms",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["topic", "audience", "technology"])
                        ),
                        name="tag_kind_known",
                        violation_error_message="A tag is a topic, audience or technology.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry_tags",
                        to="catalogue.entry",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry_tags",
                        to="catalogue.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag of an entry",
                "verbose_name_plural": "tags of entries",
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="catalogue.EntryTag",
                to="catalogue.Tag",
                verbose_name="Tags",
            ),
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_row",
                        serialize=False,
                        to="catalogue.entry",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tool", "Tool"),
                            ("use_case", "Use case"),
                            ("organization", "Organization"),
                        ],
                        max_length=20,
                    ),
                ),
                ("published", models.BooleanField(default=False)),
                (
                    "sort_name",
                    models.TextField(help_text="The name without accents and case."),
                ),
                (
                    "names",
                    models.TextField(
                        help_text="The words of the names in all languages."
                    ),
                ),
                (
                    "linked",
                    models.TextField(
                        help_text="The names of linked entries, one a line."
                    ),
                ),
                ("updated_at", models.DateTimeField()),
                (
                    "uses",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Published use cases of a tool or organization; tools of a case.",
                    ),
                ),
                (
                    "used_by",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Published organizations that run a use case of the tool.",
                    ),
                ),
                ("document", django.contrib.postgres.search.SearchVectorField()),
                (
                    "facets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "search row",
                "verbose_name_plural": "search rows",
                "indexes": [
                    models.Index(
                        condition=models.Q(("published", True)),
                        fields=["kind", "sort_name", "entry"],
                        name="search_row_by_name",
                    ),
                    models.Index(
                        condition=models.Q(("published", True)),
                        fields=["kind", "-used_by", "-uses", "sort_name", "entry"],
                        name="search_row_by_uses",
                    ),
                    models.Index(
                        condition=models.Q(("published", True)),
                        fields=["kind", "-updated_at", "sort_name", "entry"],
                        name="search_row_by_date",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False,
                        fields=["document"],
                        name="search_row_document",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False,
                        fields=["facets"],
                        name="search_row_facets",
                        opclasses=["gin__int_ops"],
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False,
                        fields=["names"],
                        name="search_row_names",
                        opclasses=["gin_trgm_ops"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tool",
            fields=[
                (
                    "entry_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="catalogue.entry",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("software", "Software"),
                            ("online service", "Online service"),
                        ],
                        max_length=20,
                        verbose_name="form",
                    ),
                ),
                (
                    "repository",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="source code"
                    ),
                ),
                (
                    "repository_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                django.db.models.functions.text.Lower(
                                    models.F("repository")
                                ),
                                models.Value("^[a-z]+://(www\\.)?"),
                                models.Value(""),
                                function="regexp_replace",
                                output_field=models.TextField(),
                            ),
                            models.Value("(\\.git)?/*(#.*)?$"),
                            models.Value(""),
                            function="regexp_replace",
                            output_field=models.TextField(),
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="An SPDX identifier like AGPL-3.0-or-later, or “proprietary”.",
                        max_length=100,
                        validators=[catalogue.vocabularies.validate_licence],
                        verbose_name="licence",
                    ),
                ),
                (
                    "programming_languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="programming languages",
                    ),
                ),
                (
                    "platforms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("web", "Web"),
                                ("android", "Android"),
                                ("ios", "iOS"),
                                ("linux", "Linux"),
                                ("windows", "Windows"),
                                ("macos", "macOS"),
                                ("browser extension", "Browser extension"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="platforms",
                    ),
                ),
                (
                    "interface_languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=35,
                            validators=[catalogue.vocabularies.validate_language],
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="interface languages",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("active", "Active"),
                            ("unmaintained", "Unmaintained"),
                            ("ended", "Ended"),
                            ("seeks a maintainer", "Seeks a maintainer"),
                        ],
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "tool",
                "verbose_name_plural": "tools",
                "indexes": [
                    models.Index(
                        condition=models.Q(("repository_key", ""), _negated=True),
                        fields=["repository_key"],
                        name="tool_repository_key",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("form", ""),
                            ("form__in", ["software", "online service"]),
                            _connector="OR",
                        ),
                        name="tool_form_known",
                        violation_error_message="Choose software or online service.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", ""),
                            (
                                "state__in",
                                [
                                    "active",
                                    "unmaintained",
                                    "ended",
                                    "seeks a maintainer",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="tool_state_known",
                        violation_error_message="This state does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("repository", ""),
                            ("repository__regex", "^https?://[^\\s/]+"),
                            _connector="OR",
                        ),
                        name="tool_repository_scheme",
                        violation_error_message="Write an address with http or https.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "platforms__contained_by",
                                [
                                    "web",
                                    "android",
                                    "ios",
                                    "linux",
                                    "windows",
                                    "macos",
                                    "browser extension",
                                ],
                            )
                        ),
                        name="tool_platforms_known",
                        violation_error_message="This platform does not exist.",
                    ),
                ],
            },
            bases=("catalogue.entry",),
        ),
        migrations.CreateModel(
            name="EntryText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        max_length=35,
                        validators=[catalogue.vocabularies.validate_language],
                        verbose_name="language",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Only where it differs from the entry's own name.",
                        max_length=200,
                        verbose_name="name in this language",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="summary"
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="description"
                    ),
                ),
                (
                    "is_original",
                    models.BooleanField(default=False, verbose_name="original"),
                ),
                (
                    "outdated",
                    models.BooleanField(
                        default=False,
                        help_text="The original changed after this translation was written.",
                        verbose_name="outdated",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="catalogue.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "text",
                "verbose_name_plural": "texts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "language"),
                        name="text_one_per_language",
                        violation_error_message="This entry has a text in this language.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_original", True)),
                        fields=("entry",),
                        name="text_one_original",
                        violation_error_message="An entry has one original text.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_original", False), ("outdated", False), _connector="OR"
                        ),
                        name="text_original_not_outdated",
                        violation_error_message="An original text cannot be outdated.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language__regex", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")
                        ),
                        name="text_language_well_formed",
                        violation_error_message="Write a language tag, like fr.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("description__length__lte", 10000)),
                        name="text_description_length",
                        violation_error_message="The description is too long.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[
                            ("tool", "Tool"),
                            ("use_case", "Use case"),
                            ("organization", "Organization"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("developed_by", "Developed by"),
                            ("provided_by", "Provided by"),
                            ("funded_by", "Funded by"),
                            ("uses", "Uses"),
                            ("run_by", "Run by"),
                            ("partner", "Partner"),
                            ("alternative_to", "Alternative to"),
                            ("works_with", "Works with"),
                            ("built_on", "Built on"),
                            ("replaces", "Replaces"),
                            ("part_of", "Part of"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "object_kind",
                    models.CharField(
                        choices=[
                            ("tool", "Tool"),
                            ("use_case", "Use case"),
                            ("organization", "Organization"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "since",
                    catalogue.partial_dates.PartialDateField(
                        blank=True, default="", max_length=10, verbose_name="since"
                    ),
                ),
                (
                    "until",
                    catalogue.partial_dates.PartialDateField(
                        blank=True, default="", max_length=10, verbose_name="until"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=500, verbose_name="source"),
                ),
                (
                    "object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_to",
                        to="catalogue.entry",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_from",
                        to="catalogue.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "role", "object"),
                        name="link_unique",
                        violation_error_message="These two are linked so already.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least(
                            "subject", "object"
                        ),
                        django.db.models.functions.comparison.Greatest(
                            "subject", "object"
                        ),
                        models.F("role"),
                        condition=models.Q(
                            ("role__in", ("alternative_to", "works_with"))
                        ),
                        name="link_unique_symmetric",
                        violation_error_message="These two are linked so already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject", models.F("object")), _negated=True
                        ),
                        name="link_not_to_itself",
                        violation_error_message="An entry cannot be linked to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("object_kind", "organization"),
                                ("role", "developed_by"),
                                ("subject_kind", "tool"),
                            ),
                            models.Q(
                                ("object_kind", "organization"),
                                ("role", "provided_by"),
                                ("subject_kind", "tool"),
                            ),
                            models.Q(
                                ("object_kind", "organization"),
                                ("role", "funded_by"),
                                ("subject_kind", "tool"),
                            ),
                            models.Q(
                                ("object_kind", "organization"),
                                ("role", "funded_by"),
                                ("subject_kind", "use_case"),
                            ),
                            models.Q(
                                ("object_kind", "tool"),
                                ("role", "uses"),
                                ("subject_kind", "use_case"),
                            ),
                            models.Q(
                                ("object_kind", "organization"),
                                ("role", "run_by"),
                                ("subject_kind", "use_case"),
                            ),
                            models.Q(
                                ("object_kind", "organization"),
                                ("role", "partner"),
                                ("subject_kind", "use_case"),
                            ),
                            models.Q(
                                ("object_kind", "tool"),
                                ("role", "alternative_to"),
                                ("subject_kind", "tool"),
                            ),
                            models.Q(
                                ("object_kind", "tool"),
                                ("role", "works_with"),
                                ("subject_kind", "tool"),
                            ),
                            models.Q(
                                ("object_kind", "tool"),
                                ("role", "built_on"),
                                ("subject_kind", "tool"),
                            ),
                            models.Q(
                                ("object_kind", "tool"),
                                ("role", "replaces"),
                                ("subject_kind", "tool"),
                            ),
                            models.Q(
                                ("object_kind", "organization"),
                                ("role", "part_of"),
                                ("subject_kind", "organization"),
                            ),
                            _connector="OR",
                        ),
                        name="link_role_kinds",
                        violation_error_message="This role does not fit these two entries.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", ""),
                            (
                                "since__regex",
                                "^[12][0-9]{3}(-(0[1-9]|1[0-2])|-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|-(0[469]|11)-(0[1-9]|[12][0-9]|30)|-02-(0[1-9]|[12][0-9]))?$",
                            ),
                            _connector="OR",
                        ),
                        name="link_since_well_formed",
                        violation_error_message="Write a date like 2016 or 2016-12.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", ""),
                            (
                                "until__regex",
                                "^[12][0-9]{3}(-(0[1-9]|1[0-2])|-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|-(0[469]|11)-(0[1-9]|[12][0-9]|30)|-02-(0[1-9]|[12][0-9]))?$",
                            ),
                            _connector="OR",
                        ),
                        name="link_until_well_formed",
                        violation_error_message="Write a date like 2016 or 2016-12.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", ""),
                            ("until", ""),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Left(
                                    models.F("since"),
                                    django.db.models.functions.comparison.Least(
                                        django.db.models.functions.text.Length("since"),
                                        django.db.models.functions.text.Length("until"),
                                    ),
                                ),
                                django.db.models.functions.text.Left(
                                    models.F("until"),
                                    django.db.models.functions.comparison.Least(
                                        django.db.models.functions.text.Length("since"),
                                        django.db.models.functions.text.Length("until"),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="link_dates_in_order",
                        violation_error_message="The end lies before the start.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tool", "Tool"),
                            ("use_case", "Use case"),
                            ("organization", "Organization"),
                        ],
                        max_length=20,
                    ),
                ),
                ("slug", models.CharField(max_length=90)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slugs",
                        to="catalogue.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "slug",
                "verbose_name_plural": "slugs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "slug"),
                        name="slug_unique",
                        violation_error_message="Another entry has or had this address.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slug__regex", "^[a-z0-9]+([-_]+[a-z0-9]+)*$")
                        ),
                        name="slug_well_formed",
                        violation_error_message="An address is made of small letters, figures and hyphens.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="entrytag",
            constraint=models.UniqueConstraint(
                fields=("content_object", "tag"),
                name="entry_tag_unique",
                violation_error_message="The entry has this tag already.",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("website_key", ""), _negated=True),
                fields=["website_key"],
                name="entry_website_key",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("status", "published")),
                fields=["kind", "-updated_at"],
                name="entry_recent",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("kind", "slug"),
                name="entry_slug_unique",
                violation_error_message="Another entry has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("id", "kind"), name="entry_id_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["tool", "use_case", "organization"])),
                name="entry_kind_known",
                violation_error_message="This kind of entry does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["published", "held", "hidden"])),
                name="entry_status_known",
                violation_error_message="This status does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name", django.db.models.functions.text.Trim("name")),
                    models.Q(("name", ""), _negated=True),
                ),
                name="entry_name_not_blank",
                violation_error_message="Write a name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language", ""),
                    ("language__regex", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"),
                    _connector="OR",
                ),
                name="entry_language_well_formed",
                violation_error_message="Write a language tag, like fr.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("website", ""),
                    ("website__regex", "^https?://[^\\s/]+"),
                    _connector="OR",
                ),
                name="entry_website_scheme",
                violation_error_message="Write an address with http or https.",
            ),
        ),
    ]
