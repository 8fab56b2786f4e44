package org.lisle.dag.lineage;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lisle.api.TaskContext;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines that a process makes of the records of a partition.
 *
 * <pre>
 *   task's thread: records -> {@link PipeLines} -> writer thread -> process -> reader thread -> PipeLines -> lines
 * </pre>
 *
 * The records are pulled on the task's thread alone; the two helpers see only text. A process that ends before it has read everything is no
 * error; one that ends with another status than 0 fails the task with USER_CODE_FAILED. The process is ended with the task.
 */
final class PipedRecords implements Iterator<String> {
    private static final Logger LOG = LoggerFactory.getLogger(PipedRecords.class);

    private final Pipe pipe;
    private final Iterator<Object> records;
    private final Process process;
    private final Optional<Path> directory;
    private final PipeLines lines = new PipeLines();
    private @Nullable String ahead;
    private boolean ended;

    private PipedRecords(Pipe pipe, Iterator<Object> records, Process process, Optional<Path> directory) {
        this.pipe = pipe;
        this.records = records;
        this.process = process;
        this.directory = directory;
    }

    static PipedRecords start(Pipe pipe, Iterator<Object> records) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(pipe.command());
        builder.environment().putAll(pipe.environment());
        Optional<Path> directory = pipe.separateWorkingDirectory()
                ? Optional.of(Files.createTempDirectory("lisle-pipe-"))
                : Optional.empty();
        directory.ifPresent(path -> builder.directory(path.toFile()));
        PipedRecords piped = new PipedRecords(pipe, records, builder.start(), directory);
        TaskContext context = TaskContext.get();
        if (context != null) {
            context.addTaskCompletionListener(piped::end);
        }
        piped.startThread("writer", piped::write);
        piped.startThread("reader", piped::read);
        piped.startThread("errors", piped::logErrors);
        return piped;
    }

    private void startThread(String name, Runnable work) {
        Thread thread = new Thread(work, "lisle-pipe " + pipe.command().get(0) + " " + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean hasNext() {
        try {
            while (ahead == null && !ended) {
                advance();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end();
            throw new LisleException(ErrorCode.USER_CODE_FAILED, pipe.command().get(0) + " was interrupted", "", e);
        }
        return ahead != null;
    }

    private void advance() throws InterruptedException {
        if (lines.wantsRecord()) {
            if (records.hasNext()) {
                lines.give(String.valueOf(records.next()));
            } else {
                lines.giveNoMore();
            }
            return;
        }
        ahead = lines.take();
        if (ahead == null) {
            ended = true;
            checkStatus(process.waitFor());
            end();
        }
    }

    @Override
    public String next() {
        if (!hasNext() || ahead == null) {
            throw new NoSuchElementException();
        }
        String line = ahead;
        ahead = null;
        return line;
    }

    private void checkStatus(int status) {
        if (status != 0) {
            throw new LisleException(
                    ErrorCode.USER_CODE_FAILED,
                    "the command " + String.join(" ", pipe.command()) + " ended with status " + status,
                    "see what it wrote to its error output, in the executor's log");
        }
    }

    private void write() {
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), pipe.encoding()), Math.max(1, pipe.bufferSize()))) {
            for (String record = lines.toWrite(); record != null; record = lines.toWrite()) {
                out.write(record);
                out.write('\n');
            }
        } catch (IOException e) {
            LOG.debug("{} reads no more", pipe.command().get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lines.writeNoMore();
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), pipe.encoding()))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.put(line);
            }
        } catch (IOException e) {
            LOG.debug("{} writes no more", pipe.command().get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lines.putNoMore();
        }
    }

    private void logErrors() {
        try (InputStream errors = process.getErrorStream();
                BufferedReader in = new BufferedReader(new InputStreamReader(errors, pipe.encoding()))) {
            in.lines().forEach(line -> LOG.info("{}: {}", pipe.command().get(0), line));
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.debug("{} has no more errors", pipe.command().get(0), e);
        }
    }

    /** Ends the process if it runs, and what waits for it. */
    private void end() {
        process.destroy();
        lines.close();
        directory.ifPresent(PipedRecords::remove);
    }

    private static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("The directory {} of a piped task stays: {}", directory, e.toString());
        }
    }
}
