package org.lisle.dag.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The place of each map output of a shuffle, as a number: there are far fewer places than outputs. */
final class OutputPlaces {
    private int[] numbers;
    private final List<OutputPlace> known = new ArrayList<>();
    private final Map<OutputPlace, Integer> numberOf = new HashMap<>();

    OutputPlaces(int mapPartitions) {
        this.numbers = new int[mapPartitions];
    }

    void growTo(int mapPartitions) {
        numbers = Arrays.copyOf(numbers, mapPartitions);
    }

    void put(int mapPartition, OutputPlace place) {
        numbers[mapPartition] = numberOf.computeIfAbsent(place, p -> {
            known.add(p);
            return known.size() - 1;
        });
    }

    OutputPlace get(int mapPartition) {
        return known.get(numbers[mapPartition]);
    }

    int number(int mapPartition) {
        return numbers[mapPartition];
    }

    /** All places that outputs have, or had, by number. A view. */
    List<OutputPlace> known() {
        return known;
    }

    /** Those of the partitions whose outputs are in the places wanted. */
    BitSet among(BitSet partitions, Predicate<OutputPlace> wanted) {
        var found = new BitSet();
        if (partitions.isEmpty()) {
            return found;
        }
        var matching = new BitSet();
        for (int number = 0; number < known.size(); number++) {
            matching.set(number, wanted.test(known.get(number)));
        }
        if (!matching.isEmpty()) {
            partitions.stream()
                    .filter(partition -> matching.get(numbers[partition]))
                    .forEach(found::set);
        }
        return found;
    }
}
