import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from time import perf_counter

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.errors import Refused, StorageFault
from posture.experiments.points import points
from posture.experiments.specification import read_experiment
from posture.runs.journal import Journal
from posture.runs.run import replicate
from posture.runs.simulate import prepare
from posture.runs.sweep import sweep
from posture.runs.tidy import HEAD
from posture.scenario import load
from posture.scenario.loading import Faults

ROOT = Path(__file__).parents[2]
TRUST = os.environ.get("POSTURE_TRUST") == "1"
TEXT = """
    question: How much does notice matter?
    scenario: first
    factors:
      notice: {path: decision.orders.exercise.decided, values: [1 h, 6 h]}
      hard: {path: reinforcement.brigades.*.integration, scale: [0.5, 2]}
    design: {kind: full}
    replications: 3
    measures: [closure_days, "delay_days[exercise/*]"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POSTURE_TRACEBACK", raising=False)
    write()
    return tmp_path


def write(*changes):
    text = dedent(TEXT)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    Path("ex.yaml").write_text(text)


def swept(jobs=1, folder="study", **more):
    return sweep(read_experiment("ex.yaml"), Path(folder), jobs=jobs, command="posture sweep ex.yaml", **more)


def read(name, folder="study"):
    with (Path(folder) / name).open(newline="") as file:
        return list(csv.DictReader(file))


def posture(*words):
    return CliRunner().invoke(main, words, prog_name="posture")


def test_a_study_leaves_sorted_tidy_results_beside_its_design():
    told = swept()
    results, design = read("measures.csv"), read("design.csv")
    assert (told.points, told.new, told.counts) == (4, 12, {"done": 12})
    assert tuple(results[0]) == HEAD
    keys = [(int(row["point"]), int(row["replication"]), row["measure"], row["subject"]) for row in results]
    assert keys == sorted(keys)
    assert {row["measure"] for row in results} == {"closure_days", "delay_days"}
    assert [tuple(row.values()) for row in design] == [
        ("0", "0.5", "1"), ("1", "0.5", "6"), ("2", "2.0", "1"), ("3", "2.0", "6"),
    ]  # fmt: skip
    table = pq.read_table("study/measures.parquet").to_pylist()
    assert [{name: str(cell) for name, cell in row.items()} for row in table] == results
    manifest = json.loads(Path("study/manifest.json").read_text())
    assert (manifest["kind"], manifest["complete"], manifest["design"]["kind"]) == ("study", True, "full")
    assert manifest["results_sha256"] == told.results_sha256 == manifest["written"]["measures.csv"]
    assert manifest["common_random_numbers"] is True


def test_a_run_of_a_study_is_the_run_of_its_scenario():
    swept()
    for run in read("runs.csv"):
        point = points(read_experiment("ex.yaml")).points[int(run["point"])]
        alone = replicate(
            prepare(load("first", point.sets).scenario), int(run["seed"]), int(run["replication"])
        )
        assert run["fingerprint"] == alone.fingerprint


def test_more_points_and_replications_leave_what_is_there_and_run_none_of_it_again():
    swept()
    before, runs = (
        Path("study/measures.csv").read_text().splitlines(),
        Path("study/runs.csv").read_text().splitlines(),
    )
    write(("[1 h, 6 h]", "[3 h, 1 h, 6 h]"), ("replications: 3", "replications: 5"))
    told = swept()
    assert (told.points, told.new) == (6, 6 * 5 - 4 * 3)
    assert set(before) <= set(Path("study/measures.csv").read_text().splitlines())
    assert set(runs) <= set(Path("study/runs.csv").read_text().splitlines())
    assert [row["notice"] for row in read("design.csv")] == ["1", "6", "1", "6", "3", "3"]
    assert swept().new == 0


def test_fewer_replications_give_the_results_of_fewer():
    short = swept(folder="short").results_sha256
    write(("replications: 3", "replications: 7"))
    swept()
    write()
    assert (swept().results_sha256, swept().new) == (short, 0)


def test_a_point_that_is_taken_away_is_refused_by_name():
    swept()
    write(("[1 h, 6 h]", "[1 h]"))
    with pytest.raises(Refused, match=r"its point 1 \(hard=0.5, notice=6\) is not in this design"):
        swept()


def test_points_share_their_chance_unless_each_is_to_have_its_own():
    swept()
    assert {run["seed"] for run in read("runs.csv")} == {"1"}
    write(("replications: 3", "replications: 3\ncommon_random_numbers: false"))
    with pytest.raises(Refused, match="its common_random_numbers is True, this one's is False"):
        swept()
    swept(folder="own")
    seeds = {run["point"]: run["seed"] for run in read("runs.csv", "own")}
    assert len(set(seeds.values())) == 4


def test_seed_zero_is_a_seed():
    assert posture("sweep", "ex.yaml", "--seed", "0", "--out", "zero", "--quiet").exit_code == 0
    assert {run["seed"] for run in read("runs.csv", "zero")} == {"0"}


def test_a_bad_setting_stops_the_study_before_its_first_run_and_leaves_no_folder():
    write(("[1 h, 6 h]", "[1 h, 6 km]"))
    result = posture("sweep", "ex.yaml", "--out", "study")
    assert result.exit_code == 2
    assert "ex.yaml:5:" in result.stderr
    assert (
        "decision.orders.exercise.decided: '6 km' is a distance; a duration is written like" in result.stderr
    )
    assert result.stderr.count("\n") <= 3
    assert not Path("study").exists()


def test_a_folder_that_holds_something_else_is_left_alone():
    Path("study").mkdir()
    Path("study/thesis.txt").write_text("mine")
    with pytest.raises(Refused, match="holds no run or study of posture"):
        swept()
    assert [path.name for path in Path("study").iterdir()] == ["thesis.txt"]


def test_a_precision_that_is_not_reached_ends_in_code_5_and_says_where():
    write(
        (
            "replications: 3",
            "replications: {min: 4, max: 6, until: 'half-width of closure_days[exercise] <= 1 min'}",
        )
    )
    result = posture("sweep", "ex.yaml", "--out", "study", "--jobs", "2", "--quiet")
    assert result.exit_code == 5
    assert "the precision is not reached at 4 points (0, 1, 2, 3)" in result.stderr
    assert json.loads(Path("study/manifest.json").read_text())["unreached"] == [0, 1, 2, 3]


def test_status_says_how_far_a_study_is():
    swept()
    write(("replications: 3", "replications: 8"))
    result = posture("status", "study")
    assert "12 done, 0 failed, at most 0 left, 4 points" in result.output
    assert posture("status", "nothing").exit_code == 2


def test_one_run_is_repeated_with_the_same_history_and_its_trace():
    swept()
    result = posture("rerun", "study", "--point", "2", "--replication", "1", "--trace", "trace.csv", "--json")
    told = json.loads(result.output)
    assert (result.exit_code, told["equal"]) == (0, True)
    lines = Path("trace.csv").read_text().splitlines()
    assert lines[0] == "time,kind,who,where,amount"
    assert len(lines) == told["rows"] + 1
    assert posture("rerun", "study", "--point", "9", "--replication", "1").exit_code == 2


def test_a_run_that_is_not_there_can_still_be_made():
    swept()
    result = posture("rerun", "study", "--point", "0", "--replication", "40")
    assert (result.exit_code, "nothing stored to compare" in result.output) == (0, True)


def test_a_changed_byte_of_the_journal_is_seen_and_the_same_command_mends_it():
    import sqlite3

    whole = swept().results_sha256
    base = sqlite3.connect("study/journal.sqlite")
    with base:
        base.execute(
            "UPDATE runs SET answers = zeroblob(length(answers)) WHERE point = 1 AND replication = 2"
        )
    base.close()
    with (
        Journal(Path("study"), write=False) as journal,
        pytest.raises(StorageFault, match="point 1, replication 2 is not as it was written; the same"),
    ):
        [*journal.runs()]
    again = swept()
    assert (again.new, again.results_sha256) == (1, whole)


def test_parts_of_different_studies_are_not_put_together():
    assert posture("sweep", "ex.yaml", "--shard", "1/2", "--quiet").exit_code == 0
    assert posture("sweep", "ex.yaml", "--shard", "2/2", "--seed", "2", "--quiet").exit_code == 0
    result = posture("merge", "ex-1of2", "ex-2of2", "--out", "whole")
    assert result.exit_code == 6
    assert "its seed is 1, this one's is 2" in result.stderr
    assert posture("sweep", "ex.yaml", "--shard", "3/2").exit_code == 2


def test_a_dry_run_says_what_would_be_run_and_runs_nothing():
    result = posture("sweep", "ex.yaml", "--dry-run", "--json")
    told = json.loads(result.output)
    assert told["most_runs"] == 12
    assert told["seconds_a_run"] > 0
    assert "all sound" in posture("sweep", "ex.yaml", "--dry-run").output
    assert not Path("runs").exists()


def test_a_dry_run_and_a_check_try_every_point():
    text = Path("ex.yaml").read_text()
    assert json.loads(posture("check", "ex.yaml", "--json").output)["points"] == 4
    Path("bad.yaml").write_text(text.replace("exercise", "exercice"))
    for words in (("sweep", "bad.yaml", "--dry-run"), ("check", "bad.yaml")):
        result = posture(*words)
        assert (result.exit_code, "bad.yaml" in result.stderr) == (2, True)
    assert json.loads(posture("check", "bad.yaml", "--json").output)["sound"] is False
    assert not Path("runs").exists()


def test_a_shipped_experiment_is_checked_by_its_name():
    told = json.loads(posture("check", "alert-pairs", "--json").output)
    assert (told["sound"], told["experiment"]) == (True, "alert-pairs")


def test_a_small_version_of_a_shipped_experiment_runs():
    asked = read_experiment("notice-wagons")
    two = asked.experiment.factors["wagons"].model_copy(update={"values": (1, 2)})
    one = asked.experiment.factors["notice"].model_copy(update={"levels": 1})
    factors = type(asked.experiment.factors)({"notice": one, "wagons": two})
    from dataclasses import replace

    small = replace(
        asked, experiment=asked.experiment.model_copy(update={"factors": factors, "replications": 2})
    )
    told = sweep(small, Path("small"), jobs=2)
    assert (told.points, told.counts) == (2, {"done": 4})


def tried(name):
    """Studies of the whole flank take as long as all the rest: `make trust` asks them."""
    marks = [pytest.mark.skipif(not TRUST, reason="make trust")] if name.startswith("flank-") else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize(
    "name", [tried(one) for one in sorted(path.stem for path in (ROOT / "experiments").glob("*.yaml"))]
)
def test_the_ends_of_every_shipped_experiment_answer_all_that_is_asked(name):
    """Its last point does, and its first what no run there can: the fill during a surge that does not come."""
    asked = read_experiment(name)
    left = set(asked.experiment.measures)
    for point in (points(asked).points[-1], points(asked).points[0]):
        if left:
            answers = replicate(prepare(load(asked.scenario, point.sets).scenario), 1, 0).values
            left -= {one for one in left if any(_wants(asked, one, *answer[:2]) for answer in answers)}
    assert not left


@pytest.mark.parametrize(
    "name", [*sorted(path.stem for path in (ROOT / "experiments").glob("flank-*.yaml")), "replay-2001"]
)
def test_the_ends_of_every_large_experiment_are_sound(name):
    """That they are run, too, is asked above by `make trust` alone."""
    asked = read_experiment(name)
    found = points(asked).points
    assert all(load(asked.scenario, point.sets).scenario for point in (found[0], found[-1]))


def _wants(asked, pattern, measure, subject):
    return asked.experiment.model_copy(update={"measures": (pattern,)}).wants(measure, subject)


def test_the_journal_costs_less_than_a_millisecond_a_run():
    size = 2000 if TRUST else 300
    write(("replications: 3", f"replications: {size // 4}"))
    asked = read_experiment("ex.yaml")
    cases = [prepare(load("first", point.sets).scenario) for point in points(asked).points]
    sweep(asked, Path("warm"), jobs=1)
    most, rounds = 1.0 if TRUST else 4.0, []
    for number in range(3):  # other load comes and goes, and falls on either
        begin = perf_counter()
        for case in cases:
            for replication in range(size // 4):
                replicate(case, 1, replication)
        bare = perf_counter() - begin
        rounds.append((1000 * (swept(folder=f"study-{number}").seconds - bare) / size, 1000 * bare / size))
        if rounds[-1][0] < most:
            break
    over, bare = min(rounds)
    sys.stderr.write(f"{size} runs: {bare:.3f} ms bare, {over:.3f} ms more in a study\n")
    assert over < most


@pytest.mark.skipif(not TRUST, reason="half a minute: POSTURE_TRUST=1")
@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_memory_of_the_parent_stays_flat():
    script = """
        import sys
        from pathlib import Path
        from posture.experiments.specification import read_experiment
        from posture.runs.sweep import sweep

        if __name__ == "__main__":
            sweep(read_experiment("ex.yaml"), Path(sys.argv[1]), jobs=2)
            status = Path("/proc/self/status").read_text()  # rusage would tell of whoever started this process
            print(status.partition("VmHWM:")[2].split()[0])
    """
    Path("peak.py").write_text(dedent(script))
    peaks = []
    for size in (100, 10_000):
        write(("replications: 3", f"replications: {size // 4}"))
        ended = subprocess.run(
            [sys.executable, "peak.py", f"s{size}"],
            env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))},
            capture_output=True,
            text=True,
            check=True,
        )
        peaks.append(int(ended.stdout) // 1024)
    sys.stderr.write(f"parent's peak at 100 and 10,000 runs: {peaks} MB\n")
    assert peaks[1] < 500
    assert peaks[1] - peaks[0] < 40


def test_a_fault_of_a_point_is_told_with_the_setting_that_has_it(folder):
    wheels = "path: units.company.wheeled, values: [9, 0]"
    write(("path: decision.orders.exercise.decided, values: [1 h, 6 h]", wheels))
    with pytest.raises(Faults, match=r"no wheeled to move.*where hard = 0\.5, notice = 0 and 1 more"):
        swept()
    assert not Path("study").exists()


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (
            "closure_days[exercize]",
            "measures.1: 'closure_days' tells of no 'exercize'; did you mean 'exercise'",
        ),
        ("delay_days[exercise/rode]", "did you mean 'exercise/road'"),
        ("closure_days[x*]", "tells of no 'x*'; known: exercise"),
    ],
)
def test_a_subject_that_no_run_tells_of_is_refused_before_the_first(folder, pattern, said):
    write(('"delay_days[exercise/*]"', f'"{pattern}"'))
    with pytest.raises(Faults) as fault:
        swept()
    assert said in str(fault.value)
    assert not Path("study").exists()
