"""Answers of open questions as entries of their own; questions get an address.

No page and no command wrote ``OpenQuestion.answer`` before, so the column goes without its content.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import danbiet.base.clock
import danbiet.base.ids


def name_questions(apps, schema_editor):
    """A public id for each question there is."""
    rows = apps.get_model("plans", "OpenQuestion").objects
    for pk in rows.values_list("pk", flat=True):
        rows.filter(pk=pk).update(public_id=danbiet.base.ids.new_public_id())


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="openquestion", name="answer"),
        migrations.AddField(
            model_name="openquestion",
            name="public_id",
            field=models.CharField(default="", editable=False, max_length=11),
            preserve_default=False,
        ),
        migrations.RunPython(name_questions, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="openquestion",
            name="public_id",
            field=models.CharField(default=danbiet.base.ids.new_public_id, editable=False, max_length=11, unique=True),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=danbiet.base.ids.new_public_id, editable=False, max_length=11, unique=True
                    ),
                ),
                ("text", models.TextField()),
                ("designation", models.CharField(blank=True, max_length=60)),
                ("units", models.JSONField(default=list)),
                ("answered_at", models.DateTimeField(default=danbiet.base.clock.now)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="plans.answer",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="plans.openquestion"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrects__isnull", True)),
                        fields=("question",),
                        name="plans_answer_first_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="answer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="plans.answer",
            ),
        ),
    ]
