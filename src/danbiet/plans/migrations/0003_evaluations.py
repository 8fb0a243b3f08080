"""Evaluations of plans and what the approver says of them."""

import danbiet.base.clock
import danbiet.base.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=danbiet.base.ids.new_public_id, editable=False, max_length=11, unique=True
                    ),
                ),
                ("index", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("arrived_on", models.DateField(null=True)),
                ("content", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("requested_at", models.DateTimeField(default=danbiet.base.clock.now)),
                ("computed_at", models.DateTimeField(null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evaluations", to="plans.plan"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("signs", "nhất trí"), ("dissents", "có ý kiến khác")], max_length=8),
                ),
                ("digest", models.CharField(max_length=64)),
                ("remark", models.CharField(blank=True, max_length=1000)),
                ("given_at", models.DateTimeField(default=danbiet.base.clock.now)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="plans.evaluation"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="evaluation",
            index=models.Index(fields=["plan", "computed_at"], name="plans_evaluation_computed"),
        ),
    ]
