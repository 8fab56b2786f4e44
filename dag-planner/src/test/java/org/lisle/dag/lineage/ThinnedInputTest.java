package org.lisle.dag.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.api.StorageLevel;
import org.lisle.api.resource.ResourceProfile;
import org.lisle.api.resource.ResourceProfileBuilder;
import org.lisle.api.resource.TaskResourceRequests;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.StageOutput;

class ThinnedInputTest {
    private static final CallSite SITE = new CallSite("sortByKey", "Test.java:1");
    private static final long LENGTH = 64 << 20;

    private final Lineage lineage =
            new Lineage(OptionalInt.empty(), 2, values -> new byte[0], ThinnedInputTest::runNothing);

    @Test
    void whatIsMadeOfFilesRecordByRecordReadsPartsOfThem() {
        Node whole =
                Narrow.mapValues(Narrow.filter(input(LENGTH, LENGTH, 0), SITE, record -> true), SITE, value -> value);
        ThinnedInput thinned = ThinnedInput.of(whole, 4).orElseThrow();
        assertThat(thinned.times()).containsExactly(16.0, 16.0, 1.0);
        assertThat(thinned.node().partitions()).isEqualTo(3);
        assertThat(thinned.node().step().operator(7, List.of(new Step.Input(new Operator.Values(6, 3), false))))
                .isInstanceOf(Operator.MapValues.class);
        Node filter = parent(thinned.node());
        assertThat(filter.kind()).isEqualTo("FilterRecords");
        assertThat(parent(filter).splits().orElseThrow())
                .extracting(InputSplit::description)
                .containsExactly("parts one in 2097152", "parts one in 2097152", "whole");
        assertThat(parent(filter).detail()).isEqualTo("text");
        assertThat(whole.splits()).isEmpty();
    }

    @Test
    void aResourceProfileIsThatOfTheOriginal() {
        Node input = input(LENGTH, LENGTH);
        ResourceProfile profile = new ResourceProfileBuilder()
                .require(new TaskResourceRequests().cpus(2))
                .build();
        input.setResources(profile);
        assertThat(ThinnedInput.of(input, 2).orElseThrow().node().resources()).isEqualTo(profile);
    }

    @Test
    void whatIsSmallForItsRangesIsReadWhole() {
        assertThat(ThinnedInput.of(input(LENGTH), 4)).isPresent();
        assertThat(ThinnedInput.of(input(LENGTH), 5)).isEmpty();
        assertThat(ThinnedInput.of(input(1000, 1000), 2)).isEmpty();
    }

    @Test
    void aSourceWithoutPartsIsReadWhole() {
        Node input = Sources.input(lineage, SITE, new Files(List.of(LENGTH), false), 1);
        assertThat(ThinnedInput.of(input, 2)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatNeedsWholePartitionsIsReadWhole(NeedsAll needs) {
        Node node = needs.on(input(LENGTH, LENGTH));
        assertThat(ThinnedInput.of(Narrow.map(node, SITE, record -> record), 2)).isEmpty();
    }

    /** Datasets on files of which no part will do. */
    enum NeedsAll {
        STORED {
            @Override
            Node on(Node input) {
                input.persist(StorageLevel.MEMORY_ONLY);
                return input;
            }
        },
        STORED_AFTER_A_STEP {
            @Override
            Node on(Node input) {
                Node mapped = Narrow.map(input, SITE, record -> record);
                mapped.persist(StorageLevel.DISK_ONLY);
                return mapped;
            }
        },
        BY_PARTITION {
            @Override
            Node on(Node input) {
                return Narrow.mapPartitions(input, SITE, (Integer i, Iterator<Object> records) -> records, true);
            }
        },
        BARRIER {
            @Override
            Node on(Node input) {
                return Narrow.barrier(input, SITE, (Integer i, Iterator<Object> records) -> records, true);
            }
        },
        UNION {
            @Override
            Node on(Node input) {
                return Narrow.union(List.of(input, input), SITE);
            }
        },
        COALESCED {
            @Override
            Node on(Node input) {
                return Narrow.coalesce(input, SITE, 1);
            }
        };

        abstract Node on(Node input);
    }

    private Node input(long... lengths) {
        List<Long> all = Arrays.stream(lengths).boxed().toList();
        return Sources.input(lineage, SITE, new Files(all, true), 1);
    }

    private static Node parent(Node node) {
        return node.dependencies().get(0).parent();
    }

    private static <R> List<R> runNothing(
            Node node, CallSite site, List<Integer> partitions, StageOutput.CollectorFactory<?, R> collector) {
        throw new IllegalStateException("no job is needed");
    }

    /** Splits of the given lengths, of which a sixteenth is in their parts, where there are any. */
    private record Files(List<Long> lengths, boolean hasParts) implements DataSource<String> {
        @Override
        public String description() {
            return "text";
        }

        @Override
        public List<InputSplit> splits(int minPartitions) {
            return lengths.stream()
                    .map(length -> new InputSplit(new byte[0], length, List.of(), "whole"))
                    .toList();
        }

        @Override
        public List<InputSplit> thinned(List<InputSplit> splits, long stride) {
            return splits.stream()
                    .map(split -> hasParts && split.length() >= stride
                            ? new InputSplit(new byte[1], split.length() / 16, List.of(), "parts one in " + stride)
                            : split)
                    .toList();
        }

        @Override
        public RecordReader<String> open(byte[] payload, ReadContext context) {
            throw new IllegalStateException("nothing is read");
        }
    }
}
