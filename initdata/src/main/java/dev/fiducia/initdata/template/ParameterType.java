package dev.fiducia.initdata.template;

import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.lint.connection.Certificates;
import dev.fiducia.initdata.lint.connection.ServiceUrl;
import dev.fiducia.initdata.rotation.PemText;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a parameter's values are. A type refuses what is not one of its values, and writes each of
/// them in one way.
public enum ParameterType {
    /// The address of a service: http or https, without user, query or fragment.
    URL("url", "an http or https address without user, query and fragment"),
    /// Certificates in PEM; whatever stands around them is left out.
    CERTIFICATES("certificates", "one or more certificates in PEM"),
    /// The digest algorithm of a document.
    ALGORITHM("algorithm", "sha256, sha384 or sha512"),
    /// A name: letters, digits, `.`, `_`, `-`, at most 253.
    NAME("name", "1 to 253 letters, digits and . _ -"),
    /// A resource of the KBS, `kbs:///repository/type/tag`.
    KBS_URI("kbs-uri", "kbs:///repository/type/tag"),
    /// Any one line.
    LINE("line", "one line without control characters"),
    /// Any text; it can only be the whole of a file, such as a policy.
    TEXT("text", "text without NUL");

    private static final Pattern A_NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern A_RESOURCE =
            Pattern.compile("kbs:///[A-Za-z0-9._-]{1,253}(/[A-Za-z0-9._-]{1,253}){2}");

    private final String wireName;
    private final String expected;

    ParameterType(String wireName, String expected) {
        this.wireName = wireName;
        this.expected = expected;
    }

    /// The name in templates.
    public String wireName() {
        return wireName;
    }

    /// What a value has to be, for people.
    public String expected() {
        return expected;
    }

    static Optional<ParameterType> of(String wireName) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }

    /// The value as it is written; empty when it is none of this type.
    Optional<String> canonical(String value) {
        return switch (this) {
            case URL ->
                    ServiceUrl.parse(value)
                            .filter(url -> !url.hasUserInfo() && !url.hasQuery())
                            .map(_ -> value);
            case CERTIFICATES ->
                    Certificates.parse(value).map(each -> PemText.of(each, "\n") + "\n");
            case ALGORITHM -> InitdataAlgorithm.of(value).map(InitdataAlgorithm::wireName);
            case NAME -> Optional.of(value).filter(name -> A_NAME.matcher(name).matches());
            case KBS_URI -> Optional.of(value).filter(uri -> A_RESOURCE.matcher(uri).matches());
            case LINE ->
                    Optional.of(value)
                            .filter(line -> line.chars().noneMatch(Character::isISOControl));
            case TEXT -> Optional.of(value).filter(text -> text.indexOf('\0') < 0);
        };
    }
}
