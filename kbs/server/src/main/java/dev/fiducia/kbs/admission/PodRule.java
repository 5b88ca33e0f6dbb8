package dev.fiducia.kbs.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// A further judgement of a pod, such as where its images may come from. Safe for use by many
/// threads.
@FunctionalInterface
public interface PodRule {
    /// Why a pod is not to run; nothing if it may.
    ///
    /// @param pod the whole object
    /// @param images what its containers of all kinds run
    List<String> refusals(ObjectNode pod, List<String> images, String namespace);
}
