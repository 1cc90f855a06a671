"""The office's vault: who can open it, its register, and where its cases lie."""

from mktdesk.office import casekeys as keys_of_cases
from mktdesk.office import staff
from mktdesk.office.crypto import KdfCost
from mktdesk.office.header import FILE as VAULT_FILE
from mktdesk.office.kinds import CASE, MEETING, Kind
from mktdesk.office.machine import Machine, SecretStore, SecretsUnavailable, SystemSecrets
from mktdesk.office.opening import (
    StaffSlot,
    VaultInfo,
    create_vault,
    join,
    recover,
    unlock,
    vault_info,
)
from mktdesk.office.recovery import groups_of
from mktdesk.office.shelf import DUE, CaseHandle, Staff
from mktdesk.office.staff import Invitation, Person
from mktdesk.office.vault import CaseRow, Vault

__all__ = [
    "CASE",
    "DUE",
    "MEETING",
    "VAULT_FILE",
    "CaseHandle",
    "CaseRow",
    "Invitation",
    "KdfCost",
    "Kind",
    "Machine",
    "Person",
    "SecretStore",
    "SecretsUnavailable",
    "Staff",
    "StaffSlot",
    "SystemSecrets",
    "Vault",
    "VaultInfo",
    "create_vault",
    "groups_of",
    "join",
    "keys_of_cases",
    "recover",
    "staff",
    "unlock",
    "vault_info",
]
