package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.InitdataRevision;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Numbers for revisions of the first stored format, which had none: in the order of their
/// registration they take what no revision of their name has. One that is written again keeps its
/// number, and new ones get higher numbers, so the others' never change.
final class LegacyNumbers {
    private static final Comparator<InitdataRevision> OLDEST_FIRST =
            Comparator.comparing((InitdataRevision revision) -> revision.registered().at())
                    .thenComparing(InitdataRevision::id);

    private LegacyNumbers() {}

    static List<InitdataRevision> given(List<InitdataRevision> revisions) {
        if (revisions.stream().noneMatch(revision -> revision.number() == 0)) {
            return revisions;
        }
        Map<String, Set<Integer>> taken =
                revisions.stream()
                        .collect(
                                Collectors.groupingBy(
                                        InitdataRevision::name,
                                        Collectors.mapping(
                                                InitdataRevision::number,
                                                Collectors.toCollection(HashSet::new))));
        return revisions.stream()
                .sorted(OLDEST_FIRST)
                .map(revision -> {
                    if (revision.number() > 0) {
                        return revision;
                    }
                    Set<Integer> ofName = taken.getOrDefault(revision.name(), new HashSet<>());
                    int number = 1;
                    while (!ofName.add(number)) {
                        number++;
                    }
                    return revision.numbered(number);
                })
                .toList();
    }
}
