package dev.fiducia.kbs.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.kbs.config.AdminConfig.AclRule;
import dev.fiducia.kbs.config.Place;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class AnchoredExpressionTest {
    private static RegexAcl acl(String expression) throws AdminException {
        Place place = new Place("kbs-config.toml", 7, 3);
        return RegexAcl.of(List.of(new AclRule("admin", expression, place)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(xyz",
                "",
                "^/kbs/v0/.+",
                "/kbs/v0/.+$",
                ".*",
                "^.*$",
                "^/(kbs|api)/.+$",
                "^/kbs/v0/x\\$",
                "^/kbs/a$|.*$",
                "^/kbs/a|^/.*$",
                "^/kbs/(a)|.*$",
                "^/kbs/[)(]|.*$",
                "^/kbs/[]|]|.*$",
                "^/kbs/[^]|]|.*$",
                "^/kbs/[[:alpha:]]|.*$",
                "^/kbs/\\Q(\\E|.*$",
                "^/kbs/\\(|.*$",
                "^/kbs?.*$",
                "^/kbs*.*$",
                "^/kbs{0}.*$",
                "^/kbs/(a$",
                "^/kbs/(?=a)a$",
            })
    void refusesExpressionsThatCouldMeanMoreThanTheySay(String expression) {
        assertThatThrownBy(() -> acl(expression))
                .isInstanceOf(AdminException.class)
                .hasMessageStartingWith("kbs-config.toml:7:3: ");
    }

    @ParameterizedTest
    @CsvSource({
        "^/kbs/v0/resource-policy$, /kbs/v0/resource-policy, true",
        "^/kbs/v0/resource-policy$, /kbs/v0/resource-policy/x, false",
        "^/kbs/v0/resource-policy$, /kbs/v0/resource-policy?x, false",
        "^/kbs/.+$, /kbs/v0/resource/a/b/c, true",
        "^/kbs/.+$, /api/v1/initdata, false",
        "^/kbs/v0/(resource|reference-value)/.+$, /kbs/v0/reference-value/x, true",
        "^/kbs/v0/(resource|reference-value)/.+$, /kbs/v0/resource-policy, false",
        "^/kbs/v0/[|a]$, /kbs/v0/a, true",
        "'^/kbs/v0/reference-value/[a-zA-Z0-9]+$', /kbs/v0/reference-value/x/y, false",
        "^/api/v1/initdata$, /api/v1/initdata, true",
    })
    void matchesTheWholePath(String expression, String path, boolean allowed)
            throws AdminException {
        assertThat(acl(expression).allows("admin", path)).isEqualTo(allowed);
        assertThat(acl(expression).allows("Admin", path)).isFalse();
    }
}
