"""What the database itself says of its files."""

from infra.verifying.inspection import Inspection


def check(inspection: Inspection) -> None:
    """Ask it for everything that is broken below the rows."""
    for fault in inspection.connection.faults():
        inspection.fault("database", fault)
    inspection.done(1, 1)
