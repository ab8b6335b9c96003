"""Sign-up on the public site: form, confirmation by mail, founding (P2)."""
