import gettext
import os
from io import StringIO

from django.core.management import call_command

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "tool"
msgstr "outil"

#, fuzzy
msgid "place"
msgstr "endroit"
"""


def compiled() -> str:
    output = StringIO()
    call_command("compile_translations", stdout=output)
    return output.getvalue()


def test_compiles_what_changed_and_leaves_fuzzy_strings_out(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE)
    assert compiled() == "Compiled fr/LC_MESSAGES/django.po.\n"
    french = gettext.translation("django", tmp_path, ["fr"])
    assert french.gettext("tool") == "outil"
    assert french.gettext("place") == "place"
    assert compiled() == ""
    later = source.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compiled() != ""
