package dev.fiducia.kbs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.kbs.audit.Retention;

import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void goesOnCountingAfterACollection() {
        try (Metrics metrics = new Metrics("test")) {
            metrics.watchRemoved(() -> new Retention.Figures(3, 4));
            System.gc();
            assertThat(metrics.scrape())
                    .contains("fiducia_audit_removed_total{chain=\"decisions\"} 3.0")
                    .contains("fiducia_audit_removed_total{chain=\"changes\"} 4.0");
        }
    }
}
