import gc
import os

from django.core.wsgi import get_wsgi_application

# Objects made between two looks for garbage: a request makes many, and frees nearly all
# of them without.
BETWEEN_LOOKS = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolbox.settings")

application = get_wsgi_application()
# What is loaded now stays: it need not be looked through again and again.
gc.collect()
gc.freeze()
gc.set_threshold(BETWEEN_LOOKS, 20, 20)
