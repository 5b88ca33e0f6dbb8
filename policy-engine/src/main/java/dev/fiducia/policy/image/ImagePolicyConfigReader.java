package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the plugin's configuration, fills in its defaults and refuses what makes no sense.
final class ImagePolicyConfigReader {
    private static final List<String> PLUGINS =
            List.of("openshift.io/ImagePolicy", "image.openshift.io/ImagePolicy");

    private ImagePolicyConfigReader() {}

    static ImagePolicyConfig read(RegoValue document) throws ImagePolicyException {
        Fields root = Fields.of(document, "");
        RegoValue admission = root.value("admissionConfig");
        return admission == null ? config(document, "") : plugin(admission);
    }

    private static ImagePolicyConfig plugin(RegoValue admission) throws ImagePolicyException {
        String place = "admissionConfig.pluginConfig";
        RegoValue plugins = Fields.of(admission, "admissionConfig").value("pluginConfig");
        if (plugins != null) {
            Fields all = Fields.of(plugins, place);
            for (String name : PLUGINS) {
                RegoValue plugin = all.value(name);
                if (plugin != null) {
                    String at = place + "[" + name + "]";
                    RegoValue configuration = Fields.of(plugin, at).value("configuration");
                    if (configuration != null) {
                        return config(configuration, at + ".configuration");
                    }
                }
            }
        }
        throw new ImagePolicyException(place, "has no configuration of " + PLUGINS.getFirst());
    }

    private static ImagePolicyConfig config(RegoValue value, String place)
            throws ImagePolicyException {
        Fields fields =
                Fields.of(
                        value,
                        place,
                        Set.of(
                                "kind",
                                "apiVersion",
                                "resolveImages",
                                "executionRules",
                                "resolutionRules"));
        requireKind(fields);
        ResolutionType resolve = resolution(fields, "resolveImages");
        ResolutionType general = resolve == null ? ResolutionType.ATTEMPT : resolve;
        List<ExecutionRule> rules = fields.list("executionRules", ExecutionRuleReader::read);
        requireDistinctNames(rules, fields);
        if (!general.resolves()) {
            requireNoMetadata(rules, fields);
        }
        List<ResolutionRule> resolutions =
                fields.has("resolutionRules")
                        ? fields.list("resolutionRules", (v, at) -> resolutionRule(v, at, general))
                        : DefaultResolution.rules(general, rules);
        return new ImagePolicyConfig(general, rules, resolutions);
    }

    private static void requireKind(Fields fields) throws ImagePolicyException {
        if (!fields.required("kind").equals("ImagePolicyConfig")) {
            throw new ImagePolicyException(fields.at("kind"), "must be ImagePolicyConfig");
        }
        if (!Set.of("v1", "image.openshift.io/v1").contains(fields.required("apiVersion"))) {
            throw new ImagePolicyException(fields.at("apiVersion"), "must be v1");
        }
    }

    private static void requireDistinctNames(List<ExecutionRule> rules, Fields fields)
            throws ImagePolicyException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            if (!names.add(rules.get(i).name())) {
                throw new ImagePolicyException(
                        fields.at("executionRules") + "[" + i + "].name",
                        "Duplicate value: \"" + rules.get(i).name() + "\"");
            }
        }
    }

    private static void requireNoMetadata(List<ExecutionRule> rules, Fields fields)
            throws ImagePolicyException {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).needsMetadata()) {
                throw new ImagePolicyException(
                        fields.at("executionRules") + "[" + i + "]",
                        "images are not being resolved, this condition will always fail");
            }
        }
    }

    private static @Nullable ResolutionType resolution(Fields fields, String name)
            throws ImagePolicyException {
        String text = fields.string(name);
        return text == null ? null : ResolutionType.parse(text, fields.at(name));
    }

    private static ResolutionRule resolutionRule(
            RegoValue value, String place, ResolutionType general) throws ImagePolicyException {
        Fields rule = Fields.of(value, place, Set.of("targetResource", "localNames", "policy"));
        RegoValue target = rule.value("targetResource");
        if (target == null) {
            throw new ImagePolicyException(rule.at("targetResource"), "must be given");
        }
        ResolutionType policy = resolution(rule, "policy");
        return new ResolutionRule(
                groupResource(target, rule.at("targetResource")),
                rule.flag("localNames"),
                policy == null ? general : policy);
    }

    static GroupResource groupResource(RegoValue value, String place) throws ImagePolicyException {
        Fields fields = Fields.of(value, place, Set.of("group", "resource"));
        String group = fields.string("group");
        return new GroupResource(group == null ? "" : group, fields.required("resource"));
    }
}
