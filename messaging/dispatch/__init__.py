"""What the engine shares between companies: tickets and provider accounts."""
