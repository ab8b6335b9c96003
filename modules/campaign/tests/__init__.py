"""Tests of campaigns and their projects."""
