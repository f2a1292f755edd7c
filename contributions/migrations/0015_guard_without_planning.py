from django.db import migrations

# Reads the entry's id without SQL made anew for each row, which had to be planned.
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_write_without_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    IF current_setting('toolbox.writing', true) = 'migration' THEN
        RETURN NULL;
    END IF;
    IF TG_ARGV[0] = 'id' THEN
        written := coalesce(NEW.id, OLD.id);
    ELSIF TG_ARGV[0] = 'entry_ptr_id' THEN
        written := coalesce(NEW.entry_ptr_id, OLD.entry_ptr_id);
    ELSIF TG_ARGV[0] = 'entry_id' THEN
        written := coalesce(NEW.entry_id, OLD.entry_id);
    ELSIF TG_ARGV[0] = 'content_object_id' THEN
        written := coalesce(NEW.content_object_id, OLD.content_object_id);
    ELSE
        written := coalesce(NEW.subject_id, OLD.subject_id);
    END IF;
    IF NOT EXISTS (
        SELECT FROM contributions_change
        WHERE entry_id = written AND transaction = txid_current()
    ) THEN
        RAISE EXCEPTION 'Entry % was written without a change.', written
            USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'guard_change';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0014_reports_of_collections"),
    ]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
