"""Campaigns (캠페인) and their projects, one per medium."""
