import sys
from pathlib import Path

# `fuzzing` lies beside the tests, which are imported without a package.
sys.path.insert(0, str(Path(__file__).parent))
