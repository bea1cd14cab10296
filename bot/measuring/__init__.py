"""Measures the model: the pipeline of config.yml on any sentences, and what it stands beside."""
