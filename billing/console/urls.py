"""Addresses of the provider's consoles."""

from django.urls import path

from billing.console.views import companies, decisions, invoices

app_name = "console"
urlpatterns = [
    path("", companies.company_list, name="company-list"),
    path("companies/<int:number>/", companies.company, name="company"),
    path("companies/<int:number>/limits", decisions.limits, name="company-limits"),
    path("companies/<int:number>/limits/<str:name>", decisions.limit, name="company-limit"),
    path(
        "companies/<int:number>/limits/<str:name>/undo/<int:before>",
        decisions.limit_undo,
        name="company-limit-undo",
    ),
    path("companies/<int:number>/top-up", decisions.top_up, name="company-top-up"),
    path("companies/<int:number>/suspend", decisions.suspend, name="company-suspend"),
    path("companies/<int:number>/restore", decisions.restore, name="company-restore"),
    path("invoices/", invoices.invoice_list, name="invoice-list"),
    path("invoices/<uuid:key>", invoices.invoice, name="invoice"),
    path("invoices/<uuid:key>.json", invoices.invoice_json, name="invoice-json"),
    path("invoices/<uuid:key>.pdf", invoices.invoice_pdf, name="invoice-pdf"),
]
