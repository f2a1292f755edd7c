from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """A form's control in the house style; its label says what it is for."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs={} if is_tick(field) else {"class": "input"})


@register.filter
def is_tick(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)
