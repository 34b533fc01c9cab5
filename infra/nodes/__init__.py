"""Several nodes on one store: what each tells the others over Redis, which is a hint and never the truth."""

from infra.nodes.nodes import Nodes

__all__ = ["Nodes"]
