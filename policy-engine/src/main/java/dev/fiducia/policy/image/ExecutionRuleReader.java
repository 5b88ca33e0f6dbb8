package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads one execution rule.
final class ExecutionRuleReader {
    private static final Set<String> KNOWN =
            Set.of(
                    "name",
                    "reject",
                    "ignoreNamespaceOverride",
                    "invertMatch",
                    "onResources",
                    "matchIntegratedRegistry",
                    "matchRegistries",
                    "matchDockerImageLabels",
                    "matchImageLabels",
                    "matchImageAnnotations",
                    "skipOnResolutionFailure");

    private ExecutionRuleReader() {}

    static ExecutionRule read(RegoValue value, String place) throws ImagePolicyException {
        Fields rule = Fields.of(value, place, KNOWN);
        List<GroupResource> resources = rule.list("onResources", ExecutionRuleReader::resource);
        List<LabelRequirement> labels = new ArrayList<>();
        conditions(rule, "matchImageLabels", ExecutionRuleReader::selector).forEach(labels::addAll);
        return new ExecutionRule(
                rule.required("name"),
                rule.flag("reject"),
                rule.flag("ignoreNamespaceOverride"),
                rule.flag("invertMatch"),
                resources.isEmpty() ? List.of(GroupResource.PODS) : resources,
                rule.flag("matchIntegratedRegistry"),
                conditions(rule, "matchRegistries", ExecutionRuleReader::registry),
                conditions(rule, "matchDockerImageLabels", ExecutionRuleReader::condition),
                labels,
                conditions(rule, "matchImageAnnotations", ExecutionRuleReader::condition),
                rule.flag("skipOnResolutionFailure"));
    }

    /// Conditions of one sort. An empty list would not allow nothing but everything.
    private static <T> List<T> conditions(Fields rule, String name, Fields.Item<T> item)
            throws ImagePolicyException {
        List<T> conditions = rule.list(name, item);
        if (conditions.isEmpty() && rule.has(name)) {
            throw new ImagePolicyException(rule.at(name), "is empty; leave it out to match any");
        }
        return conditions;
    }

    private static GroupResource resource(RegoValue value, String place)
            throws ImagePolicyException {
        GroupResource resource = ImagePolicyConfigReader.groupResource(value, place);
        if (!Workload.isPossible(resource)) {
            throw new ImagePolicyException(
                    place,
                    resource.group().isEmpty()
                            ? resource + " holds no images; is its group missing?"
                            : resource + " holds no images");
        }
        return resource;
    }

    /// A registry as it stands in front of an image's path.
    private static RegistryHost registry(RegoValue value, String place)
            throws ImagePolicyException {
        String name = Fields.string(value, place);
        try {
            RegistryHost host = ImageReference.parse(name + "/x").registry();
            if (host != null && host.toString().equals(name)) {
                return host;
            }
        } catch (ImageReferenceException e) {
            throw new ImagePolicyException(place, "no registry: " + e.getMessage(), e);
        }
        throw new ImagePolicyException(place, "no registry: an image can't name it");
    }

    private static ValueCondition condition(RegoValue value, String place)
            throws ImagePolicyException {
        Fields fields = Fields.of(value, place, Set.of("key", "value", "set"));
        boolean set = fields.flag("set");
        String wanted = fields.string("value");
        if (set == (wanted != null)) {
            throw new ImagePolicyException(place, "needs either value or set: true");
        }
        return new ValueCondition(fields.required("key"), wanted);
    }

    private static List<LabelRequirement> selector(RegoValue value, String place)
            throws ImagePolicyException {
        Fields fields = Fields.of(value, place, Set.of("matchLabels", "matchExpressions"));
        List<LabelRequirement> all = new ArrayList<>();
        RegoValue labels = fields.value("matchLabels");
        if (labels != null) {
            if (!(labels instanceof RegoObject object)) {
                throw new ImagePolicyException(fields.at("matchLabels"), "must be an object");
            }
            for (RegoValue key : object.keys()) {
                String name = Fields.string(key, fields.at("matchLabels"));
                if (!(object.get(key) instanceof RegoString wanted)) {
                    throw new ImagePolicyException(
                            fields.at("matchLabels") + "." + name, "must be a string");
                }
                all.add(
                        new LabelRequirement(
                                name, LabelRequirement.Operator.IN, List.of(wanted.value())));
            }
        }
        all.addAll(fields.list("matchExpressions", ExecutionRuleReader::requirement));
        if (all.isEmpty()) {
            throw new ImagePolicyException(place, "selects everything; leave it out");
        }
        return all;
    }

    private static LabelRequirement requirement(RegoValue value, String place)
            throws ImagePolicyException {
        Fields fields = Fields.of(value, place, Set.of("key", "operator", "values"));
        String name = fields.required("operator");
        for (LabelRequirement.Operator operator : LabelRequirement.Operator.values()) {
            if (operator.wireName.equals(name)) {
                List<String> values = fields.list("values", Fields::string);
                if (operator.takesValues() == values.isEmpty()) {
                    throw new ImagePolicyException(
                            fields.at("values"), "must be given for In and NotIn, and only there");
                }
                return new LabelRequirement(fields.required("key"), operator, values);
            }
        }
        throw new ImagePolicyException(
                fields.at("operator"), "must be In, NotIn, Exists or DoesNotExist");
    }
}
