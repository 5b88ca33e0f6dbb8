package dev.fiducia.policy.compile;

import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/// A set of variables with more on top, for trying out what they lead to: nothing is copied, and
/// the set below stays as it is. Nothing can be taken out.
final class Overlay extends AbstractSet<Variable> {
    private final Set<Variable> below;
    private final Set<Variable> added = new HashSet<>();

    Overlay(Set<Variable> below) {
        this.below = below;
    }

    Set<Variable> added() {
        return added;
    }

    @Override
    public boolean add(Variable variable) {
        return !below.contains(variable) && added.add(variable);
    }

    @Override
    public boolean contains(Object variable) {
        return added.contains(variable) || below.contains(variable);
    }

    @Override
    public Iterator<Variable> iterator() {
        return Stream.concat(below.stream(), added.stream()).iterator();
    }

    @Override
    public int size() {
        return below.size() + added.size();
    }
}
