package org.lisle.yarn.web;

/** Text for HTML pages; names come from users' programs and are never trusted. */
final class Html {
    private Html() {}

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** A link to an http or https address, or the plain text when the address is something else. */
    static String link(String address, String text) {
        boolean web = address.startsWith("http://") || address.startsWith("https://");
        return web ? "<a href=\"" + escape(address) + "\">" + escape(text) + "</a>" : escape(text);
    }

    /** A row of a table; the cells are HTML already. */
    static String row(String... cells) {
        return "<tr><td>" + String.join("<td>", cells) + "\n";
    }

    static String head(String... titles) {
        return "<table><tr><th>" + String.join("<th>", titles) + "\n";
    }
}
