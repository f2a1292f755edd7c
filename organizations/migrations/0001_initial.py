import django.db.models.deletion
from django.db import migrations, models

import catalogue.vocabularies


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
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
                    "type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national government", "National government"),
                            ("local government", "Local government"),
                            ("parliament", "Parliament"),
                            ("civil society", "Civil society"),
                            ("company", "Company"),
                            (
                                "international organization",
                                "International organization",
                            ),
                            ("university or research", "University or research"),
                            ("community", "Community"),
                        ],
                        max_length=30,
                        verbose_name="type",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        max_length=2,
                        validators=[catalogue.vocabularies.validate_country],
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name": "organization",
                "verbose_name_plural": "organizations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("type", ""),
                            (
                                "type__in",
                                [
                                    "national government",
                                    "local government",
                                    "parliament",
                                    "civil society",
                                    "company",
                                    "international organization",
                                    "university or research",
                                    "community",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="organization_type_known",
                        violation_error_message="This type does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("country", ""),
                            ("country__regex", "^[A-Z]{2}$"),
                            _connector="OR",
                        ),
                        name="organization_country_well_formed",
                        violation_error_message="Choose a country.",
                    ),
                ],
            },
            bases=("catalogue.entry",),
        ),
    ]
