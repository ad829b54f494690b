"""What the operator says: settings from the environment, feeds, watches and channels from files, and their checks.

settings.py   WIREWATCH_* and ${NAME}: the only reader of the environment
files.py      a directory of YAML files → Declared, every value with the place it was written
checks.py     Declared → Report: problems with an id, a place and the fix
samples.py    the files a newcomer starts from
"""
