package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;

/// What our own API answered.
record ApiAnswer(HttpResponse<String> response) {
    private static final JsonMapper JSON = new JsonMapper();

    JsonNode json() throws Exception {
        return JSON.readTree(response.body());
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    ApiAnswer is(int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return this;
    }

    /// A problem with this code.
    ApiAnswer is(int status, String code) throws Exception {
        is(status);
        assertThat(json().path("code").asText()).isEqualTo(code);
        return this;
    }
}
