"""What is done with senders: registering, checking, confirming, deciding."""
