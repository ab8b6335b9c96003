"""Setting single sign-on up, and the way to the identity provider and back."""
