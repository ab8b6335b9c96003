"""Screens of this layer: users, invitations, profile, audit."""
