"""Runs over many documents: what is done is on the disk, and tables change all together or not at all.

A run works in a hidden folder beside its tables, which it holds alone. Documents are appended there in the order of the input,
and each gets a line in the manifest once its bytes are written. In the end the tables take their names. docs/runs.md tells what
is left by a run that is killed, and how another one takes it up.
"""

from reportmine.runs.rendering import Facts, Finished, Rendering
from reportmine.runs.run import Kept, Run, begun, failures
from reportmine.runs.settings import Settings, settings

__all__ = ["Facts", "Finished", "Kept", "Rendering", "Run", "Settings", "begun", "failures", "settings"]
