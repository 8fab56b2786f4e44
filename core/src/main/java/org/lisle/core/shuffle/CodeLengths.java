package org.lisle.core.shuffle;

import java.util.PriorityQueue;

/**
 * How many bits each symbol takes in a prefix code that makes a text short: Huffman's, the two rarest joined again and again. Where a
 * code would be longer than allowed the counts are made more alike and it is done once more, which costs next to nothing: such symbols
 * are rare.
 */
final class CodeLengths {
    private CodeLengths() {}

    /** A symbol, or two trees joined; of equal ones that which was made first comes first, so that the same counts give the same code. */
    private record Tree(long count, int number, int symbol, Tree[] joined) implements Comparable<Tree> {
        @Override
        public int compareTo(Tree other) {
            return count != other.count ? Long.compare(count, other.count) : Integer.compare(number, other.number);
        }
    }

    /**
     * Bits by symbol, 0 for those that do not occur; a symbol that is alone takes one.
     *
     * @param counts how often each occurs; at least one does
     * @param longest bits that a symbol may take; 2 to this must exceed the number of symbols
     */
    static byte[] of(int[] counts, int longest) {
        long[] weights = new long[counts.length];
        for (int symbol = 0; symbol < counts.length; symbol++) {
            weights[symbol] = counts[symbol];
        }
        byte[] lengths = new byte[counts.length];
        while (assign(joined(weights), 0, lengths) > longest) {
            for (int symbol = 0; symbol < weights.length; symbol++) {
                weights[symbol] = (weights[symbol] + 1) / 2;
            }
        }
        return lengths;
    }

    private static Tree joined(long[] weights) {
        var trees = new PriorityQueue<Tree>();
        for (int symbol = 0; symbol < weights.length; symbol++) {
            if (weights[symbol] > 0) {
                trees.add(new Tree(weights[symbol], symbol, symbol, new Tree[0]));
            }
        }
        int number = weights.length;
        while (trees.size() > 1) {
            Tree rarest = trees.remove();
            Tree next = trees.remove();
            trees.add(new Tree(rarest.count + next.count, number++, -1, new Tree[] {rarest, next}));
        }
        return trees.remove();
    }

    /** Gives each symbol of the tree its depth, at least 1; returns the greatest. */
    private static int assign(Tree tree, int depth, byte[] lengths) {
        if (tree.joined.length == 0) {
            int bits = Math.max(1, depth);
            lengths[tree.symbol] = (byte) bits;
            return bits;
        }
        int deepest = 0;
        for (Tree part : tree.joined) {
            deepest = Math.max(deepest, assign(part, depth + 1, lengths));
        }
        return deepest;
    }
}
