"""Outside material: what is said elsewhere, brought in by source (A20)."""
