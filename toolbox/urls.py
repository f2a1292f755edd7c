from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.http import require_safe

from accounts.access import may_curate
from contributions.admin.offering import OfferView
from hackathons.views.joining import join_short
from toolbox import views
from toolbox.sitemaps import SECTIONS

admin.autodiscover()
admin.site.has_permission = lambda request: may_curate(request.user)  # type: ignore[method-assign]
admin.site.autocomplete_view = OfferView.as_view(admin_site=admin.site)  # type: ignore[assignment, method-assign]
admin.site.enable_nav_sidebar = False
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "contributions.views.kept.bad_request"
handler500 = "contributions.views.kept.server_error"
urlpatterns = [
    path("admin/", include("contributions.admin.urls")),
    path("admin/", admin.site.urls),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path(
        "sitemap.xml",
        require_safe(sitemaps.index),
        {"sitemaps": SECTIONS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        require_safe(sitemaps.sitemap),
        {"sitemaps": SECTIONS},
        name="sitemap_section",
    ),
    path("j/<slug:code>", join_short, name="join_short"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("search/", views.search, name="search"),
        path("search/suggest/", views.search_suggest, name="search_suggest"),
        path("opensearch.xml", views.opensearch, name="opensearch"),
        path("about/", views.about, name="about"),
        path("licence/", views.licence, name="licence"),
        path("sources/", views.sources, name="sources"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("styleguide/", views.styleguide, name="styleguide"),
        path("demo/mail/", views.demo_mail, name="demo_mail"),
        path("account/", include("allauth.urls")),
        path("", include("hackathons.urls")),
        # Before the entries' own addresses, so that “add” is nobody's.
        path("", include("contributions.urls")),
        path("", include("catalogue.urls")),
        path("", include("usecases.urls")),
        path("", include("organizations.urls")),
    ),
]
