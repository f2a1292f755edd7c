from django.db import migrations

# Kinds copied beside a reference stay those of the entry; an entry's current slug is
# one of its own rows in the one namespace of slugs. Django has no composite foreign
# keys, so they are written here.
ADD = """
ALTER TABLE catalogue_link
    ADD CONSTRAINT link_subject_kind FOREIGN KEY (subject_id, subject_kind)
        REFERENCES catalogue_entry (id, kind) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT link_object_kind FOREIGN KEY (object_id, object_kind)
        REFERENCES catalogue_entry (id, kind) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE catalogue_slug
    ADD CONSTRAINT slug_of_entry UNIQUE (entry_id, kind, slug),
    ADD CONSTRAINT slug_kind FOREIGN KEY (entry_id, kind)
        REFERENCES catalogue_entry (id, kind) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE catalogue_entry
    ADD CONSTRAINT entry_slug_kept FOREIGN KEY (id, kind, slug)
        REFERENCES catalogue_slug (entry_id, kind, slug) DEFERRABLE INITIALLY DEFERRED;
"""
REMOVE = """
ALTER TABLE catalogue_entry DROP CONSTRAINT entry_slug_kept;
ALTER TABLE catalogue_slug DROP CONSTRAINT slug_kind, DROP CONSTRAINT slug_of_entry;
ALTER TABLE catalogue_link
    DROP CONSTRAINT link_object_kind, DROP CONSTRAINT link_subject_kind;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(ADD, REMOVE)]
