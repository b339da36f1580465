"""The knowledge graph of judicial responsibility in China's procuratorates (检察机关司法责任制)."""

__version__ = "0.1.0"
