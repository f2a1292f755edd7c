from django.db import migrations

# Which tables hold entries, and the column that names the entry.
TABLES = {
    "catalogue_entry": "id",
    "catalogue_tool": "entry_ptr_id",
    "usecases_usecase": "entry_ptr_id",
    "organizations_organization": "entry_ptr_id",
    "catalogue_entrytext": "entry_id",
    "catalogue_entrytag": "content_object_id",
    "catalogue_link": "subject_id",
    "catalogue_slug": "entry_id",
}

FUNCTIONS = """
CREATE FUNCTION refuse_unannounced_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('toolbox.writing', true), '') = '' THEN
        RAISE EXCEPTION 'Table % is written through contributions.actions only.',
            TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'guard_announced';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_write_without_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    IF current_setting('toolbox.writing', true) = 'migration' THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT ($1).%I', TG_ARGV[0])
        INTO written USING CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
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

ADD = "".join(
    f"""
CREATE TRIGGER guard_announced BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unannounced_write();
CREATE CONSTRAINT TRIGGER guard_change AFTER INSERT OR UPDATE OR DELETE ON {table}
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_write_without_change('{column}');
"""
    for table, column in TABLES.items()
)

REMOVE = (
    "".join(
        f"DROP TRIGGER guard_change ON {table}; DROP TRIGGER guard_announced ON {table};"
        for table in TABLES
    )
    + "DROP FUNCTION refuse_write_without_change; DROP FUNCTION refuse_unannounced_write;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0001_initial"),
        ("catalogue", "0002_composite_keys"),
        ("usecases", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS + ADD, REMOVE)]
