"""Addresses that nobody needs to open to see that they lead nowhere.

Whole sites were closed by those who ran them, and took the pages of many projects
along. What stands at such an address, or only in the Web's archive, has moved or ended.
"""

from django.db.models import Q

# Site and the year it was closed, or could no longer be read.
CLOSED = {
    "alioth.debian.org": 2018,
    "berlios.de": 2014,
    "code.google.com": 2016,
    "codeplex.com": 2021,
    "fedorahosted.org": 2017,
    "freecode.com": 2014,
    "geocities.com": 2009,
    "gitorious.org": 2015,
    "googlecode.com": 2016,
    "plus.google.com": 2019,
    "posterous.com": 2013,
    "rubyforge.org": 2014,
    "storify.com": 2018,
    "wikispaces.com": 2019,
}
ARCHIVE = "web.archive.org"
_hosts = "|".join(host.replace(".", r"\.") for host in (*CLOSED, ARCHIVE))
# Of `address_key`: no scheme, no www.
PATTERN = rf"^([^/]+\.)?({_hosts})(:\d+)?(/|$)"

IN_WEBSITE = Q(website_key__regex=PATTERN)
IN_REPOSITORY = Q(tool__repository_key__regex=PATTERN)
