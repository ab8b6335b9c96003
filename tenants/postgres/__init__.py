"""The database backend that puts both walls up before each statement."""
