"""The office's vault: who can open it, its register, and where its cases lie."""

from mktdesk.office.crypto import KdfCost
from mktdesk.office.machine import Machine, SecretStore, SecretsUnavailable, SystemSecrets
from mktdesk.office.opening import (
    StaffSlot,
    VaultInfo,
    create_vault,
    recover,
    unlock,
    vault_info,
)
from mktdesk.office.recovery import groups_of
from mktdesk.office.shelf import CaseHandle, Staff
from mktdesk.office.vault import CaseRow, Vault

__all__ = [
    "CaseHandle",
    "CaseRow",
    "KdfCost",
    "Machine",
    "SecretStore",
    "SecretsUnavailable",
    "Staff",
    "StaffSlot",
    "SystemSecrets",
    "Vault",
    "VaultInfo",
    "create_vault",
    "groups_of",
    "recover",
    "unlock",
    "vault_info",
]
