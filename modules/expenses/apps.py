from django.apps import AppConfig


class ExpensesConfig(AppConfig):
    name = "modules.expenses"
    label = "expenses"
