"""Addresses of the public site: prices, features, help, legal texts and sign-up."""

from django.urls import path

from billing.signup import checks, door, legal, pages, price_page, site, views

urlpatterns = [
    path("", price_page.price_page, name="prices"),
    path("features", pages.features, name="features"),
    path("help", pages.help_page, name="help"),
    *(
        path(f"legal/{code}", pages.document, {"code": code}, name=f"legal-{code}")
        for code in legal.DOCUMENTS
    ),
    path("companies", door.companies, name="companies"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("signup", views.sign_up, name="signup"),
    path("signup/check/<slug:field>", checks.check, name="signup-check"),
    path("signup/sent/<str:token>", views.sent, name="signup-sent"),
    path("signup/confirm/<str:token>", views.confirm, name="signup-confirm"),
]
