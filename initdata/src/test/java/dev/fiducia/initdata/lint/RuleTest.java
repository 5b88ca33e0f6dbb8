package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.Place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every rule has documents that trigger it, at the right place and severity, and twins that don't.
class RuleTest {

    /// Rules about annotations, which have tests of their own.
    private static final Set<String> ELSEWHERE = Set.of("ID015");

    private static final List<Row> ROWS =
            Stream.of(DocumentRows.all(), SecretRows.all(), ConnectionRows.all(), HubRows.all())
                    .flatMap(List::stream)
                    .toList();

    private static final Map<Row, LintReport> REPORTS = new ConcurrentHashMap<>();

    private static LintReport report(Row row) {
        return REPORTS.computeIfAbsent(row, each -> each.draft().report());
    }

    static List<Row> rows() {
        return ROWS;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatIsWrongAndWhere(Row row) {
        LintReport report = report(row);
        List<Finding> found = report.of(row.id());
        if (row.severity() == null) {
            assertThat(found).isEmpty();
            return;
        }
        assertThat(found).isNotEmpty();
        Finding finding = found.getFirst();
        assertThat(finding.severity()).isEqualTo(row.severity());
        assertThat(finding.message()).isNotBlank();
        assertThat(finding.fix()).isNotBlank();
        if (!row.passage().isEmpty()) {
            Place expected = row.draft().placeOf(row.passage());
            assertThat(finding.location().inDocument()).isEqualTo(Optional.of(expected));
        }
        if (!row.path().isEmpty()) {
            assertThat(finding.location().fullPath()).isEqualTo(row.path());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void keepsToTheSeveritiesOfTheCatalogue(Row row) {
        LintProfile profile = row.draft().options().profile();
        for (Finding finding : report(row).findings()) {
            RuleInfo info =
                    Draft.LINTER.catalogue().stream()
                            .filter(each -> each.id().equals(finding.id()))
                            .findFirst()
                            .orElseThrow();
            assertThat(info.in(profile)).as(finding.id()).contains(finding.severity());
        }
    }

    @Test
    void everyRuleHasBothKindsOfRows() {
        Set<String> ids =
                Draft.LINTER.catalogue().stream()
                        .map(RuleInfo::id)
                        .filter(id -> !ELSEWHERE.contains(id))
                        .collect(Collectors.toSet());
        assertThat(rows().stream().filter(row -> row.severity() != null).map(Row::id))
                .containsAll(ids);
        assertThat(rows().stream().filter(row -> row.severity() == null).map(Row::id))
                .containsAll(ids);
    }

    @Test
    void everySeverityOfTheCatalogueIsMet() {
        for (RuleInfo info : Draft.LINTER.catalogue()) {
            Set<Severity> met =
                    rows().stream()
                            .filter(row -> row.id().equals(info.id()))
                            .filter(row -> row.draft().options().profile() == LintProfile.PROD)
                            .flatMap(row -> report(row).of(row.id()).stream())
                            .map(Finding::severity)
                            .collect(Collectors.toSet());
            if (!ELSEWHERE.contains(info.id())) {
                assertThat(met).as(info.id()).isEqualTo(info.prod());
            }
        }
    }
}
