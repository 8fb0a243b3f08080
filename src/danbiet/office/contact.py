"""The telephone number of a unit, as those know it who follow its work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.office.duty import said
from danbiet.people import policies
from danbiet.units import contacts
from danbiet.units import queries as units


class PhoneForm(forms.Form):
    """One number or several; empty takes it away."""

    phone = forms.CharField(
        label=_("Điện thoại của đơn vị"),
        max_length=60,
        required=False,
        help_text=_("Số của người nhận việc này ở đơn vị, ví dụ 0290 3831 234. Không hiện trên trang công khai."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the number down; Http404 for who may not, which tells nothing about the unit."""
    person: Any = request.user
    place = units.placement_by_public_id(public_id, clock.today())
    if place is None or not contacts.may_set(person, place):
        raise Http404
    known = ", ".join(units.phones([place.unit_id], clock.today()).get(place.unit_id, []))
    form = PhoneForm(request.POST or None, initial={"phone": known})
    if request.method == "POST" and form.is_valid():
        try:
            contacts.set_phone(person, place, form.cleaned_data["phone"])
        except CodedError as error:
            form.add_error("phone", said(error))
        else:
            return HttpResponseRedirect(f"{reverse('office:contact', args=[public_id])}?da-luu=1")
    own = place.unit_id in policies.unit_ids(person)
    context = {"place": place, "form": form, "saved": "da-luu" in request.GET, "own": own}
    return render(request, "office/contact.html", context, status=422 if form.errors else 200)
