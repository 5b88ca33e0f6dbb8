package dev.fiducia.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.HdrHistogram.Histogram;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a load run measured.
///
/// `response` counts from the planned arrival: it is what a guest experiences, waiting included.
/// `service` counts from the moment that the driver got to start the guest; where the two differ,
/// driver or machine were busy.
public final class LoadReport {

    private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9};

    private final LoadPlan plan;
    private final Histogram response;
    private final Histogram service;
    private final List<Slowest.Entry> slowest;
    private final Map<String, Long> errors;
    private final long elapsedNanos;

    LoadReport(
            LoadPlan plan,
            Histogram response,
            Histogram service,
            List<Slowest.Entry> slowest,
            Map<String, Long> errors,
            long elapsedNanos) {
        this.plan = plan;
        this.response = response;
        this.service = service;
        this.slowest = slowest;
        this.errors = errors;
        this.elapsedNanos = elapsedNanos;
    }

    /// Guests that got the right secret.
    public long succeeded() {
        return response.getTotalCount();
    }

    /// Guests that did not, of whatever kind of error.
    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Numbers of errors by kind: a failure of the guest in lower case, `wrong-secret`,
    /// `not-started`.
    public Map<String, Long> errors() {
        return errors;
    }

    /// Successes a second, from the first planned arrival to the last end.
    public double achievedRate() {
        return elapsedNanos <= 0 ? 0 : succeeded() * 1e9 / elapsedNanos;
    }

    /// The response time in milliseconds that this percentage of the successes stays within.
    public double responseMillis(double percentile) {
        return response.getValueAtPercentile(percentile) / 1e3;
    }

    /// For programs.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("planned")
                .put("rate_per_second", plan.rate())
                .put("duration_seconds", plan.duration().toMillis() / 1e3)
                .put("warmup_seconds", plan.warmup().toMillis() / 1e3)
                .put("arrivals", plan.countedArrivals());
        json.put("succeeded", succeeded()).put("failed", failed());
        json.put("achieved_per_second", rounded(achievedRate()));
        ObjectNode kinds = json.putObject("errors");
        new TreeMap<>(errors).forEach(kinds::put);
        json.set("response_ms", percentiles(response));
        json.set("service_ms", percentiles(service));
        ArrayNode slow = json.putArray("slowest");
        for (Slowest.Entry each : slowest) {
            slow.addObject()
                    .put("at_seconds", rounded(each.due() / 1e9))
                    .put("response_ms", rounded(each.nanos() / 1e6));
        }
        return json;
    }

    /// For people.
    public String toText() {
        Formatter out = new Formatter(Locale.ROOT);
        out.format(
                "Planned    %d arrivals, %.1f/s for %.1f s after %.1f s of warm-up\n",
                plan.countedArrivals(),
                plan.rate(),
                plan.duration().toMillis() / 1e3,
                plan.warmup().toMillis() / 1e3);
        out.format("Succeeded  %d (%.1f/s), failed %d\n", succeeded(), achievedRate(), failed());
        out.format("%-10s %9s", "ms", "mean");
        for (double percentile : PERCENTILES) {
            out.format(" %9s", nameOf(percentile));
        }
        out.format(" %9s\n", "max");
        row(out, "response", response);
        row(out, "service", service);
        out.format("Slowest    ms@s");
        for (Slowest.Entry each : slowest) {
            out.format(" %.0f@%.1f", each.nanos() / 1e6, each.due() / 1e9);
        }
        out.format("\n");
        new TreeMap<>(errors)
                .forEach((kind, number) -> out.format("Error      %s: %d\n", kind, number));
        return out.toString();
    }

    private static void row(Formatter out, String name, Histogram times) {
        out.format("%-10s %9.2f", name, times.getMean() / 1e3);
        for (double percentile : PERCENTILES) {
            out.format(" %9.2f", times.getValueAtPercentile(percentile) / 1e3);
        }
        out.format(" %9.2f\n", times.getMaxValue() / 1e3);
    }

    private static ObjectNode percentiles(Histogram times) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mean", rounded(times.getMean() / 1e3));
        for (double percentile : PERCENTILES) {
            json.put(nameOf(percentile), times.getValueAtPercentile(percentile) / 1e3);
        }
        return json.put("max", times.getMaxValue() / 1e3);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    private static String nameOf(double percentile) {
        return "p"
                + new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(percentile);
    }
}
