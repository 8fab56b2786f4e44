package org.lisle.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/** The ratios as horizontal bars: Lisle's wall time as a share of each other engine's, whose time is the full width. */
final class RatioPicture {
    private static final int WIDTH = 720;
    private static final int LABEL = 200;
    private static final int ROW = 26;
    private static final int BAR = 16;

    private RatioPicture() {}

    static String of(List<Run> runs) {
        StringBuilder bars = new StringBuilder();
        int rows = 0;
        for (String job : runs.stream().map(Run::job).distinct().toList()) {
            Summary lisle = Summary.of(runs, job, "lisle");
            for (String engine : runs.stream().map(Run::engine).distinct().toList()) {
                Summary other = Summary.of(runs, job, engine);
                if (!engine.equals("lisle") && !other.isEmpty() && !lisle.isEmpty()) {
                    bars.append(bar(rows++, job + " / " + engine, lisle.wall() / other.wall()));
                }
            }
        }
        int height = rows * ROW + 34;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height
                + "\" font-family=\"sans-serif\" font-size=\"13\">\n"
                + "<text x=\"8\" y=\"18\">Lisle's wall time as a share of the other engine's (full width = 1)</text>\n"
                + bars + "</svg>\n";
    }

    private static String bar(int row, String label, double ratio) {
        int y = 30 + row * ROW;
        int full = WIDTH - LABEL - 60;
        return String.format(
                Locale.ROOT,
                "<text x=\"8\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#ddd\"/>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"#2a6\"/><text x=\"%d\" y=\"%d\">%.2f</text>%n",
                y + 13,
                label,
                LABEL,
                y,
                full,
                BAR,
                LABEL,
                y,
                Math.min(1.2, ratio) * full,
                BAR,
                LABEL + full + 8,
                y + 13,
                ratio);
    }
}
