"""The directory of persons on the command line."""

import msgspec

from tests.cli.shell import Said, Shell


def listed(shell: Shell) -> dict[str, tuple[str, str | None, str | None]]:
    said = shell("person", "list", "--json")
    assert said.code == 0
    found = [msgspec.json.decode(line) for line in said.out.splitlines()]
    return {each["id"]: (each["name"], each["login"], each["contact"]) for each in found}


def test_a_name_and_a_contact_can_be_changed_and_the_log_holds_neither(shell: Shell) -> None:
    assert shell("user", "add", "anna", "--name", "Anna Alt", "--role", "member").code == 0
    [anna] = listed(shell)
    seat = shell("person", "add", "Bert  Borchardt", "--contact", "bert@example.org").out.strip()
    assert listed(shell) == {
        anna: ("Anna Alt", "anna", None),
        seat: ("Bert Borchardt", None, "bert@example.org"),
    }
    formed = {"type": "FormCommittee", "name": "Kreistag", "lawful_number": 3, "id": seat}
    answer = shell("command", "-", given=msgspec.json.encode(formed))
    body = answer.json["events"][0]["id"]
    seated = {"type": "SeatMember", "committee": body, "member": seat, "id": anna}
    assert shell("command", "-", given=msgspec.json.encode(seated)).code == 0
    before = shell("events", "--json", "--purpose", "Prüfung").out
    assert shell("person", "change", "ANNA", "--name", "Anna Neu") == Said(0, "", "")
    assert shell("person", "change", seat, "--contact", "") == Said(0, "", "")
    assert listed(shell) == {anna: ("Anna Neu", "anna", None), seat: ("Bert Borchardt", None, None)}
    assert shell("events", "--json", "--purpose", "Prüfung").out == before
    for word in ("Anna", "Borchardt", "example.org"):
        assert word not in before


def test_who_is_not_in_the_directory_cannot_be_changed_and_a_name_is_not_blank(shell: Shell) -> None:
    assert shell("person", "change", "nobody", "--name", "X").code == 1
    assert shell("person", "add", "  ").code == 2
    assert shell("person", "add", "x" * 301).code == 2
    assert listed(shell) == {}
