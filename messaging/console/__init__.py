"""The provider's console for sending: ways out, queues of all companies, what is stuck (S1, T1)."""
