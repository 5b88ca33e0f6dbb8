package dev.fiducia.initdata.agentpolicy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What a policy allows: a finding for every request of the catalogue.
///
/// @param requests the finding of each request, all present, in the order of the catalogue
/// @param failing whether denials count at all: the finding about `AllowRequestsFailingPolicy`
/// @param unknown names of rules that look like requests but are none, sorted
public record OpennessReport(
        Map<AgentRequest, RequestOpenness> requests, RequestOpenness failing, Set<String> unknown) {

    private static final List<AgentRequest> EVERYTHING =
            List.of(
                    AgentRequest.CREATE_CONTAINER,
                    AgentRequest.EXEC_PROCESS,
                    AgentRequest.SET_POLICY,
                    AgentRequest.COPY_FILE);

    public OpennessReport {
        requests = Collections.unmodifiableMap(new EnumMap<>(requests));
        if (requests.size() != AgentRequest.values().length) {
            throw new IllegalArgumentException("a report has a finding for every request");
        }
        unknown = Collections.unmodifiableSortedSet(new TreeSet<>(unknown));
    }

    /// The finding about a request.
    public RequestOpenness of(AgentRequest request) {
        return Objects.requireNonNull(requests.get(request));
    }

    /// Whether the host can have the request, whatever it looks like.
    public boolean isOpen(AgentRequest request) {
        return of(request).openness() == Openness.OPEN;
    }

    /// Whether agents may allow what the policy denies. Anything but a certain no counts.
    public boolean allowsFailing() {
        return !failing.openness().isDenied();
    }

    /// Whether the host can replace the policy after the guest was attested, so that the policy is
    /// mere advice.
    public boolean isReplaceable() {
        return isOpen(AgentRequest.SET_POLICY);
    }

    /// Whether the host can run what it likes in any way there is.
    public boolean allowsAll() {
        return EVERYTHING.stream().allMatch(this::isOpen);
    }

    /// The requests with this finding, in the order of the catalogue.
    public List<AgentRequest> with(Openness openness) {
        return requests.entrySet().stream()
                .filter(entry -> entry.getValue().openness() == openness)
                .map(Map.Entry::getKey)
                .toList();
    }
}
