#!/bin/bash -eu
# Builds every fuzz target for OSS-Fuzz or ClusterFuzzLite; runs in the image of the Dockerfile beside it.
# SRC and OUT are folders that they set, compile_python_fuzzer is their tool.
# FUZZ_TARGETS, if set, names the targets to build.

cd "$SRC/tls-harness"
python3 -m pip install .

cd "$SRC"  # away from the checkout: what is installed is what is built
for target in ${FUZZ_TARGETS:-$(python3 -c 'from harness.fuzz.target import NAMES; print(*NAMES)')}; do
  fuzzer="$SRC/fuzz_$target.py"
  printf 'from harness.fuzz.serve import serve\n\nserve("%s")\n' "$target" > "$fuzzer"
  compile_python_fuzzer "$fuzzer" --collect-submodules harness --collect-data harness
  python3 -m zipfile -c "$OUT/fuzz_${target}_seed_corpus.zip" "$SRC/tls-harness/corpora/$target"/*.bin
done
