"""The desk of the referral queue: referrals, promises, alerts, introductions, staff, audit."""
