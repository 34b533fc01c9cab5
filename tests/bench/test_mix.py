from itertools import islice
from pathlib import Path

from domain.vorlage.events.drafting import TextRevised
from infra.bench.mix import demo_mix, paper
from infra.collaboration.replica import Replica
from infra.projecting import Views
from infra.states import States
from infra.store import Store
from infra.store.sqlite.file import File
from projections.vorlage import view as vorlage


async def test_a_measured_log_is_one_that_states_and_views_follow(tmp_path: Path) -> None:
    database = File(tmp_path / "vorlagenwerk.sqlite")
    database.prepare([])
    assert demo_mix(database, 6, 90) == 540
    assert demo_mix(database, 0, 90) == 0
    async with await Store.open(database) as store:
        views = Views(store, synchronous=[vorlage])
        await views.start()
        for row in await views.query("vorlage"):
            paper_ = await States(store).vorlage(row.id)
            assert paper_ is not None
            assert paper_.texts == row.row.texts
            assert paper_.status == row.row.status
            assert len(paper_.editions) == len(row.row.editions) > 1
        assert len(await views.query("vorlage")) == 6
        assert await views.parked() == []
        await views.close()


def test_the_texts_of_a_measured_log_are_what_their_updates_say() -> None:
    told = [event for _, event in islice(paper(1), 120) if isinstance(event, TextRevised)]
    reasons = Replica([each.update for each in told if each.document == "reasons"])
    assert len(str(reasons)) > 100
    assert len(told) == 50
