"""A workspace's own settings: what it was told, over what the process has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.apis.account import Account
from bot.apis.vendors import VENDORS, Vendors
from bot.settings import BadSettings, Settings, UnknownVendor, VendorSettings, read
from bot.settings.desk import DeskSettings
from bot.settings.kinds import is_secret, listed_in
from bot.settings.notify import NOTIFY_OWN, NotifySettings
from bot.settings.reading import PROVIDER


def own_settings(process: Settings, texts: Mapping[str, str], vendors: Vendors = VENDORS) -> Settings:
    """Read what a workspace was told, by variable, as if it stood in `.env`. Raises BadSettings with every problem there is.

    What it does not say is as the process has it; but for the address of a service and what signs in there, and for the key and the
    templates that its claimants are told with: these are nobody else's.
    """
    # No workspace has us read the files of the machine
    if listed_in(texts.get("DEPARTMENTS", "")) is not None:
        raise BadSettings(["DEPARTMENTS: a workspace names its departments itself, and no file."])
    found, problems = read(DeskSettings, texts=texts, alone=True)
    desk = {name: NotifySettings.model_fields[name].default for name in NOTIFY_OWN}
    desk |= {name: getattr(found, name) for name in found.model_fields_set} if found else {}
    try:
        group = group_of(process, texts, vendors)
    except UnknownVendor as unknown:
        raise BadSettings([*problems, f"{PROVIDER.upper()}: {unknown}"]) from unknown
    shared = {name: value for name, value in process.of_process(group).items() if name not in own_only(group)}
    vendor, wrong = read(group, shared, texts=texts, alone=True)
    problems += wrong + (vendor.missing() if vendor is not None else [])
    strange = texts.keys() - {name.upper() for name in (*DeskSettings.model_fields, *group.model_fields)}
    problems += [_not_of_a_workspace(name) for name in sorted(strange)]
    if problems or vendor is None:
        raise BadSettings(list(dict.fromkeys(problems)))
    return process.for_desk(desk, vendor)


def group_of(process: Settings, texts: Mapping[str, str], vendors: Vendors = VENDORS) -> type[VendorSettings]:
    """The variables of the vendor that a workspace chose, else of that of the process. Raises UnknownVendor."""
    return vendors.settings_of(texts.get(PROVIDER.upper()) or process.appointments_provider)


def own_only(group: type[VendorSettings]) -> Collection[str]:
    """The fields of a vendor that a workspace never has from the process: where its account is, and what signs in there."""
    return {
        name
        for name, field in group.model_fields.items()
        if name in Account.model_fields or is_secret(field.annotation)
    }


def _not_of_a_workspace(name: str) -> str:
    if name.lower() in Settings.model_fields:
        return f"{name}: it belongs to the process that serves all workspaces. Set it in .env."
    return f"{name}: the service that was chosen has no such setting. docs/settings.md names those that there are."
