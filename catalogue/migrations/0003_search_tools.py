from django.db import migrations

# Documents are added up from an entry's texts; facet values are numbered.
ADD = """
CREATE AGGREGATE tsvector_concat_agg (tsvector) (
    SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = ''
);
INSERT INTO catalogue_catalogueversion (id, number) VALUES (1, 1);
CREATE SEQUENCE catalogue_facetvalue_number AS integer MAXVALUE 9999999;
"""
REMOVE = """
DELETE FROM catalogue_catalogueversion;
DROP SEQUENCE catalogue_facetvalue_number;
DROP AGGREGATE tsvector_concat_agg (tsvector);
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_composite_keys")]

    operations = [migrations.RunSQL(ADD, REMOVE)]
