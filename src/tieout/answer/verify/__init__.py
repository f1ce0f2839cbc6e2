"""Somebody's sentences held against documents: what bears each out, what contradicts it, what nothing says."""
