from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contributions", "0008_moderators")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="note",
            field=models.TextField(
                blank=True,
                default="",
                help_text="What was found and done; moderators read it.",
                max_length=2000,
                verbose_name="note",
            ),
            preserve_default=False,
        ),
    ]
