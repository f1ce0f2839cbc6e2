"""tieout reads what companies publish and proves, number by number, what agrees and what does not."""

__version__ = "0.1.0"
