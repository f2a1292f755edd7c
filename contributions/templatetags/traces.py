"""Addresses of the pages about an entry, for templates."""

from django import template

from contributions.addresses import address

register = template.Library()
register.simple_tag(address, name="trace_address")
