"""How earning says no."""

from marketplace.core.errors import Refusal
from marketplace.earning.values import Problem


class OperationsRefused(Refusal):
    """Operations contradict each other or what was taken in before; nothing was taken. `problems` names the rows."""

    code = "operations_refused"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(row=problems[0].row, reason=problems[0].reason, problems=len(problems))
        self.problems = problems
