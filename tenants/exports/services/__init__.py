"""The verbs: noting, making, handing over, clearing away."""
