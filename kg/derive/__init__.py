"""Derives who answers for what: rules over cases, open norms in three-valued logic (DESIGN 7).

`rules` reads the rule files, `truth` evaluates their conditions on a case's findings, `engine`
runs the structure queries over many cases at once and settles each person, step and kind,
`timing` says which text governs and applies 从旧兼从轻.
"""
