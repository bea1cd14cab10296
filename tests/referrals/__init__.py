"""The desk of referrals."""
