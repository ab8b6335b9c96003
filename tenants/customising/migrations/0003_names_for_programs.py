from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("customising", "0002_colours"),
    ]

    operations = [
        migrations.AddField(
            model_name="fielddefinition",
            name="code",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="Name for programs"
            ),
        ),
        migrations.AddConstraint(
            model_name="fielddefinition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("record", "code"),
                name="customising_field_code_once",
            ),
        ),
    ]
