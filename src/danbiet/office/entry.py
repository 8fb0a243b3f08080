"""Coming in: log in, its second step, an invitation, a slip, a forgotten password."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.office.duty import said
from danbiet.office.forms import LoginForm
from danbiet.office.people_forms import AcceptForm, CodeForm, ForgottenForm, NewPasswordForm, SlipForm
from danbiet.pages.context import address_of as whole_address
from danbiet.people import codes, errors, invitations, letters, lockout, resetting, second_step
from danbiet.people.models import Invitation, Person, Reset
from danbiet.units import queries as units

BACKEND = "danbiet.people.backends.PersonBackend"
WAITING = "waiting_for_second_step"
# Long enough to find the phone.
WAITS = timedelta(minutes=10)


def address_of(request: HttpRequest, name: str, *args: str) -> str:
    """A page's whole address, for a letter or a slip."""
    return whole_address(request, reverse(name, args=args))


class Login(LoginView):
    """Log in and go on to where one wanted to go; who has a phone set up gives its code first."""

    template_name = "office/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"accounts": settings.HOME / "demo-accounts.txt" if settings.DEMONSTRATION else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without the framework's own "site" (a host name), which would hide that of ``pages.context``."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        del context["site"]
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """In, or on to the second step."""
        person = form.get_user()
        if not second_step.has(person):
            return super().form_valid(form)
        self.request.session.cycle_key()
        self.request.session[WAITING] = {
            "person": person.pk,
            "hash": person.get_session_auth_hash(),
            "until": (clock.now() + WAITS).isoformat(),
            "next": self.get_success_url(),
        }
        return HttpResponseRedirect(reverse("office:login-code"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The code from the phone, or a recovery code. Wrong ones count towards the lock-out like wrong passwords."""
    person = _waiting(request)
    if person is None:
        return HttpResponseRedirect(reverse("office:login"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lockout.refuse(request, person.username)
        if second_step.verify(person, form.cleaned_data["code"]):
            onward = request.session.pop(WAITING)["next"]
            login(request, person, backend=BACKEND)
            request.session[second_step.VERIFIED] = True
            return HttpResponseRedirect(onward)
        lockout.count_failure(request, person.username)
        form.add_error("code", said(CodedError(errors.WRONG_STEP_CODE)))
    return render(request, "office/login_code.html", {"form": form}, status=422 if form.errors else 200)


def _waiting(request: HttpRequest) -> Person | None:
    """Whoever gave the right password in this session a moment ago, if nothing about the account changed since."""
    kept = request.session.get(WAITING)
    if not kept or clock.now() >= datetime.fromisoformat(kept["until"]):
        return None
    person = Person.objects.filter(pk=kept["person"], is_active=True).first()
    return person if person and person.get_session_auth_hash() == kept["hash"] else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """What one is invited to; a new account takes it, or the one that is logged in. Raises PEO-020 to PEO-023."""
    row = invitations.find(code)
    form = AcceptForm(request.POST or None)
    person: Any = request.user
    try:
        if request.method == "POST" and person.is_authenticated:
            invitations.accept_as(person, code)
            return HttpResponseRedirect(reverse("office:account"))
        if request.method == "POST" and form.is_valid():
            made = invitations.accept(code, form.cleaned_data["username"], form.cleaned_data["password"])
            login(request, made, backend=BACKEND)
            return HttpResponseRedirect(reverse("office:my-work"))
    except CodedError as error:
        if error.kind not in (errors.NAME_TAKEN, errors.WEAK_PASSWORD):
            raise
        form.add_error("username" if error.kind is errors.NAME_TAKEN else "password", said(error))
    place = units.placement_of(row.unit_id, clock.today()) if row.unit_id else None
    context = {"invitation": row, "unit": place, "form": form}
    failed = request.method == "POST" and bool(form.errors)
    return render(request, "office/invitation.html", context, status=422 if failed else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """The code of a slip leads on to what it opens."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = codes.plain(form.cleaned_data["code"])
        kept = codes.digest(code)
        if Invitation.objects.filter(digest=kept).exists():
            return HttpResponseRedirect(reverse("office:invitation", args=[code]))
        if Reset.objects.filter(digest=kept).exists():
            return HttpResponseRedirect(reverse("office:reset", args=[code]))
        form.add_error("code", said(CodedError(errors.UNKNOWN_CODE)))
    return render(request, "office/enter_slip.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the same answer whether or not there is such an account."""
    form = ForgottenForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked:
        resetting.ask_aside(form.cleaned_data["name"], lambda code: address_of(request, "office:reset", code))
    context = {"form": form, "asked": asked, "ready": letters.ready()}
    return render(request, "office/forgotten.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, code: str) -> HttpResponse:
    """Set a new password by the code of a link or a slip. Raises PEO-020 to PEO-023."""
    row = resetting.find(code)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            resetting.use(code, form.cleaned_data["password"])
        except CodedError as error:
            if error.kind is not errors.WEAK_PASSWORD:
                raise
            form.add_error("password", said(error))
        else:
            return HttpResponseRedirect(f"{reverse('office:login')}?da-dat-lai=1")
    context = {"person": row.person, "form": form}
    return render(request, "office/reset.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def picture(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The QR code of a slip that was just made: the address it leads to; says nothing about whether it opens."""
    names = {"moi": "office:invitation", "dat-lai": "office:reset"}
    if kind not in names or codes.plain(code) != code:
        raise Http404
    return HttpResponse(second_step.picture(address_of(request, names[kind], code)), content_type="image/svg+xml")
