"""Addresses of expenses, below `/expenses/`."""

from django.urls import path

from dangol.records import record_urls
from modules.expenses.records import expense_record
from modules.expenses.views import approvals, many, month

app_name = "expenses"
urlpatterns = [
    path("month/", month.month, name="month"),
    path("month/export", month.month_export, name="month-export"),
    path("many/approve", many.approve_many, name="approve-many"),
    path("many/return", many.return_many, name="return-many"),
    path("many/pay", many.pay_many, name="pay-many"),
    path("expenses/<uuid:pk>/submit", approvals.expense_submit, name="expense-submit"),
    path("expenses/<uuid:pk>/withdraw", approvals.expense_withdraw, name="expense-withdraw"),
    path("expenses/<uuid:pk>/approve", approvals.expense_approve, name="expense-approve"),
    path("expenses/<uuid:pk>/return", approvals.expense_return, name="expense-return"),
    path("expenses/<uuid:pk>/pay", approvals.expense_pay, name="expense-pay"),
    path("expenses/<uuid:pk>/unpay", approvals.expense_unpay, name="expense-unpay"),
    *record_urls(expense_record, "expenses"),
]
