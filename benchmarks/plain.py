"""A tool as most sites would keep one: a table, a ModelForm, a save."""

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST


class PlainTool(models.Model):
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    website = models.URLField(max_length=500, blank=True)
    repository = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE)

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return self.name


class PlainToolForm(forms.ModelForm):
    class Meta:
        model = PlainTool
        fields = ("name", "summary", "website", "repository", "licence")


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    form = PlainToolForm(request.POST)
    if not form.is_valid():
        return render(request, "benchmarks/plain.html", {"form": form}, status=422)
    form.instance.author = request.user  # type: ignore[misc]
    form.save()
    return redirect("/hello/")
