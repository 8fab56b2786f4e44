package org.lisle.yarn.web;

/** An answer of the site. */
record Response(int status, String contentType, String body) {
    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";

    static Response notFound(String path) {
        return new Response(
                404, HTML, "<!doctype html><title>Not found</title><p>There is no page " + Html.escape(path));
    }
}
