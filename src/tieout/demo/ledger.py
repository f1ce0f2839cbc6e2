"""Double entry: every event is posted twice, so every statement read from the ledger balances by construction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal


class Ledger:
    """Balances and movements by account, year and tag, in whole units of currency; debits are positive."""

    def __init__(self, quantum: Decimal) -> None:
        self.quantum = quantum
        self._flows: dict[tuple[str, int, str], Decimal] = defaultdict(Decimal)

    def round(self, amount: Decimal) -> Decimal:
        """The amount as a whole number of quanta, halves away from zero."""
        return (amount / self.quantum).quantize(Decimal(1), ROUND_HALF_UP) * self.quantum

    def post(self, year: int, debit: str, credit: str, amount: Decimal, tag: str) -> Decimal:
        """Post `amount` (rounded to the quantum, which is returned) from `credit` to `debit`."""
        amount = self.round(amount)
        self._flows[debit, year, tag] += amount
        self._flows[credit, year, tag] -= amount
        return amount

    def balance(self, account: str, year: int) -> Decimal:
        """Debit balance of the account, or of all accounts under `account.`, at the end of the year."""
        return sum((v for (a, y, _), v in self._flows.items() if _is_under(a, account) and y <= year), Decimal(0))

    def flow(self, account: str, year: int, *tags: str) -> Decimal:
        """Net debit to the account in the year, of these tags or of all."""
        return sum(
            (
                v
                for (a, y, t), v in self._flows.items()
                if _is_under(a, account) and y == year and (not tags or t in tags)
            ),
            Decimal(0),
        )


def _is_under(account: str, wanted: str) -> bool:
    return account == wanted or account.startswith(wanted + ".")


def add_up(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, a Decimal also when there is nothing to add."""
    return sum(amounts, Decimal(0))


def allocate(total: Decimal, weights: Sequence[Decimal], quantum: Decimal) -> list[Decimal]:
    """Split a total by weights into whole quanta that add up to it; the largest part takes what is left over."""
    whole = sum(weights, Decimal(0))
    parts = [(total * w / whole / quantum).quantize(Decimal(1), ROUND_HALF_UP) * quantum for w in weights]
    largest = max(range(len(weights)), key=lambda i: weights[i])
    parts[largest] += total - sum(parts, Decimal(0))
    return parts
