"""The API's contract, whole: schemathesis in all its phases as every role.

`python3 dev.py bench contract [EXAMPLES] [ROLE ...]` prints the number of requests of each phase
and of failures by role, then every failure. It takes some minutes for each role.
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = "3"


class Figures:
    """Prints a line for each role, once it is through."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print it."""
        if report.when == "call":
            figures = dict(report.user_properties)
            sent = ", ".join(f"{phase} {n}" for phase, n in figures.get("asked", {}).items())
            role = report.nodeid.partition("[")[2].removesuffix("]")
            line = f"{role:20}{figures.get('failures', '?'):>4} failures, requests: {sent}"
            print(f"\n{line}", flush=True)


def main(words: list[str]) -> int:
    """Ask everything; return pytest's exit code."""
    examples, *roles = words or [EXAMPLES]
    os.environ["CONTRACT_EXAMPLES"] = examples
    os.environ.pop("SUMMIT_DEMO_DAY", None)  # the suite sets its own clock
    os.chdir(ROOT)
    tests = [f"tests/test_contract.py::test_the_api_keeps_its_contract[{role}]" for role in roles]
    options = ["-q", "--create-db", "--show-capture=no", "-p", "no:randomly", "-p", "no:logging"]
    return pytest.main([*options, *(tests or ["tests/test_contract.py"])], plugins=[Figures()])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
