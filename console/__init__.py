"""The coordinators' web app: queue, one page for a person, takeover, promises, alerts, accounts."""
