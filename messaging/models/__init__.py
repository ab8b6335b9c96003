"""Tables of the message engine, each in its own company's schema."""

from messaging.models.event import MessageEvent
from messaging.models.message import Message
from messaging.models.send import Hold, Send
from messaging.models.suppression import Suppression

__all__ = ["Hold", "Message", "MessageEvent", "Send", "Suppression"]
