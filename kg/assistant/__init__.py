"""The graph for assistants: an MCP server whose tools cite provisions and say what is not known."""
