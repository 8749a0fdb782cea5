"""Outlets: everything that listens to a run and tells somebody."""
