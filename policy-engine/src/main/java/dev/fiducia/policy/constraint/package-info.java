/// The OPA constraint framework: templates (reusable Rego), constraints (parameters and what they
/// apply to), reviews of Kubernetes objects and initdata revisions, audit, and gator suites.
///
/// Follows the documents of Gatekeeper (`templates.gatekeeper.sh`, `constraints.gatekeeper.sh`,
/// `admission.k8s.io`, `test.gatekeeper.sh`). Stricter than Gatekeeper where its way would let a
/// violation pass unseen: unknown enforcement actions are refused, and a `violation` without a
/// usable message still counts.
///
/// Parameters are held against structural schemas (OpenAPI v3 as custom resources have it) by this
/// package, not by `dev.fiducia.policy.schema`: those know no references and no drafts, refuse
/// fields that they do not name, fill in defaults, and every finding names its path. The other
/// package passes over what a schema does not speak of, and has to say what OPA's
/// `json.match_schema` says.
@NullMarked
package dev.fiducia.policy.constraint;

import org.jspecify.annotations.NullMarked;
