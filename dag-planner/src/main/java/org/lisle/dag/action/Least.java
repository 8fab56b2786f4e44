package org.lisle.dag.action;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageOutput.CollectorFactory;
import org.lisle.core.operator.StageOutput.RecordCollector;

/** The least records in an order, ascending; holds no more than are wanted. */
final class Least<T> implements RecordCollector<T, List<T>> {
    private final int wanted;
    private final Comparator<T> order;
    private final PriorityQueue<T> greatestFirst;

    private Least(int wanted, Comparator<T> order) {
        this.wanted = wanted;
        this.order = order;
        this.greatestFirst = new PriorityQueue<>(order.reversed());
    }

    static <T> StageOutput factory(int wanted, SerializableComparator<T> order) {
        CollectorFactory<T, List<T>> collector = context -> new Least<>(wanted, order);
        return new StageOutput.Collect(collector);
    }

    /** The least of what several tasks found. */
    static <T> List<T> merge(List<List<T>> parts, int wanted, Comparator<T> order) {
        Least<T> least = new Least<>(wanted, order);
        parts.forEach(part -> part.forEach(least::add));
        return least.result();
    }

    @Override
    public boolean add(T value) {
        if (greatestFirst.size() < wanted) {
            greatestFirst.add(value);
        } else if (wanted > 0 && order.compare(value, greatestFirst.element()) < 0) {
            greatestFirst.remove();
            greatestFirst.add(value);
        }
        return true;
    }

    @Override
    public List<T> result() {
        List<T> ascending = new ArrayList<>(greatestFirst);
        ascending.sort(order);
        return ascending;
    }
}
