"""What colleagues wrote to one another."""

from modules.messages.models.message import Delivery, Message

__all__ = ["Delivery", "Message"]
