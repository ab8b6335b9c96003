"""The verbs: setting the connection up, letting people in."""
