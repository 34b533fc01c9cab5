"""Print the table as the domain answers now: `python -m tests.domain.machines`, to be read against DOMAIN."""

import sys

from tests.domain.machines.answers import answers, cells, lines

before = ""
for machine, name, who, command in cells():
    if machine != before:
        sys.stdout.write(f"{machine}\n")
    before = machine
    sys.stdout.write("\n".join([f"  {name}", *lines(answers(machine, who, command)), ""]))
