"""Sending alerts to channels: one file a kind, and the notifier that sends a batch over all of them."""

from worker.delivery.check import channel_problem
from worker.delivery.notifier import ChannelNotifier

__all__ = ["ChannelNotifier", "channel_problem"]
