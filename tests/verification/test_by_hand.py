"""Two ships, two ports and one convoy, second by second: the page's own scenario and table against the log."""

import re
from pathlib import Path

from posture.operations.reinforcement import closure_days
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Two ships, two ports")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| (\d+) \| ([a-z ]+) \| ([\w ]+) \| (\w+) \| (\d+) \|", re.MULTILINE)
SPENT = ("road", "gate queue", "lift wait", "loading", "unloading", "sea")


def test_the_log_is_as_by_hand_to_the_second(tmp_path):
    scenario = re.search(r"```yaml\n(.*?)```", SECTION, re.DOTALL)
    path = tmp_path / "two-ships.yaml"
    path.write_text(scenario.group(1), encoding="utf-8")
    log = simulate(prepare(load(str(path)).scenario), 1, 0, check=True)
    spent = {
        (row.time, row.kind, row.who.removeprefix("brigade/all/all/"), row.where, row.amount)
        for row in log.of(*SPENT)
    }
    by_hand = {(int(time), what, who, at, int(took)) for time, what, who, at, took in ROW.findall(SECTION)}
    assert len(by_hand) == 18
    assert by_hand <= spent
    heads = {row for row in spent - by_hand if row[1] == "road" and row[4] == 7218}
    assert spent - by_hand == heads, "all that is not in the table are heads of columns, 7,218 s each"
    assert closure_days(log)["brigade"] * 86_400 == max(time for time, *_ in by_hand)
