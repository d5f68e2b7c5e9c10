"""A reader that stops reading, and an output that is full, are no faults of ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
WORDS = [sys.executable, "-m", "posture", "list", "fields"]


def test_a_reader_who_has_read_enough_ends_it_quietly():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            WORDS, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=30, check=False
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, "")


@pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
def test_a_full_standard_output_is_named_with_code_8():
    with FULL.open("w") as full:
        ended = subprocess.run(WORDS, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30, check=False)
    assert ended.returncode == 8
    assert ended.stderr == "posture: what was to be printed cannot be written: No space left on device\n"
