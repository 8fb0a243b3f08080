"""The summary of what is wrong with a form: each line names its field and leads to it."""

from django import forms
from django.template import Context, Template
from django.utils import translation


class _Form(forms.Form):
    number = forms.CharField(label="Số và ký hiệu", max_length=5)
    day = forms.DateField(label="Ngày văn bản")
    version = forms.CharField(max_length=3, widget=forms.HiddenInput)


def shown(data, general=""):
    form = _Form(data)
    if general:
        form.add_error(None, general)
    with translation.override("vi"):
        return Template("{% load pages %}{% error_summary form %}").render(Context({"form": form}))


def test_each_line_names_its_field_and_leads_to_it():
    text = shown({"number": "", "day": "x", "version": "1"})
    assert '<a href="#id_number">Số và ký hiệu: Trường này là bắt buộc.</a>' in text
    assert '<a href="#id_day">Ngày văn bản: ' in text
    assert text.count("<li>") == 2


def test_what_is_wrong_with_the_whole_stands_first_and_leads_nowhere():
    text = shown({"number": "1", "day": "2016-10-01", "version": "1"}, "Kế hoạch đã kết thúc.")
    assert "<li>Kế hoạch đã kết thúc.</li>" in text
    assert "<a" not in text


def test_a_hidden_field_has_nowhere_to_lead():
    text = shown({"number": "1", "day": "2016-10-01", "version": "1234"})
    assert "#id_version" not in text
    assert text.count("<li>") == 1


def test_nothing_wrong_is_no_summary():
    assert shown({"number": "1", "day": "2016-10-01", "version": "1"}).strip() == ""


def test_what_was_typed_is_escaped():
    assert "<b>" not in shown({"number": "1", "day": "2016-10-01", "version": "1"}, "<b>x</b>")
