package dev.fiducia.kbs.config;

import dev.fiducia.initdata.lint.LintProfile;

import java.time.Duration;
import java.util.Optional;

/// `[initdata]`: limits of the registry, and how it judges documents.
///
/// @param profile by which documents are judged when a request names none
/// @param serviceUrl at which guests reach this service, to compare with what documents say
/// @param approval how many administrators it takes to stand for a document or an agent policy
/// @param auditInterval how often the rules of now judge what is in force; empty for on request
public record InitdataConfig(
        int maxDocumentBytes,
        int maxDocuments,
        LintProfile profile,
        Optional<String> serviceUrl,
        Approval approval,
        Optional<Duration> auditInterval) {}
