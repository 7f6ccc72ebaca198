"""Notes of meetings, mails and transcripts: what they say of what a customer values, as proposals for a profile."""
