package org.lisle.benchmarks.compare;

/** What each engine gets: so many executors of one core and so much memory. */
record ExecutorShape(int executors, String memory) {}
