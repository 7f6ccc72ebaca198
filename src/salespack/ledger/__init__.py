"""What is remembered of builds and of what came of them: records beside the outputs, refusals, and the ledger.

The ledger proper is `ledger` (writing and reading), `events` (what a line says), `lines` (the files), `names` (whom ids
stand for) and `index` (what is derived).
"""
