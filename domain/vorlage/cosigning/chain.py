"""The cosigning chain: whom the rule set asks, and whom the lead department asks besides.

Rule sets say who signs off what (`[[cosigning]]`, each with its source); nobody is left out that they ask.
"""

from collections.abc import Iterable, Iterator

from domain.errors import NoSuch
from domain.given import Given
from domain.organisation.state import within as holds
from domain.rules import CosigningRule
from domain.vorlage.budget.arithmetic import spending_of
from domain.vorlage.commands.cosigning import StartCosigning
from domain.vorlage.cosigning.scopes import GROUPS, covers, joined
from domain.vorlage.errors.cosigning import ChainRepeats, CosignersMissing, FinanceMissing
from domain.vorlage.events.cosigning import CosigningStarted, Link
from domain.vorlage.state import Vorlage
from domain.world import World

Demand = tuple[CosigningRule, frozenset[str]]
"""A rule that applies to the paper, and the departments that it asks."""


def built(vorlage: Vorlage, command: StartCosigning, given: Given, world: World) -> tuple[Link, ...]:
    """The chain that a command asks for, stage by stage; where it names none, the rule set's.

    Raises `NoSuch`, `ChainRepeats`, `FinanceMissing`, `CosignersMissing`.
    """
    links = {each.department: each for each in _asked(vorlage, command, world)}
    demands = list(_demands(vorlage, given, world))
    if command.chain is None:
        links = _demanded(demands) | links
    for rule, departments in demands:
        _check_met(rule, departments, links)
    return tuple(sorted(links.values(), key=lambda each: each.stage))


def renewed(vorlage: Vorlage, given: Given, world: World) -> list[CosigningStarted]:
    """Whom a new edition after the release is put to, where that is more than signed off the old one."""
    if vorlage.revision is None:
        return []
    links = {each.department: each for each in vorlage.chain}
    for department, link in _demanded(_demands(vorlage, given, world)).items():
        links[department] = _both(links[department], link) if department in links else link
    chain = tuple(sorted(links.values(), key=lambda each: each.stage))
    if chain == vorlage.chain:
        return []
    departments = tuple(each.department for each in chain)
    return [CosigningStarted(edition=len(vorlage.editions) + 1, chain=departments, links=chain)]


def _asked(vorlage: Vorlage, command: StartCosigning, world: World) -> Iterator[Link]:
    seen: set[str] = set()
    for link in _of_command(command):
        if link.department not in world.organisation.departments:
            raise NoSuch("department", link.department)
        if link.department in seen:
            raise ChainRepeats(link.department)
        seen.add(link.department)
        _check_scope(vorlage, link.scope)
        yield link


def _of_command(command: StartCosigning) -> Iterator[Link]:
    for number, department in enumerate(command.chain or ()):
        yield Link(department=department, stage=number + 1 if command.ordered else 1)
    for each in command.links:
        scope = tuple(dict.fromkeys(each.scope))
        yield Link(department=each.department, stage=each.stage, scope=scope, mandatory=each.mandatory)


def _check_scope(vorlage: Vorlage, scope: Iterable[str]) -> None:
    sections = {name for name, _ in vorlage.content().sections()}
    for part in scope:
        if part not in sections and part not in GROUPS:
            raise NoSuch("section", part)


def _demands(vorlage: Vorlage, given: Given, world: World) -> Iterator[Demand]:
    for rule in world.rules.on(given.day).cosigning:
        if _applies(rule, vorlage):
            yield rule, _departments(rule, vorlage, given, world)


def _applies(rule: CosigningRule, vorlage: Vorlage) -> bool:
    match rule.when:
        case "always":
            return True
        case "proof_required":
            return bool(vorlage.budget.proof_required)
        case "off_plan":
            return spending_of(vorlage.budget) is not None


def _departments(rule: CosigningRule, vorlage: Vorlage, given: Given, world: World) -> frozenset[str]:
    organisation = world.organisation
    match rule.who:
        case "lead":
            return frozenset(filter(None, [vorlage.lead_department]))
        case "invited":
            return vorlage.invited
        case "finance":
            return organisation.finance
        case "steering":
            heads = (
                grant.department
                for grant in organisation.grants.values()
                if grant.role == "head" and holds(grant.since, grant.until, given.day)
            )
            return frozenset(filter(None, heads))


def _demanded(demands: Iterable[Demand]) -> dict[str, Link]:
    """One link a department, however many rules ask it."""
    links: dict[str, Link] = {}
    for rule, departments in demands:
        for department in sorted(departments):
            link = Link(department=department, stage=rule.stage, scope=rule.scope, mandatory=rule.mandatory)
            before = links.get(department)
            links[department] = link if before is None else _both(before, link)
    return links


def _both(one: Link, other: Link) -> Link:
    return Link(
        department=one.department,
        stage=min(one.stage, other.stage),
        scope=joined(one.scope, other.scope),
        mandatory=one.mandatory or other.mandatory,
    )


def _check_met(rule: CosigningRule, departments: frozenset[str], links: dict[str, Link]) -> None:
    """Of several finance departments one is enough; of all others each is asked."""
    if not rule.mandatory:
        return
    met = {
        each
        for each in departments
        if each in links and links[each].mandatory and covers(links[each].scope, rule.scope)
    }
    if rule.who == "finance":
        if not met:
            raise FinanceMissing
    elif met != departments:
        raise CosignersMissing(tuple(sorted(departments - met)))
