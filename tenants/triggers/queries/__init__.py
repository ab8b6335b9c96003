"""Reading for triggers: sources of many, whom they hold for, their log."""
