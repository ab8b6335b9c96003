"""Addresses of a company's billing pages."""

from django.urls import path

from billing.views import account, invoices, registration

app_name = "billing"
urlpatterns = [
    path("", account.account, name="account"),
    path("usage", account.month_usage, name="usage"),
    path("registration", registration.registration, name="registration"),
    path("licence-preview", account.licence_preview, name="licence-preview"),
    path("invoices/", invoices.invoice_list, name="invoice-list"),
    path("invoices/<uuid:key>", invoices.invoice, name="invoice"),
    path("invoices/<uuid:key>.json", invoices.invoice_json, name="invoice-json"),
    path("invoices/<uuid:key>.pdf", invoices.invoice_pdf, name="invoice-pdf"),
]
