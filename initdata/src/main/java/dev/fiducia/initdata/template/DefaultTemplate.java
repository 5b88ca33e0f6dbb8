package dev.fiducia.initdata.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The template that comes with the service: parameters `kbs_url`, `kbs_ca`, `image_policy`,
/// `workload`, `algorithm`, `policy`.
public final class DefaultTemplate {
    private DefaultTemplate() {}

    /// Its text, to start others from.
    public static String text() {
        try (InputStream in = DefaultTemplate.class.getResourceAsStream("default.toml")) {
            if (in == null) {
                throw new IllegalStateException("the default template is not part of this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The template.
    public static Template template() {
        try {
            return Template.parse(text());
        } catch (TemplateException e) {
            throw new IllegalStateException("the default template is damaged", e);
        }
    }
}
