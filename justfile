# Everything that CI runs
check:
    bash .ci/run

# The tests that take no wheel and no Java
test:
    .venv/bin/pytest -n auto --dist loadfile

# Rewrite the golden cases; the diff is the review
accept:
    PRINTKIT_ACCEPT=1 .venv/bin/pytest tests/test_cases.py

# Print the example
run:
    .venv/bin/printkit booklet examples/foot-drop.yaml

# The pictures of the README, from the pages of today
pictures:
    .venv/bin/python tools/pictures.py
