package dev.fiducia.ha.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFormTest {
    private static JsonNode event(String action) throws Exception {
        return new ObjectMapper()
                .readTree(
                        """
                        {"seq": 7, "time": "2026-03-01T10:00:00.123Z", "actor": "alice",
                         "action": "%s", "target": "sha256:ab",
                         "details": {"name": "web", "reason": "leaked"},
                         "prevHash": "aa", "hash": "bb"}
                        """
                                .formatted(action));
    }

    @Test
    void ocsfHasWhatItsClassRequires() throws Exception {
        JsonNode ocsf = EventForm.OCSF.of(event("initdata.revoke"));
        assertThat(ocsf.path("category_uid").asInt()).isEqualTo(3);
        assertThat(ocsf.path("class_uid").asInt()).isEqualTo(3004);
        assertThat(ocsf.path("activity_id").asInt()).isEqualTo(11);
        assertThat(ocsf.path("type_uid").asInt()).isEqualTo(300_411);
        assertThat(ocsf.path("severity_id").asInt()).isEqualTo(1);
        assertThat(ocsf.path("time").asLong()).isEqualTo(1_772_359_200_123L);
        assertThat(ocsf.at("/metadata/version").asText()).isEqualTo("1.3.0");
        assertThat(ocsf.at("/metadata/product/vendor_name").asText()).isEqualTo("Fiducia");
        assertThat(ocsf.at("/metadata/uid").asText()).isEqualTo("bb");
        assertThat(ocsf.at("/metadata/sequence").asLong()).isEqualTo(7);
        assertThat(ocsf.at("/actor/user/name").asText()).isEqualTo("alice");
        assertThat(ocsf.at("/entity/type").asText()).isEqualTo("initdata");
        assertThat(ocsf.at("/entity/uid").asText()).isEqualTo("sha256:ab");
        assertThat(ocsf.at("/entity/name").asText()).isEqualTo("web");
        assertThat(ocsf.path("comment").asText()).isEqualTo("leaked");
    }

    @Test
    void ecsHasWhatItsCategoriesAllow() throws Exception {
        JsonNode ecs = EventForm.ECS.of(event("grant.forget"));
        assertThat(ecs.path("@timestamp").asText()).isEqualTo("2026-03-01T10:00:00.123Z");
        assertThat(ecs.at("/event/kind").asText()).isEqualTo("event");
        assertThat(ecs.at("/event/category/0").asText()).isEqualTo("configuration");
        assertThat(ecs.at("/event/type/0").asText()).isEqualTo("deletion");
        assertThat(ecs.at("/event/action").asText()).isEqualTo("grant.forget");
        assertThat(ecs.at("/event/id").asText()).isEqualTo("bb");
        assertThat(ecs.at("/event/sequence").asLong()).isEqualTo(7);
        assertThat(ecs.at("/user/name").asText()).isEqualTo("alice");
        assertThat(ecs.at("/fiducia/audit/details/reason").asText()).isEqualTo("leaked");
    }

    @Test
    void jsonIsWhatTheServiceHas() throws Exception {
        assertThat((JsonNode) EventForm.JSON.of(event("rule.set"))).isEqualTo(event("rule.set"));
    }

    @ParameterizedTest
    @CsvSource({
        "initdata.register, 1",
        "agent-policy.add, 1",
        "template.set, 3",
        "initdata.label, 3",
        "rule.delete, 4",
        "initdata.activate, 10",
        "initdata.expire, 11",
        "something.new, 3",
        "unheard-of, 3",
    })
    void everyActionIsAnActivity(String action, int activity) throws Exception {
        assertThat(EventForm.OCSF.of(event(action)).path("activity_id").asInt())
                .isEqualTo(activity);
    }
}
