"""What the operator says: settings from the environment, feeds, watches and channels from files, and their checks.

settings.py   WIREWATCH_* and ${NAME}: the only reader of the environment
files.py      a directory of YAML files → Declared, every value with the place it was written
shapes.py     what each of the files may look like
yaml_nodes.py bounded YAML in which every value knows its place; the home of PyYAML
checks.py     Declared → Report: whether it makes sense; every problem with an id, a place and the fix
problems.py   problems, and how their words stay short and free of secrets
syntax.py     whether one value can be a URL, a mail address, a secret
durations.py  90s, 10m, 2h, 7d
variables.py  ${NAME} in a text
samples.py    the files a newcomer starts from
"""
