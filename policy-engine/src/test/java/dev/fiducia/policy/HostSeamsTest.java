package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.builtin.HostPower;
import dev.fiducia.policy.builtin.HttpSender;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Functions that reach beyond their arguments exist only where the host grants them, and do only
/// what the host does for them.
class HostSeamsTest {
    private static CompileResult compile(String body, HostPower... powers) {
        var builder = RegoCompiler.builder().strictBuiltinErrors(true);
        for (var power : powers) {
            builder.grant(power);
        }
        return builder.build()
                .compile(List.of(PolicySource.of("p.rego", "package p\n\nr := " + body)));
    }

    private static String evaluate(String body, EvalRequest request, HostPower... powers) {
        var result =
                compile(body, powers)
                        .policy()
                        .orElseThrow()
                        .prepareRule("data.p.r")
                        .evaluate(request);
        return switch (result) {
            case EvalResult.Value value -> value.value().toJson();
            case EvalResult.Undefined _ -> "undefined";
            case EvalResult.Failed failed -> failed.error().message();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.send({\"method\": \"get\", \"url\": \"http://a\"})",
                "net.lookup_ip_addr(\"a\")",
                "opa.runtime()",
                "rand.intn(\"a\", 10)",
                "uuid.rfc4122(\"a\")"
            })
    void areUnknownUnlessGranted(String call) {
        assertThat(compile(call).policy()).isEmpty();
        assertThat(compile(call, HostPower.values()).policy()).isPresent();
    }

    @Test
    void failWhereTheHostBringsNothing() {
        var nothing = EvalRequest.builder().build();
        assertThat(
                        evaluate(
                                "http.send({\"method\": \"get\", \"url\": \"http://a\"})",
                                nothing,
                                HostPower.HTTP))
                .contains("the host sends no requests");
        assertThat(evaluate("net.lookup_ip_addr(\"a\")", nothing, HostPower.NAMES))
                .contains("the host looks up no names");
        assertThat(evaluate("opa.runtime()", nothing, HostPower.RUNTIME)).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"method": "get", "url": "u", "bad": 1} | operand 1 invalid request parameters(s): {"bad"}
                    {"method": "get"} | operand 1 missing required request parameters(s): {"url"}
                    {"method": 1, "url": "u"} | "method" must be a string
                    {"method": "get", "url": "u", "headers": []} | invalid type for headers key
                    {"method": "get", "url": "u", "raise_error": 1} | invalid value for raise_error field
                    """)
    void refuseRequestsBeforeTheHostSeesThem(String request, String message) {
        HttpSender never =
                _ -> {
                    throw new AssertionError("sent");
                };
        assertThat(
                        evaluate(
                                "http.send(" + request + ")",
                                EvalRequest.builder().httpSender(never).build(),
                                HostPower.HTTP))
                .contains(message);
    }

    @Test
    void sendEqualRequestsOnce() {
        var sent = new AtomicInteger();
        HttpSender sender =
                request -> {
                    sent.incrementAndGet();
                    return RegoObject.of(
                            "url",
                            request.get("url") == null
                                    ? RegoString.EMPTY
                                    : java.util.Objects.requireNonNull(request.get("url")));
                };
        String call = "http.send({\"method\": \"get\", \"url\": \"http://a\"})";
        assertThat(
                        evaluate(
                                "[x.url | some i in [1, 2]; x := " + call + "; i > 0]",
                                EvalRequest.builder().httpSender(sender).build(),
                                HostPower.HTTP))
                .isEqualTo("[\"http://a\",\"http://a\"]");
        assertThat(sent).hasValue(1);
    }

    @Test
    void showNetworkErrorsWhereThePolicyAsks() {
        HttpSender broken =
                _ -> {
                    throw new IOException("no route");
                };
        var request = EvalRequest.builder().httpSender(broken).build();
        assertThat(
                        evaluate(
                                "http.send({\"method\": \"get\", \"url\": \"u\"})",
                                request,
                                HostPower.HTTP))
                .contains("no route");
        assertThat(
                        evaluate(
                                "http.send({\"method\": \"get\", \"url\": \"u\", \"raise_error\":"
                                        + " false})",
                                request,
                                HostPower.HTTP))
                .isEqualTo(
                        "{\"error\":{\"code\":\"eval_http_send_network_error\",\"message\":\"no"
                                + " route\"},\"status_code\":0}");
    }

    @Test
    void giveWhatTheHostGives() {
        var request =
                EvalRequest.builder()
                        .nameLookup(_ -> Set.of("::1", "127.0.0.1"))
                        .runtime(RegoObject.of("env", RegoString.of("x")))
                        .build();
        assertThat(evaluate("net.lookup_ip_addr(\"a\")", request, HostPower.NAMES))
                .isEqualTo("[\"127.0.0.1\",\"::1\"]");
        assertThat(evaluate("opa.runtime().env", request, HostPower.RUNTIME)).isEqualTo("\"x\"");
    }
}
