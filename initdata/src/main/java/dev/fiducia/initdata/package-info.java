/// Initdata documents: what a pod owner hands to an untrusted host so that it ends up, by its
/// digest, in the evidence of a confidential VM. This package parses them strictly, computes the
/// digest over the bytes exactly as they came, and says which value each platform's hardware shows
/// for them; it also reads and writes the encodings that documents travel in. It follows Trustee's
/// `kbs/docs/initdata.md` and what Kata, the cloud-api-adaptor and the guest components do in code;
/// it never re-serialises a document.
@NullMarked
package dev.fiducia.initdata;

import org.jspecify.annotations.NullMarked;
