"""The portal: what a user sees first after logging in, arranged as they like it (A2-A4, P4)."""
