package dev.fiducia.initdata.manifest;

/// Initdata as a manifest carries it.
///
/// @param object what carries it, such as `Pod default/web`
/// @param path the field, such as `spec.template.metadata.annotations`
/// @param key the annotation's or the ConfigMap's key
/// @param value base64, as it stands there
public record CarriedInitdata(String object, String path, String key, String value) {

    /// The key of a peer pods ConfigMap.
    public static final String CONFIG_MAP_KEY = "INITDATA";

    /// The annotation that hands agents a policy which nothing measures.
    public static final String UNMEASURED_POLICY_KEY = "io.katacontainers.config.agent.policy";

    /// Whether agents get this as a policy beside the initdata, from a host that can change it.
    public boolean isUnmeasuredPolicy() {
        return key.equals(UNMEASURED_POLICY_KEY);
    }
}
