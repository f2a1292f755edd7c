#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from toolbox.demo.environment import set_environment

if __name__ == "__main__":
    if sys.argv[1:2] == ["demo"]:
        set_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolbox.settings")
    execute_from_command_line(sys.argv)
