"""What an import would do: new, changed, same, possible duplicates, gone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pupitre.people.rules.comparison import KnownPerson, change_of, compare, known_from
from pupitre.people.rules.directory import DirectoryPerson, Selection, Site

MSP = Site("990000010", "", "MSP des Deux Vallées", "35137", "Bédée")
ALICE = DirectoryPerson(
    rpps="99900000011",
    adeli="",
    civility="MME",
    name="Exemple-Martin",
    given_name="Alice",
    profession_code="10",
    profession_key="medecin_generaliste",
    profession_label="Médecin généraliste",
    skills=(("SM54", "Médecine générale (SM)"),),
    modes=("L",),
    replacement=False,
    sites=(MSP,),
    phones=("0199000001",),
)
BRUNO = replace(ALICE, rpps="99900000029", civility="M", name="Le Goff", given_name="Bruno")
KNOWN = known_from(ALICE, "1")
OURS = Selection(finess=frozenset({"990000010"}))


def test_a_person_nobody_knows_is_new():
    preview = compare([KNOWN], [ALICE, BRUNO], OURS)
    assert preview.new == (BRUNO,)
    assert preview.same == (KNOWN,)
    assert preview.gone == preview.changed == preview.possible_duplicates == ()


def test_a_change_is_shown_field_by_field():
    found = replace(ALICE, name="Durand", modes=("S", "L"), replacement=True, civility="")
    (change,) = compare([KNOWN], [found]).changed
    assert [(c.label, c.before, c.after) for c in change.fields] == [
        ("Nom", "Exemple-Martin", "Durand"),
        ("Mode d’exercice", "libéral", "salarié, libéral"),
        ("Remplaçant", "non", "oui"),
    ]
    assert change.updated == replace(KNOWN, name="Durand", modes=("S", "L"), replacement=True)


def test_accents_capitals_and_a_local_phone_are_kept():
    known = replace(KNOWN, name="EXEMPLE MARTIN", given_name="Àlice", phone="0600000000")
    assert compare([known], [ALICE]).same == (known,)


def test_what_the_directory_leaves_empty_erases_nothing():
    bare = replace(ALICE, civility="", skills=(), profession_key="", modes=(), phones=())
    assert compare([KNOWN], [bare]).same == (KNOWN,)


def test_a_missing_phone_is_completed():
    (change,) = compare([replace(KNOWN, phone="")], [ALICE]).changed
    assert change.updated.phone == "0199000001"


def test_the_same_name_without_number_may_be_the_same_person():
    unnumbered = KnownPerson("7", "EXEMPLE MARTIN", "alice")
    preview = compare([unnumbered], [ALICE])
    assert preview.possible_duplicates[0].candidates == (unnumbered,)
    assert preview.new == ()


def test_a_near_name_may_be_the_same_person_only_in_the_same_profession():
    near = KnownPerson("7", "Martin", "Alice", profession="medecin_generaliste")
    assert compare([near], [ALICE]).possible_duplicates[0].found == ALICE
    assert compare([replace(near, profession="infirmier")], [ALICE]).new == (ALICE,)


def test_a_namesake_with_another_number_is_another_person():
    assert compare([replace(KNOWN, rpps="99900000037")], [ALICE]).new == (ALICE,)


def test_who_left_the_directory_is_flagged_within_the_scope_only():
    other_site = replace(KNOWN, key="2", rpps="99900000037", finess=frozenset({"750712184"}))
    unnumbered = KnownPerson("3", "Sans", "Numéro")
    somebody = replace(ALICE, rpps="99900000045", name="Autre", given_name="Zoé")
    preview = compare([KNOWN, other_site, unnumbered], [somebody], OURS)
    assert preview.gone == (KNOWN,)
    assert compare([KNOWN, other_site], [somebody]).gone == (KNOWN, other_site)
    assert compare([KNOWN, other_site], []).gone == ()
    assert compare([other_site], [], Selection(rpps=frozenset({"99900000037"}))).gone


def test_an_adeli_number_identifies_too():
    adeli = replace(ALICE, rpps="", adeli="359300123")
    assert compare([known_from(adeli, "1")], [adeli]).same


numbers = st.sampled_from(["99900000011", "99900000029", "99900000037", "99900000045", ""])
words = st.sampled_from(["Martin", "Martine", "MARTIN", "Le Goff", "Hélène", "Helene", "Bo"])
professions = st.sampled_from(["infirmier", "medecin", ""])
phones = st.sampled_from(["", "0199000001", "0199000002"])
known_people = st.builds(
    KnownPerson,
    key=st.uuids().map(str),
    name=words,
    given_name=words,
    rpps=numbers,
    profession=professions,
    phone=phones,
)
found_people = st.builds(
    replace,
    st.just(ALICE),
    rpps=numbers.filter(bool),
    name=words,
    given_name=words,
    profession_key=professions,
    replacement=st.booleans(),
    modes=st.sampled_from([(), ("L",), ("L", "S")]),
    phones=phones.map(lambda phone: (phone,) if phone else ()),
)


@given(
    st.lists(known_people, max_size=6, unique_by=lambda p: p.rpps or p.key),
    st.lists(found_people, max_size=6, unique_by=lambda p: p.rpps),
)
def test_a_second_import_changes_nothing(known, found):
    first = compare(known, found)
    updated = {change.known.key: change.updated for change in first.changed}
    after = [updated.get(person.key, person) for person in known]
    after += [known_from(person, f"new-{person.rpps}") for person in first.new]
    second = compare(after, found)
    assert second.new == second.changed == ()
    assert second.possible_duplicates == first.possible_duplicates
    assert len(second.same) == len(first.same) + len(first.changed) + len(first.new)


@given(known_people, found_people)
def test_a_change_done_leaves_nothing_to_change(known, found):
    assert change_of(change_of(known, found).updated, found).fields == ()
