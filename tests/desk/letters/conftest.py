"""One decided case of the 2016 guidance for all letters; each test begins with it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mktdesk.desk import cases
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.session import Session
from tests.desk.referrals import decided, office_of_letters
from tests.desk.sharing import cleared


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with office_of_letters(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(office: Session) -> Iterator[OpenCase]:
    case = decided(office)
    yield case
    cases.close_case(case)


@pytest.fixture
def case(shared: OpenCase) -> Iterator[OpenCase]:
    with cleared(shared):
        yield shared
