"""Measurements of the real program: python3 dev.py bench NAME; JSON lines, headline last."""
