"""The services that keep the appointments, each behind the protocols of `bot.appointments.api`."""
