"""Scripts beside pictures: of the cells of which one can be made, and of no others."""

from harness.places import place
from harness.site.darkroom import scripts

_SCENARIO = "misuse/an_empty_write_behind_a_waiting_one_is_harmless"
SHOWN = f"{_SCENARIO}[stdlib:socket-nonblocking:client:1.3:honest:straight]#0"
PASSES = "handshake/both_ends_complete[stdlib:bio:client:1.3:honest:straight]#0"
GONE = "handshake/nobody_wrote_this[stdlib:bio:client:1.3:honest:straight]#0"


def test_a_cell_has_its_script_where_one_can_be_made():
    found = scripts([PASSES, SHOWN, GONE], place("scenarios"), 2)
    assert list(found) == [SHOWN]
    assert "import ssl" in found[SHOWN]
    assert "harness" not in "".join(line for line in found[SHOWN].splitlines() if "import" in line)
