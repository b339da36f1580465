"""Measurements: build, start, assessment and questions, beside rdflib. Run bench/run.py."""
