"""Serves the graph over HTTP: SPARQL 1.1 Protocol, linked data, questions, and the pages.

`protocol` reads a request, `workers` run its query in a child that can be killed, `negotiation`
chooses the format, `data` resolves IRIs, `questions` answers the catalogue, `application` joins
them in one process and port, `launch` starts it.
"""
