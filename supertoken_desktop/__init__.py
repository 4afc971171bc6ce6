"""SuperToken Desktop: a native chat client for AI relays."""

__version__ = "0.1.0"
