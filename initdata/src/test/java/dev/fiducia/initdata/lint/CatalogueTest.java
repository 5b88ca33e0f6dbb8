package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.initdata.lint.catalogue.Catalogue;
import dev.fiducia.initdata.lint.catalogue.CatalogueTable;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class CatalogueTest {

    @Test
    void hasEveryIdOfTheFamiliesHere() {
        List<String> expected =
                Stream.of(
                                ids("ID%03d", 1, 16),
                                ids("NET%d", 101, 109),
                                ids("CDH%d", 201, 210),
                                ids("CFG%d", 211, 214))
                        .flatMap(List::stream)
                        .sorted()
                        .toList();
        assertThat(Draft.LINTER.catalogue().stream().map(RuleInfo::id))
                .containsExactlyElementsOf(expected);
        assertThat(Catalogue.linter().catalogue().stream().map(RuleInfo::id)).containsAll(expected);
    }

    @Test
    void twoRulesOfOneIdAreRefused() {
        List<Rule> rules = Catalogue.rules();
        assertThatThrownBy(() -> Linter.of(List.of(rules.getFirst(), rules.getFirst())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// When this fails, put the table that it prints into docs/lint.md.
    @Test
    void theDocumentedTableIsTheCatalogue() throws Exception {
        Path documentation = Path.of("..", "docs", "lint.md");
        assertThat(Files.readString(documentation))
                .contains(CatalogueTable.markdown(Catalogue.linter()));
    }

    private static List<String> ids(String form, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(form::formatted).toList();
    }
}
