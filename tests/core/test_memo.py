"""What several parts of a page ask for is computed once, per centre, and only inside the block."""

from pupitre.centres.models import Centre
from pupitre.centres.queries import current_centre
from pupitre.core.memo import once, remembering
from pupitre.core.tenancy import Scope, centre_scope


def test_a_value_is_computed_once_in_the_block_and_each_time_outside(in_a: Scope) -> None:
    seen: list[int] = []

    def double(value: int) -> int:
        seen.append(value)
        return 2 * value

    assert (once(double, 2), once(double, 2)) == (4, 4)
    assert seen == [2, 2]
    with remembering():
        assert (once(double, 2), once(double, 2), once(double, 3)) == (4, 4, 6)
    assert seen == [2, 2, 2, 3]


def test_another_centre_never_gets_what_was_computed_for_the_first(
    in_a: Scope, centre_b: Centre
) -> None:
    with remembering():
        first = once(current_centre)
        with centre_scope(centre_b):
            assert once(current_centre) != first
        assert once(current_centre) is first
