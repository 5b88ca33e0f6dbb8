package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

/// What the service found when it verified the audit log, for people.
final class AuditVerdictReport {
    private AuditVerdictReport() {}

    /// Whether what was kept lies before what was removed, so that nothing shows it any more.
    static boolean isUndecided(JsonNode verdict) {
        return verdict.path("extends").asText().equals("removed");
    }

    static void print(JsonNode verdict, boolean intact) {
        System.out.printf(
                "%s, %s events, %s chains of decisions%nhead %s:%s%n",
                intact ? "intact" : "NOT INTACT",
                verdict.path("events").asText(),
                verdict.path("chains").asText(),
                verdict.at("/head/seq").asText(),
                verdict.at("/head/hash").asText());
        if (verdict.has("removed")) {
            System.out.printf(
                    "%s events of before %s were removed%n",
                    verdict.at("/removed/events").asText(), verdict.at("/removed/before").asText());
        }
        if (isUndecided(verdict)) {
            System.out.println(
                    "NOT SHOWN: whether the log extends what was kept; these events were removed:");
            for (JsonNode each : verdict.path("unshown")) {
                System.out.printf("  %s %s%n", chain(each), each.path("seq").asText());
            }
        }
        for (JsonNode problem : verdict.path("problems")) {
            System.out.printf(
                    "  %s %s %s: %s%n",
                    chain(problem),
                    problem.path("seq").asText(),
                    problem.path("kind").asText(),
                    problem.path("message").asText());
        }
    }

    private static String chain(JsonNode place) {
        String chain = place.path("chain").asText();
        return chain.isEmpty() ? "changes" : chain;
    }
}
