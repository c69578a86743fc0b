"""Subsidies as pure functions: who gets them, how much at most, for how many months.

Rules and facts are whole numbers or ``int64`` arrays alike, in the conventions of
``calc.verdicts``; what a place asks for stands in the parameters, not here.
"""
