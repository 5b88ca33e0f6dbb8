package dev.fiducia.kbs.config;

import dev.fiducia.initdata.lint.LintProfile;

import java.util.Optional;

/// `[initdata]`: limits of the registry, and how it judges documents.
///
/// @param profile by which documents are judged when a request names none
/// @param serviceUrl at which guests reach this service, to compare with what documents say
public record InitdataConfig(
        int maxDocumentBytes, int maxDocuments, LintProfile profile, Optional<String> serviceUrl) {}
