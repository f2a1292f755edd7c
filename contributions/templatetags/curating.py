from django import template

from contributions.admin import dashboard

register = template.Library()

register.simple_tag(dashboard.tiles, name="dashboard_tiles")
register.simple_tag(dashboard.recent_traces)
