"""`python -m posture` is `posture`."""

from posture.cli import main

if __name__ == "__main__":
    main(prog_name="posture")
