package org.lisle.yarn.web;

/** Paths to answers; nothing here changes anything. */
final class Site {
    private final ApplicationView view;
    private final Page page;
    private final Json json = new Json();

    /** @param base what the proxy puts in front of the paths, such as {@code /proxy/application_1_0001}; may be empty */
    Site(ApplicationView view, String base) {
        this.view = view;
        this.page = new Page(base);
    }

    Response get(String path) {
        return switch (path) {
            case "", "/" -> new Response(200, Response.HTML, page.render(view.facts(), view.status(), view.plans()));
            case "/api/v1/application" -> ok(json.application(view.facts(), view.status()));
            case "/api/v1/jobs" -> ok(json.jobs(view.status(), view.plans()));
            case "/api/v1/stages" -> ok(json.stages(view.status()));
            case "/api/v1/executors" -> ok(json.executors(view.status()));
            default -> Response.notFound(path);
        };
    }

    private static Response ok(String body) {
        return new Response(200, Response.JSON, body);
    }
}
