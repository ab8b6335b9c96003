"""Expenses."""

from modules.expenses.models.expense import AccountTitle, Evidence, Expense, State

__all__ = ["AccountTitle", "Evidence", "Expense", "State"]
