"""What a vote is about and how it is held, alike where it is prepared and where it is opened."""

from domain.errors import NoSuch
from domain.rules import RuleSet
from domain.session.agenda.decisions import item_of
from domain.session.commands.votes import OpenVote, PrepareVote
from domain.session.errors.elections import MajorityNotAsked
from domain.session.errors.proceedings import ItemOver
from domain.session.errors.votes import AmendmentNamed, NotEnBloc, NotInRules
from domain.session.state import Item, Session
from domain.session.votes import elections
from domain.session.votes.declaring import check_undecided, paper_of
from domain.vorlage.motions.decisions import check_open_to, edition_before, motion_of
from domain.vorlage.motions.state import Motion
from domain.vorlage.state import Vorlage
from domain.world import World


def open_item(item: Item, world: World, command: OpenVote | PrepareVote) -> Vorlage | None:
    """The paper of an item that has no outcome yet."""
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    paper = paper_of(item, world)
    if paper is not None:
        check_undecided(paper, type(command).__name__)
    return paper


def majority_of(command: OpenVote | PrepareVote, rules: RuleSet) -> str:
    """The majority that is asked for: one of the rule set, and none but the simple one of an election."""
    if elections.about(command) == "election" and command.majority != "simple":
        raise MajorityNotAsked(command.majority)
    if command.majority not in rules.majorities:
        raise NotInRules(command.majority, rules.id)
    return command.majority


def alike(session: Session, first: Item, command: OpenVote | PrepareVote) -> tuple[str, ...]:
    """The further items, each once, public or not as the first one, and with the same people barred."""
    if command.items and elections.about(command) != "main":
        raise NotEnBloc(first.id, "about")
    for place, id_ in enumerate(command.items):
        item = item_of(session, id_)
        if id_ in (first.id, *command.items[:place]):
            raise NotEnBloc(id_, "twice")
        if item.public != first.public:
            raise NotEnBloc(id_, "public")
        if set(item.recused) != set(first.recused):
            raise NotEnBloc(id_, "recused")
    return command.items


def check_amendment(item: Item, command: OpenVote | PrepareVote, paper: Vorlage | None) -> Motion | None:
    """The motion that is voted on, still open; None: it is not about one."""
    if (command.about == "amendment") != (command.amendment is not None):
        raise AmendmentNamed(command.about)
    if command.amendment is None:
        return None
    if paper is None:
        raise NoSuch("amendment", command.amendment)
    motion = motion_of(paper, command.amendment)
    check_open_to(motion, edition_before(paper, item.consultation))
    return motion
