"""The people of the demo county, all of them invented.

Their ids are made from their names: every demo county has the same ones.
"""

from uuid import UUID, uuid5

from msgspec import Struct

from domain.organisation.events import Role

AUENTHAL = UUID("7c9d2f0e-51b4-4f4e-9a37-2f1f5b7f6d10")
"""The name space of the ids of the fictional Landkreis Auenthal."""


def named(what: str) -> str:
    """The id of whatever is called so in the demo county."""
    return str(uuid5(AUENTHAL, what))


class Department(Struct, frozen=True):
    """A department; `finance`: it checks budgets."""

    name: str
    finance: bool = False

    @property
    def id(self) -> str:
        """Its id."""
        return named(f"department/{self.name}")


COUNCIL_OFFICE = Department("Kreistagsbüro")
FINANCE = Department("Finanzen", finance=True)
BUILDING = Department("Bau")
WELFARE = Department("Soziales")
DEPARTMENTS = (COUNCIL_OFFICE, FINANCE, BUILDING, WELFARE)


class DemoLogin(Struct, frozen=True):
    """A login of the demo county, and what whoever has it is."""

    login: str
    name: str
    what: str
    """What the person does, in the words of those who read it."""
    roles: tuple[Role, ...]
    department: Department | None = None

    @property
    def person(self) -> str:
        """The person's id."""
        return named(f"person/{self.login}")


OFFICE = DemoLogin(
    "kreistagsbuero", "Ines Brandauer", "Kreistagsbüro", ("council_office", "department"), COUNCIL_OFFICE
)
TREASURER = DemoLogin(
    "fb-finanzen", "Torsten Wiesengrund", "Fachbereich Finanzen", ("department", "head"), FINANCE
)
BUILDER = DemoLogin("fb-bau", "Katharina Ziegler", "Fachbereich Bau", ("department", "head"), BUILDING)
CARER = DemoLogin("fb-soziales", "Mehmet Arslan", "Fachbereich Soziales", ("department", "head"), WELFARE)
EXECUTIVE = DemoLogin(
    "landrat", "Dr. Henrike Lindenau", "Landrätin, Vorsitz im Kreisausschuss", ("chief_executive", "member")
)
CLERK = DemoLogin("schriftfuehrung", "Jonas Federlein", "Schriftführung", ("clerk",))
CHAIR = DemoLogin("mitglied", "Wilhelmine Ahrendt", "Kreistagsmitglied, Vorsitz im Kreistag", ("member",))
AUDITOR = DemoLogin(
    "pruefung", "Birgit Nachtweih", "Rechnungsprüfung: liest alles, ändert nichts", ("auditor",)
)
GUARDIAN = DemoLogin("dsb", "Samuel Kronthal", "Datenschutz", ("data_protection",))
ADMIN = DemoLogin("admin", "Olga Petersen", "Konten und Technik, keine Inhalte", ("admin",))

LOGINS = (OFFICE, TREASURER, BUILDER, CARER, EXECUTIVE, CLERK, CHAIR, AUDITOR, GUARDIAN, ADMIN)

_MEMBERS = """
Anneliese Borchardt, Bernd Calließ, Cornelia Dettmer, Detlef Eichhorst, Elfriede Feldkamp, Frank Grünwedel,
Gudrun Hasselbach, Hartmut Immenroth, Ilse Jordanski, Jürgen Kaltwasser, Karin Lüderitz, Lothar Mühlpfordt,
Marianne Niemeck, Norbert Oelschläger, Oda Pfannenberg, Peter Quandel, Renate Rodewald, Siegfried Sauerbrey,
Thea Tannert, Ulrich Uhlenbrock, Vera Voigtländer, Werner Wackernagel, Yvonne Zacher, Achim Amelung,
Beate Buchenau, Carsten Cramm, Dorothea Drescher, Egon Ebeling, Franziska Fuhrmeister, Gerald Gottschalk,
Heidrun Hennicke, Ingo Isermann, Jutta Jacobi, Klaus Kühnast, Lieselotte Lehnigk, Manfred Mertens,
Nadja Nowak, Olaf Osterburg, Petra Pannicke, Rolf Riemenschneider, Sabine Stolzenau
"""

MEMBERS = tuple(" ".join(name.split()) for name in _MEMBERS.split(","))
"""The members of the Kreistag who have no login, forty-one of them."""


def member(name: str) -> str:
    """The id of a member by name."""
    return named(f"person/{name}")


SEATED = (CHAIR.person, *(member(name) for name in MEMBERS))
"""Everyone whom the people elected to the Kreistag, forty-two."""


class Body(Struct, frozen=True):
    """A body with its chair, who has a seat, and its other members."""

    name: str
    chair: str
    others: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return named(f"committee/{self.name}")

    @property
    def members(self) -> tuple[str, ...]:
        """All who have a seat."""
        return (self.chair, *self.others)


KREISTAG = Body("Kreistag", CHAIR.person, (EXECUTIVE.person, *SEATED[1:]))
KREISAUSSCHUSS = Body("Kreisausschuss", EXECUTIVE.person, SEATED[:10])
BAUAUSSCHUSS = Body("Bauausschuss", SEATED[11], SEATED[12:20])
BODIES = (KREISTAG, KREISAUSSCHUSS, BAUAUSSCHUSS)
