import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import catalogue.partial_dates
import catalogue.vocabularies


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="UseCase",
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
                    "country",
                    models.CharField(
                        blank=True,
                        max_length=2,
                        validators=[catalogue.vocabularies.validate_country],
                        verbose_name="country",
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place"),
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
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[("in use", "In use"), ("ended", "Ended")],
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "ended_because",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="why it ended"
                    ),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="outcome"
                    ),
                ),
            ],
            options={
                "verbose_name": "use case",
                "verbose_name_plural": "use cases",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("country", ""),
                            ("country__regex", "^[A-Z]{2}$"),
                            _connector="OR",
                        ),
                        name="use_case_country_well_formed",
                        violation_error_message="Choose a country.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", ""),
                            ("state__in", ["in use", "ended"]),
                            _connector="OR",
                        ),
                        name="use_case_state_known",
                        violation_error_message="This state does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_because", ""), ("state", "ended"), _connector="OR"
                        ),
                        name="use_case_reason_when_ended",
                        violation_error_message="Say why it ended only where the state is “ended”.",
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
                        name="use_case_since_well_formed",
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
                        name="use_case_until_well_formed",
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
                        name="use_case_dates_in_order",
                        violation_error_message="The end lies before the start.",
                    ),
                ],
            },
            bases=("catalogue.entry",),
        ),
    ]
