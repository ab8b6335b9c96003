"""The verbs: making, changing, copying, deleting."""
