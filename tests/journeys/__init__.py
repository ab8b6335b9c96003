"""Few and telling: people at work in a real browser, on everything that `dangol up` starts."""
