"""The directory desk: services and places in, the right three things out, Open Referral served."""
