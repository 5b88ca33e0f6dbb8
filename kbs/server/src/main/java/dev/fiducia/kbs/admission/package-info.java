/// Admission of pods in the untrusted cluster, as a webhook of its API server: pods that could not
/// get their secrets are told so before they start, with the reason, and pods that name registered
/// initdata by a label get the annotation. Source: initdata.md e.3, h.3; Kubernetes'
/// AdmissionReview v1 and v1beta1.
///
/// This helps honest users. It keeps nobody out: whoever runs that cluster can go around it, and
/// what counts is what evidence proves.
@NullMarked
package dev.fiducia.kbs.admission;

import org.jspecify.annotations.NullMarked;
