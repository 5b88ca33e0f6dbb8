package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.DecodedAnnotation;
import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A document as someone sent it: the TOML text, or the annotation that carries it. A body of
/// nothing but base64 characters and line breaks is an annotation: no document looks like that.
record SubmittedInitdata(InitdataDocument document, List<String> warnings) {
    SubmittedInitdata {
        warnings = List.copyOf(warnings);
    }

    static SubmittedInitdata parse(byte[] body) throws InitdataException {
        if (!isAnnotation(body)) {
            return new SubmittedInitdata(InitdataDocument.parse(body), List.of());
        }
        String text = new String(body, StandardCharsets.US_ASCII).strip();
        DecodedAnnotation decoded = InitdataAnnotation.decode(text);
        List<String> warnings = new ArrayList<>();
        if (decoded.isLegacy()) {
            warnings.add(
                    "the annotation was not compressed: runtimes of today refuse it; use the one"
                            + " in this answer");
        }
        return new SubmittedInitdata(InitdataDocument.parse(decoded.raw()), warnings);
    }

    private static boolean isAnnotation(byte[] body) {
        for (byte b : body) {
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            boolean digit = b >= '0' && b <= '9';
            if (!letter && !digit && "+/=-_\r\n".indexOf(b) < 0) {
                return false;
            }
        }
        return body.length > 0;
    }
}
