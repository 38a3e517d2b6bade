package dev.rejoin.cli.chaos.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A page with places to fill in: {@code {{name}}}. */
final class Page {
    private final Map<String, String> parts = new LinkedHashMap<>();

    /** Fills in HTML. */
    Page html(String name, String html) {
        parts.put(name, html);
        return this;
    }

    /** Fills in a text. */
    Page text(String name, String text) {
        return html(name, text(text));
    }

    /** The page, whole. */
    String render() {
        String page = template();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            String place = "{{" + part.getKey() + "}}";
            if (!page.contains(place)) {
                throw new IllegalStateException("the page has no " + place);
            }
            page = page.replace(place, part.getValue());
        }
        if (page.contains("{{")) {
            throw new IllegalStateException("something on the page is not filled in");
        }
        return page;
    }

    private static String template() {
        try (InputStream in = Page.class.getResourceAsStream("report.html")) {
            if (in == null) {
                throw new IllegalStateException("report.html is not part of this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text as it stands in HTML. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("{{", "{&#123;");
    }
}
