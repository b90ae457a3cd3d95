"""A server that a kill point ends: `python -m tests.sync.victim FOLDER`; used by test_kills.py only.

Reads the world that the test pickled into the folder, pushes what its phone holds, prints the answer.
"""

import pickle
import sys
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_der_private_key

from sync import Behind
from tests.sync.world import INES, Phone, World


def main() -> None:
    folder = Path(sys.argv[1])
    said = pickle.loads((folder / "said.pickle").read_bytes())
    world = World(folder)
    world.keys = {1: load_der_private_key(said["server"], None)}
    world.signing = load_der_private_key(said["signing"], None)
    if (folder / "with-copy").exists():
        world.copy_to("copy.bin")
    world.restart()
    phone = Phone(world, INES, "phone")
    phone.certificate = said["certificate"]
    world.people.certificates["phone"] = said["certificate"]
    answer = world.engine.push(phone.certificate, {"holds": said["holds"]}, said["envelopes"])
    print("behind" if isinstance(answer, Behind) else f"kept {len(answer['kept'])}", flush=True)


main()
