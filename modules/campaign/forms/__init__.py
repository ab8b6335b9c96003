"""Shape and types of what people enter; rules are the services'."""
