from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "billing.signup"
    label = "signup"
