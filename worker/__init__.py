"""The worker: texts out, check-ins, overdue promises, messages kept while the database was down."""
