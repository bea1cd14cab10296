"""The database: engine, sessions, tables, migrations and live notices."""
