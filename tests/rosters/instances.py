"""Small instances that the tests of the engine share."""

from hypothesis import strategies as st

from pupitre.rosters.rules.shift_scheduling import Cover, Employee, Instance, Request, Shift

TINY = """\
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=7|L=7,2400,960,5,2,2,1
B,E=7|L=0,2400,960,5,2,2,1
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
A,0,L,2
SECTION_SHIFT_OFF_REQUESTS
B,1,E,3
SECTION_COVER
0,E,1,100,1
1,E,1,100,1
2,L,1,100,1
"""


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Random instances, small enough to be solved in a moment, feasible or not."""
    days = draw(st.integers(3, 15))
    kinds = draw(st.integers(1, 3))
    shifts = tuple(
        Shift(f"S{i}", draw(st.sampled_from([240, 360, 480])), draw(_subset(i)))
        for i in range(kinds)
    )
    staff = tuple(draw(_employee(f"P{i}", days, kinds)) for i in range(draw(st.integers(1, 4))))
    requests = st.builds(
        Request,
        st.integers(0, len(staff) - 1),
        st.integers(0, days - 1),
        st.integers(0, kinds - 1),
        st.integers(0, 5),
        st.booleans(),
    )
    covers = st.builds(
        Cover,
        st.integers(0, days - 1),
        st.integers(0, kinds - 1),
        st.integers(0, 3),
        st.integers(0, 100),
        st.integers(0, 5),
    )
    return Instance(
        days,
        shifts,
        staff,
        tuple(draw(st.lists(requests, max_size=8))),
        tuple(draw(st.lists(covers, max_size=12))),
    )


def _subset(below: int) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, below - 1)) if below else st.just(frozenset())


@st.composite
def _employee(draw: st.DrawFn, name: str, days: int, kinds: int) -> Employee:
    least = draw(st.integers(0, days * 4)) * 60
    return Employee(
        id=name,
        max_shifts=tuple(draw(st.integers(0, days)) for _ in range(kinds)),
        min_minutes=least,
        max_minutes=least + draw(st.integers(0, days * 4)) * 60,
        max_run=draw(st.integers(1, 6)),
        min_run=draw(st.integers(0, 3)),
        min_rest_days=draw(st.integers(0, 3)),
        max_weekends=draw(st.integers(0, 3)),
        days_off=draw(st.frozensets(st.integers(0, days - 1), max_size=3)),
    )
