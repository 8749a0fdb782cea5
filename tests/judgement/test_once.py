"""A property that is computed once for each owner."""

from harness.once import once


class Owner:
    def __init__(self):
        self.asked = []

    @once
    def value(self):
        """What it is."""
        self.asked.append("value")
        return [len(self.asked)]


def test_it_is_computed_when_it_is_first_asked_for_and_kept():
    owner = Owner()
    assert not owner.asked
    first = owner.value
    assert first == [1]
    assert owner.value is first
    assert owner.asked == ["value"]


def test_each_owner_has_its_own():
    one, other = Owner(), Owner()
    assert one.value is not other.value
    assert other.asked == ["value"]


def test_of_the_class_it_is_itself_with_its_page():
    assert isinstance(Owner.value, once)
    assert Owner.value.__doc__ == "What it is."
