"""The people of one company: users, invitations, licences, and the audit of what they do."""
